"""Counts of the last hour, from the index over time alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from station.core import HourCounts, counted, utc_text

if TYPE_CHECKING:
    import sqlite3

QUARTER = timedelta(minutes=15)
QUARTERS = 8

COUNTS = """
    SELECT count(*), total(is_read), total(code IS NULL), total(is_weighed), total(keyed)
    FROM scan INDEXED BY scan_by_time WHERE scanned_at > ? AND scanned_at <= ?
"""
TOTALS = """
    SELECT count(*), total(is_read), total(code IS NULL), total(is_weighed), total(keyed)
    FROM scan INDEXED BY scan_by_time
"""
# CROSS JOIN: from the few corrections to their scans, never the other way.
CORRECTED_COUNTS = """
    SELECT count(*), total(is_read), total(code IS NULL), total(is_weighed), total(keyed)
    FROM resolution CROSS JOIN scan ON scan.seq = successor WHERE scanned_at > ? AND scanned_at <= ?
"""
CORRECTED_ACCEPTED = """
    SELECT count(*) FROM resolution CROSS JOIN scan ON scan.seq = successor
    WHERE scanned_at >= ? AND scanned_at < ? AND scanned_at <= ? AND code IS NULL
"""
EXCEPTIONS = """
    SELECT code, count(*) FROM scan INDEXED BY scan_by_time
    WHERE scanned_at > ? AND scanned_at <= ? AND code IS NOT NULL GROUP BY code ORDER BY 2 DESC, 1
"""
CAUSES = """
    SELECT cause FROM scan INDEXED BY scan_by_time
    WHERE scanned_at > ? AND scanned_at <= ? AND code IS NOT NULL AND is_read = 0 AND cause IS NOT NULL
"""
ACCEPTED = """
    SELECT count(*) FROM scan INDEXED BY scan_by_time
    WHERE scanned_at >= ? AND scanned_at < ? AND scanned_at <= ? AND code IS NULL
"""


def hour(connection: sqlite3.Connection, now_utc: str) -> HourCounts:
    """Counts of the 60 minutes up to `now_utc`, and the parcels accepted in this and the seven quarter hours before.

    Scans stamped later than `now_utc` (the clock was set back) are in none of them.
    """
    now = datetime.fromisoformat(now_utc)
    span = (utc_text(now - timedelta(hours=1)), now_utc)
    presented, read, accepted, weighed, keyed = _less(
        connection.execute(COUNTS, span).fetchone(), connection.execute(CORRECTED_COUNTS, span).fetchone()
    )
    return HourCounts(
        presented=presented,
        read=read,
        accepted=accepted,
        weighed=weighed,
        keyed=keyed,
        exceptions=tuple(connection.execute(EXCEPTIONS, span).fetchall()),
        causes=counted(cause for (cause,) in connection.execute(CAUSES, span)),
        quarters=_quarters(connection, now, now_utc),
    )


def totals(connection: sqlite3.Connection) -> HourCounts:
    """The same counts over the whole record, without exceptions and quarters. Reads the whole index."""
    everything = connection.execute(CORRECTED_COUNTS, ("", "9")).fetchone()
    return HourCounts(*_less(connection.execute(TOTALS).fetchone(), everything))


def _less(counts: tuple[float, ...], corrections: tuple[float, ...]) -> tuple[int, int, int, int, int]:
    """A scan in the place of a refused one is no parcel that passed."""
    presented, read, accepted, weighed, keyed = (int(a - b) for a, b in zip(counts, corrections, strict=True))
    return presented, read, accepted, weighed, keyed


def _quarters(connection: sqlite3.Connection, now: datetime, now_utc: str) -> tuple[tuple[str, int], ...]:
    # Every zone of today is a whole number of quarter hours from UTC, so quarters begin together everywhere.
    current = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    starts = [current - QUARTER * back for back in reversed(range(QUARTERS))]
    counted = []
    for start in starts:
        span = (utc_text(start), utc_text(start + QUARTER), now_utc)
        accepted, corrected = (connection.execute(q, span).fetchone()[0] for q in (ACCEPTED, CORRECTED_ACCEPTED))
        counted.append((f"{start.astimezone():%H:%M}", accepted - corrected))
    return tuple(counted)
