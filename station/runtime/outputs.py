"""What a station tells the world beside its screen: each output hears the events, and never holds anybody up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.core import DeviceStatus, Event, Trouble


class Output(Protocol):
    """Everything but `run` may be called from any thread and never waits."""

    @property
    def key(self) -> str:
        """Name of its thread."""

    def heard(self, event: Event) -> None:
        """A listener of the station."""

    def run(self) -> None:
        """Until `stop`, in a thread of its own."""

    def stop(self) -> None:
        """End."""

    def devices(self) -> Iterable[DeviceStatus]:
        """Its row, if it has one."""

    def troubles(self) -> Iterable[Trouble]:
        """What is wrong with it, beside a device that is down."""
