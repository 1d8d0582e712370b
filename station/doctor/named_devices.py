"""Devices of which a station may have several, each with a name: scanners, printers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.doctor.running import devices_of, of_running

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.doctor.running import Running

_GRAVITY = (OK, WARNING, FAULT)


class Named(Protocol):
    """A table of the configuration."""

    @property
    def name(self) -> str: ...
    @property
    def port(self) -> str: ...


def together(kind: str, findings: Sequence[Finding]) -> Finding:
    """The findings of each as one, as bad as the worst."""
    if not findings:
        return Finding(kind, OK, "none in the configuration")
    worst = max((each.state for each in findings), key=_GRAVITY.index)
    return Finding(kind, worst, "; ".join(each.words for each in findings))


def held_by_station(
    kind: str, wanted: Named, running: Running | None, measures: Callable[[dict[str, Any]], str]
) -> Finding | None:
    """The finding on a device that the running station has; None: it is to be tried here."""
    device = next((each for each in devices_of(running, kind) if each.get("label") == wanted.name), None)
    if running is None or device is None:
        return None
    held = of_running(device, running.pid, wanted.port, measures(device))
    return None if held is None else Finding(kind, held.state, f"{wanted.name}: {held.words}")
