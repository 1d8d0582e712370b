"""What a supervisor may put right at the worker's screen, as the record has it now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import StopToLift, utc_text_of
from station.core.identify import identify
from station.core.receptacles import BagState
from station.core.sort_plan import route
from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Bag, RecentScan
    from station.runtime.active import Active

LAST = 10
"""A stop further back is lifted by its number: `station override`."""
OFFERED = 4
"""Stops that are offered at once: the rows of the dialog have nine digits."""


@dataclass(frozen=True, slots=True)
class SupervisorDesk:
    """Its questions read the database: only threads that may wait ask them. StoreError."""

    database: Path
    active: Active
    override_reasons: tuple[str, ...]
    reopen_reasons: tuple[str, ...]
    difference_reasons: tuple[str, ...]

    def last_stops(self) -> tuple[StopToLift, ...]:
        """Of the last scans the stops of known parcels that still count, the newest first; at most `OFFERED`."""
        stops: list[StopToLift] = []
        with Reads(self.database) as reads:
            seen: set[str] = set()
            for scan in reads.recent(LAST):
                if scan.parcel_id is None or scan.taken_back or scan.parcel_id in seen:
                    continue
                seen.add(scan.parcel_id)  # what came later of the same parcel stands
                if scan.code is not None and len(stops) < OFFERED and not reads.is_lifted(scan.seq):
                    stops.append(StopToLift(scan.seq, scan.parcel_id, scan.code, self._bins(scan, reads)))
        return tuple(stops)

    def open_bags(self) -> tuple[Bag, ...]:
        """Those that take parcels now, by number."""
        with Reads(self.database) as reads:
            return reads.bags.open()

    def closed_bags(self) -> tuple[Bag, ...]:
        """The bags that may be opened again, the one that was closed last first."""
        with Reads(self.database) as reads:
            closed = [bag for bag in reads.bags.all() if bag.state is BagState.CLOSED and bag.container is None]
        return tuple(sorted(closed, key=lambda bag: bag.closed_at or "", reverse=True))

    def _bins(self, scan: RecentScan, reads: Reads) -> tuple[str, ...]:
        index = self.active.plan.index
        if index is None or scan.parcel_id is None:
            return ()
        identity = identify(scan.parcel_id, keyed=True)
        announced = reads.manifest.announced(scan.parcel_id)
        rule = route(index, identity, scan.grams, utc_text_of(time.time())[:10], announced)
        own = (rule.bin,) if rule is not None else ()
        return (*own, *(each for each in index.plan.bins() if each not in own))
