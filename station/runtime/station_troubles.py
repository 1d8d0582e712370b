"""What is wrong with the station: each part tells its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.core import DeviceStatus, ListStatus, Trouble
    from station.runtime.parts import Parts


class Tells(Protocol):
    """A part that keeps its troubles."""

    @property
    def troubles(self) -> Iterable[Trouble]: ...


def station_troubles(
    parts: Parts,
    devices: tuple[DeviceStatus, ...],
    lists: tuple[ListStatus, ...],
    others: Iterable[Tells | None],
    *,
    online: bool,
) -> Iterator[Trouble]:
    """`others`: parts that keep theirs; None: the station lacks it."""
    links = parts.links
    yield from parts.devices.troubles(devices)
    yield from parts.scanners.troubles()
    yield from parts.printers.troubles()
    if links.sync is not None:
        yield from links.sync.troubles()
    if links.downlink is not None:
        yield from links.downlink.troubles(lists, online=online)
    for part in (*others, parts.alarms, parts.figures.departures, parts.lane_thread, links.peers):
        if part is not None:
            yield from part.troubles
    for output in (*parts.outputs, *parts.beside):
        yield from output.troubles()
