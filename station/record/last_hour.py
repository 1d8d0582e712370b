"""Counts of the last hour, from the index over time alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station.core import HourCounts, counted, utc_text
from station.core.counting import ReadClass, ReadCounts
from station.record.log.entry_kinds import IS_SCAN, OVERRIDE, VOID

if TYPE_CHECKING:
    import sqlite3

# How the parcel of a scan was read so far, with it; see `station.core.counting`. A number is keyed in only with an id.
_READ = """max(ifnull(read_before, 0),
      CASE WHEN is_read THEN iif(read_before IS NULL, 3, 2) WHEN keyed THEN 1 ELSE 0 END)"""
CLASSES = ", ".join(f"total({IS_SCAN} AND ({_READ}) = {n}) - total({IS_SCAN} AND read_before = {n})" for n in ReadClass)
_SUMS = f"""total({IS_SCAN}), total({IS_SCAN} AND is_weighed),
  total(code IS NULL AND ({IS_SCAN} OR entry = {OVERRIDE})) - total(entry = {VOID} AND code IS NULL), {CLASSES}"""
TOTALS = f"SELECT {_SUMS} FROM scan s INDEXED BY scan_by_time"  # noqa: S608  # own words, as all below
COUNTS = f"{TOTALS} WHERE scanned_at > ? AND scanned_at <= ?"
# CROSS JOIN: from the few corrections to their scans, never the other way.
CORRECTED_COUNTS = f"""
    SELECT {_SUMS} FROM resolution CROSS JOIN scan s ON s.seq = successor WHERE scanned_at > ? AND scanned_at <= ?
"""  # noqa: S608
EXCEPTIONS = f"""
    SELECT code, cast(total({IS_SCAN}) - total(entry = {VOID}) AS INTEGER) stopped
    FROM scan s INDEXED BY scan_by_time
    WHERE scanned_at > ? AND scanned_at <= ? AND code IS NOT NULL AND ({IS_SCAN} OR entry = {VOID})
    GROUP BY code HAVING stopped > 0 ORDER BY 2 DESC, 1
"""  # noqa: S608
"""A void has the code of the scan that it takes back: that one is no exception any more."""
CAUSES = f"""
    SELECT cause FROM scan s INDEXED BY scan_by_time
    WHERE scanned_at > ? AND scanned_at <= ? AND code IS NOT NULL AND is_read = 0 AND {IS_SCAN} AND cause IS NOT NULL
"""  # noqa: S608


def hour(connection: sqlite3.Connection, now_utc: str) -> HourCounts:
    """Counts of the 60 minutes up to `now_utc`. Scans stamped later (the clock was set back) are not among them."""
    now = datetime.fromisoformat(now_utc)
    span = (utc_text(now - timedelta(hours=1)), now_utc)
    scans, weighed, accepted, *read = _less(
        connection.execute(COUNTS, span).fetchone(), connection.execute(CORRECTED_COUNTS, span).fetchone()
    )
    return HourCounts(
        scans=scans,
        accepted=accepted,
        weighed=weighed,
        read=ReadCounts(*(max(0, count) for count in read)),
        exceptions=tuple(connection.execute(EXCEPTIONS, span).fetchall()),
        causes=counted(cause for (cause,) in connection.execute(CAUSES, span)),
    )


def totals(connection: sqlite3.Connection) -> HourCounts:
    """The same counts over the whole record, without exceptions. Reads the whole index."""
    everything = connection.execute(CORRECTED_COUNTS, ("", "9")).fetchone()
    scans, weighed, accepted, *read = _less(connection.execute(TOTALS).fetchone(), everything)
    return HourCounts(scans=scans, accepted=accepted, weighed=weighed, read=ReadCounts(*read))


def _less(counts: tuple[float, ...], corrections: tuple[float, ...]) -> list[int]:
    """A scan in the place of a refused one is no parcel that passed."""
    return [int(a - b) for a, b in zip(counts, corrections, strict=True)]
