"""The record's own time: the wall clock as far as it can be believed. Retention and the window of duplicates go by it.

It runs on with the monotonic clock, over restarts it goes on from what was noted, and a wall clock moves it far only
when NTP holds that. A clock that nobody holds and that is far ahead makes it catch up at twice its pace: a station
without NTP that stood still for weeks is right again after as many, and one with a wrong clock harms little.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import ClockReading

UNHELD_AHEAD = timedelta(days=7)
"""So far a clock that nobody holds may be ahead of the record's time; the station stood still, over holidays."""
HELD_AHEAD = timedelta(days=31)
"""So far the same for one that NTP holds; beyond it the record's time was never right."""
AGREES = timedelta(seconds=2)


class RecordTime:
    """Used by one thread; `move` it often."""

    def __init__(self, noted_utc: str | None, keep: timedelta) -> None:
        """`noted_utc`: where it stood; None: the record is new. `keep`: how long scans are kept, 0: for ever."""
        self._at = None if noted_utc is None else datetime.fromisoformat(noted_utc)
        self._ahead = min(UNHELD_AHEAD, keep / 2) if keep else UNHELD_AHEAD
        self._mono_ns: int | None = None
        self.warning: str | None = None
        """Why the wall clock is not believed, in words."""

    @property
    def at(self) -> datetime:
        """Now. ValueError before the first `move`."""
        if self._at is None:
            raise ValueError("the record's time was not moved yet")
        return self._at

    def move(self, now: ClockReading) -> str | None:
        """Go on to `now`. `back`: it was ahead of a clock that NTP holds; `renewed`: far behind it; else None."""
        wall = datetime.fromisoformat(now.utc)
        ran = timedelta(microseconds=0 if self._mono_ns is None else (now.mono_ns - self._mono_ns) / 1000)
        self._mono_ns, self.warning = now.mono_ns, None
        if self._at is None:
            self._at = wall
            return None
        before, self._at = self._at, self._at + ran
        ahead = wall - self._at
        if now.state == "synced":
            self._at = wall
            return "renewed" if ahead > HELD_AHEAD else "back" if wall < before - AGREES else None
        if abs(ahead) <= self._ahead:
            self._at = max(wall, before + ran / 2)  # it waits for a clock that is behind, and never goes back
        else:
            self._at += min(ran, max(ahead, timedelta()))
            self.warning = _warning(wall, self._at)
        return None


def doubt(database: Path, keep_days: int, now: ClockReading) -> str | None:
    """Why a station that started on this record now would not believe its clock; None: it would. StoreError."""
    with Reads(database) as reads:
        its_time = RecordTime(reads.record_time(), timedelta(days=keep_days))
    its_time.move(now)
    return its_time.warning


def _warning(wall: datetime, at: datetime) -> str:
    return (
        f"the clock says {wall:%Y-%m-%d %H:%M} UTC, by the record it is about {at:%Y-%m-%d %H:%M}: no old scan is "
        "removed by that clock until NTP holds it. Set the clock, or have NTP set it"
    )
