"""The demonstration: a simulated worker puts simulated parcels on a station that is real from the devices up."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from station.core import ScanCommitted
from station.record import Reads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from pathlib import Path

    from station.core import Event, HourCounts, Scan
    from station.record import Backlog
    from station.service import Station

VERDICT_WAIT_S = 10.0
TRIES = 3
"""How often a parcel that was not read is presented again before its number is keyed in."""


class DemoParcel(Protocol):
    """What the worker has in hand."""

    @property
    def parcel_id(self) -> str: ...

    @property
    def grams(self) -> Decimal: ...


P = TypeVar("P", bound=DemoParcel)
P_contra = TypeVar("P_contra", bound=DemoParcel, contravariant=True)


class Table(Protocol[P_contra]):
    """Where the worker puts it: under the camera and on the scale."""

    def place(self, parcel: P_contra) -> None: ...

    def remove(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record holds, over all runs on it."""

    parcel_ids: set[str]
    totals: HourCounts
    backlog: Backlog


def recorded(database: Path) -> Recorded:
    """Read it once, as a whole."""
    with Reads(database) as reads:
        return Recorded(reads.parcel_ids(), reads.totals(), reads.backlog())


class Worker(Generic[P]):
    """Places a parcel, waits for the verdict, takes it away, as a person would; never faster than `rate` a second."""

    def __init__(self, station: Station, table: Table[P], rate: float) -> None:
        self._station = station
        self._table = table
        self._period = 1 / rate
        self._stop = threading.Event()
        self._verdict = threading.Event()
        self._verdicts: set[str] = set()
        self.latencies: deque[float] = deque(maxlen=100_000)
        """Milliseconds from the moment that label and stable weight were there to the return of the commit."""

    def run(self, parcels: Iterable[P]) -> None:
        """Work through the parcels; `stop` ends it between two of them."""
        unsubscribe = self._station.subscribe(self._heard)
        try:
            for parcel in parcels:
                started = time.monotonic()
                self._present(parcel)
                if self._stop.wait(max(0.0, self._period - (time.monotonic() - started))):
                    return
        finally:
            unsubscribe()
            self._table.remove()

    def stop(self) -> None:
        """End after the parcel in hand."""
        self._stop.set()

    def _present(self, parcel: P) -> None:
        for attempt in range(TRIES + 1):
            self._await_empty()
            self._verdict.clear()
            self._table.place(parcel)
            if attempt == TRIES:
                self._station.key_in(parcel.parcel_id)
            self._wait_verdict()
            self._table.remove()
            if parcel.parcel_id in self._verdicts or self._stop.is_set():
                return

    def _wait_verdict(self) -> None:
        deadline = time.monotonic() + VERDICT_WAIT_S
        while not self._verdict.wait(0.1):
            if time.monotonic() > deadline or self._stop.is_set():
                return

    def _await_empty(self) -> None:
        deadline = time.monotonic() + VERDICT_WAIT_S
        while self._station.status().lane.weigh_phase != "empty" and time.monotonic() < deadline:
            if self._stop.wait(0.005):
                return

    def _heard(self, event: Event) -> None:
        if isinstance(event, ScanCommitted):
            self._measure(event.scan)
            if event.scan.parcel_id is not None and event.scan.code != "NW":
                self._verdicts = {event.scan.parcel_id}
            self._verdict.set()

    def _measure(self, scan: Scan) -> None:
        if scan.draft.verdict_ms is not None and scan.parcel_id is not None:
            self.latencies.append(scan.draft.verdict_ms + (time.monotonic_ns() - scan.draft.clock.mono_ns) / 1e6)
