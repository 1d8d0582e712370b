"""The tour: a visitor does what a worker does all day, at a station with simulated devices."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Protocol

from hardware.contract import Notice, notice
from station.core import DeviceKind, Health, RequestDone, ScanCommitted
from station.core.outcomes import Done, Reason
from station.demo.worker import P, P_contra, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core import Event, Scan
    from station.service import Station

LOOK_S = 0.05
READ_S = 6.0
"""So long a visitor reads what he need not answer."""
MOST_TRIES = 60
"""Parcels that are shown until one goes into the bag."""


class Plate(Protocol):
    """The scale under the parcels."""

    def place(self, grams: Decimal) -> None: ...
    def remove(self) -> None: ...
    def plug(self) -> object: ...
    def unplug(self) -> None: ...


class TourTable(Table[P_contra], Protocol[P_contra]):
    """Where parcels are put down."""

    @property
    def scale(self) -> Plate: ...


class Tour(Generic[P]):
    """Runs in a thread of its own; the screen asks for `step`."""

    def __init__(self, station: Station, table: TourTable[P], parcels: Iterator[P]) -> None:
        """The second parcel is on hold."""
        self._station, self._table, self._parcels = station, table, parcels
        self._events: list[Event] = []
        self._stop = threading.Event()
        self._began = time.monotonic()
        self.step: Notice | None = None
        """What the visitor is told now."""

    def stop(self) -> None:
        """End at the next look."""
        self._stop.set()

    def run(self) -> None:
        """All steps, in their order."""
        unsubscribe = self._station.subscribe(self._events.append)
        steps = (
            self._accepted, self._undone, self._held, self._typed, self._bag_opened, self._bag_filled,
            self._bag_closed, self._scale_away, self._figures,
        )  # fmt: skip
        try:
            self._until(lambda: self._station.status().lane.weigh_phase == "empty")
            for step in steps:
                step()
                if self._stop.is_set():
                    return
            self._say("end", seconds=round(time.monotonic() - self._began))
            self._stop.wait()
        finally:
            unsubscribe()
            self._table.remove()

    def _say(self, step: str, **values: str | int) -> None:
        self._events.clear()
        self.step = notice(step, **values)

    def _until(self, condition: Callable[[], bool]) -> bool:
        """Whether it came before the tour was stopped."""
        while not condition():
            if self._stop.wait(LOOK_S):
                return False
        return True

    def _scan(self, *, named: bool = False) -> Scan | None:
        """The first of this step; `named`: with a number."""
        scans = [event.scan for event in tuple(self._events) if isinstance(event, ScanCommitted)]
        return next((scan for scan in scans if scan.parcel_id is not None or not named), None)

    def _is_done(self, reason: Reason) -> bool:
        done = [event.outcome for event in tuple(self._events) if isinstance(event, RequestDone)]
        return any(isinstance(outcome, Done) and outcome.reason is reason for outcome in done)

    def _present(self, seconds: float) -> Scan | None:
        """The next parcel with its verdict, which stands so long."""
        self._table.place(next(self._parcels))
        self._until(lambda: self._scan() is not None)
        scan = self._scan()
        self._stop.wait(seconds)
        self._take_away()
        return scan

    def _take_away(self) -> None:
        self._table.remove()
        self._until(lambda: self._station.status().lane.weigh_phase == "empty")

    def _accepted(self) -> None:
        self._say("accepted")
        self._present(READ_S)

    def _undone(self) -> None:
        self._say("undo")
        self._until(lambda: self._is_done(Reason.TAKEN_BACK))
        self._stop.wait(READ_S / 2)

    def _held(self) -> None:
        self._say("held")
        self._present(2 * READ_S)

    def _typed(self) -> None:
        """Its label lies under it."""
        parcel = next(self._parcels)
        self._say("typed", number=parcel.parcel_id)
        self._table.scale.place(parcel.grams)
        self._until(lambda: self._scan(named=True) is not None)
        self._stop.wait(READ_S / 2)
        self._take_away()

    def _bag_opened(self) -> None:
        self._say("open_bag")
        self._until(lambda: self._is_done(Reason.BAG_OPENED))

    def _bag_filled(self) -> None:
        bag = next(iter(self._station.status().bags), None)
        self._say("fill_bag", **({"bin": bag.bin} if bag is not None and bag.bin is not None else {}))
        for _ in range(MOST_TRIES):
            scan = self._present(0.5)
            if self._stop.is_set() or (scan is not None and scan.bag is not None):
                break
            self._events.clear()
        self._stop.wait(READ_S / 2)

    def _bag_closed(self) -> None:
        self._say("close_bag")
        while not self._is_done(Reason.BAG_CLOSED) and not self._stop.is_set():
            if not self._until(lambda: self._station.status().lane.weighs_bag or self._is_done(Reason.BAG_CLOSED)):
                return
            if self._station.status().lane.weighs_bag:
                self._table.scale.place(sum((bag.net_g for bag in self._station.status().bags), Decimal(0)))
                self._until(lambda: not self._station.status().lane.weighs_bag)
                self._take_away()

    def _scale_away(self) -> None:
        self._say("scale")
        self._table.scale.unplug()
        self._until(lambda: self._health() is Health.DOWN)
        self._stop.wait(READ_S)
        self._say("scale_back")
        self._table.scale.plug()
        self._until(lambda: self._health() is Health.UP)
        self._stop.wait(READ_S / 2)

    def _health(self) -> Health:
        devices = self._station.status().devices
        return next(device.health for device in devices if device.kind is DeviceKind.SCALE)

    def _figures(self) -> None:
        self._say("figures")
        for _ in range(5):
            if self._stop.is_set():
                return
            self._present(READ_S / 3)
            self._events.clear()
