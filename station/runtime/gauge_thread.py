"""Gauges that are read from the record and the disk, in a thread of their own so that no verdict waits for them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.core import RECORD_FILE, HourCounts, ListStatus, RecordAlarm, Trouble, standing, utc_text_of
from station.record import Backlog, Reads, list_ages
from station.record.log import StoreError, inode_of, replaced
from station.record.upkeep import Room, Size, coded, room
from station.runtime.record_troubles import alarm_troubles, disk_troubles, file_trouble

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from station.core import Bag


PERIOD_S = 0.5


@dataclass(frozen=True, slots=True)
class Numbers:
    """One look at the record."""

    hour: HourCounts = field(default_factory=HourCounts)
    backlog: Backlog = field(default_factory=lambda: Backlog(0, None, 0))
    disk_hours: float | None = None
    alarms: tuple[RecordAlarm, ...] = ()
    lists: tuple[ListStatus, ...] = ()
    bags: tuple[Bag, ...] = ()
    """The open ones, by number."""
    troubles: tuple[Trouble, ...] = ()
    """Of the record and its disk, each since it came."""


class GaugeThread:
    """`now` is the newest look, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = inode_of(path)
        self.now = Numbers()

    def run(self, stop: threading.Event) -> None:
        """Look twice a second until `stop`; what cannot be read now leaves the old numbers and says so."""
        while not stop.is_set():
            try:
                self._need_file()
                with Reads(self._path) as reads:
                    while not stop.is_set():
                        self._need_file()
                        self.now = _look(reads, self._path, self.now.troubles)
                        stop.wait(PERIOD_S)
            except (StoreError, OSError) as error:
                self.now = replace(self.now, troubles=_unreadable(error, self.now.troubles))
                stop.wait(PERIOD_S)

    def _need_file(self) -> None:
        """StoreError when another file lies there than at the start, or none: an open one is read on unawares."""
        if inode_of(self._path) != self._place:
            raise replaced(self._path)


def _unreadable(error: Exception, before: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    """What was known of the record before, and that it cannot be read now."""
    known = (each for each in before if each.key != RECORD_FILE)
    return standing((*known, file_trouble(error, time.monotonic())), before)


def _look(reads: Reads, path: Path, before: tuple[Trouble, ...]) -> Numbers:
    hour, size = reads.hour(utc_text_of(time.time())), reads.size()
    left = room(path, size.free)
    lists, hours = list_ages(reads, datetime.now(UTC)), hours_left(left, size, hour.scans)
    alarms = tuple(map(coded, reads.alarms()))
    at = time.monotonic()
    now = (*alarm_troubles(alarms, at), *disk_troubles(left.warning, at, stops=left.stops))
    return Numbers(hour, reads.backlog(), hours, alarms, lists, reads.bags.open(), standing(now, before))


def hours_left(left: Room, size: Size, an_hour: int) -> float | None:
    """Hours of scans for which there is room at the rate of the last hour; None when nothing was scanned in it."""
    return left.for_scans / (size.bytes_a_scan * an_hour) if an_hour else None
