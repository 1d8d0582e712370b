"""Record upkeep on the lane thread: retention, clock correction, disk-space reserve; one short step a second."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import StoreTrouble, caused_by, utc_text
from station.record.log import DamagedError, StoreError
from station.record.upkeep import STOP_FREE, room, take_on
from station.runtime.record_time import RecordTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Notice
    from station.clock import Clock
    from station.core import ClockReading, Event
    from station.record import Store

RETIRED_AT_ONCE = 100
"""A step of a few milliseconds; a station of 20 parcels a second makes fewer scans in the second between two steps."""
LOOKED_AT_ONCE = 1000
REST_S = 60.0
"""Until the next look for old scans, after one that found none."""
NOTED_EVERY = timedelta(hours=1)
"""How closely it is known when a scan was stored."""
LAST = 2**63 - 1


class RecordUpkeep:
    """Retention, re-dating, the ballast, and the look at the disk. Every step raises StoreError."""

    def __init__(self, store: Store, clock: Clock, keep_days: int) -> None:
        self._store = store
        self._clock = clock
        self._keep = timedelta(days=keep_days)
        self.time = RecordTime(store.record_time(), self._keep)
        self._noted: datetime | None = None
        self._moved: str | None = None
        self._rest_until = 0.0
        self._redate_below = LAST
        self._warned: str | None = None
        self.no_room: Notice | None = None
        """Why no scan is stored any more."""

    def do(self, publish: Callable[[Event], None]) -> None:
        """One short step of each, and what went wrong told.

        DamagedError: the record must not be written any more, and the station has to end.
        """
        try:
            self.step()
        except DamagedError:
            raise
        except StoreError as error:
            publish(StoreTrouble(caused_by("not_written", error)))
        warning = self.time.warning
        if warning is not None and self._warned is None:  # once for each time that the clock is not believed
            publish(StoreTrouble(notice("clock_not_believed", detail=warning), stops=False))
        self._warned = warning

    def step(self) -> None:
        """One short step of each. StoreError."""
        self._look_at_disk()
        self._note_time()
        self._redate(self._clock.read())
        self._retire()

    def _look_at_disk(self) -> None:
        try:
            now = room(self._store.path, self._store.free_bytes())
        except OSError:
            return  # the folder is gone: the next commit says so
        self.no_room = now.warning if now.stops else None
        if not now.stops:
            take_on(self._store.path, STOP_FREE)

    def _redate(self, now: ClockReading) -> None:
        """While the clock is good, walk once back to the start of this boot; again after it was not good."""
        if now.state != "synced":
            self._redate_below = LAST
        elif self._redate_below:
            _, self._redate_below = self._store.redate(
                now, self._clock.awake_since_ns, self._redate_below, LOOKED_AT_ONCE
            )

    def now(self) -> datetime:
        """The record's own time now."""
        self._moved = self.time.move(self._clock.read()) or self._moved
        return self.time.at

    def _note_time(self) -> None:
        at = self.now()
        if self._noted is None or self._moved is not None or at - self._noted >= NOTED_EVERY:
            oldest = utc_text(at - self._keep - NOTED_EVERY) if self._keep else ""
            self._store.note_time(utc_text(at), moved=self._moved, forget_before=oldest)
            self._noted, self._moved = at, None

    def _retire(self) -> None:
        """By the record's own time: the clock may stand years ahead."""
        if not self._keep or time.monotonic() < self._rest_until:
            return
        if self._store.retire(utc_text(self.time.at - self._keep), RETIRED_AT_ONCE) == 0:
            self._rest_until = time.monotonic() + REST_S
