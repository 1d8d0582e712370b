"""When scans were stored, by the record's own time (`station.runtime.record_time`), which no wrong clock moves far.

A row of `stored` says that the scans up to `last_seq` were stored at `at` or before, and all behind it after `until`.
What a scan says of its own time may be a year off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.log import epochs

if TYPE_CHECKING:
    import sqlite3

BEFORE = "(SELECT ifnull(max(last_seq), 0) FROM stored WHERE at < {})"
"""SQL: the last scan that was surely stored before a moment."""
SINCE = "(SELECT ifnull(min(last_seq), 1 << 62) FROM stored WHERE until >= {})"
"""SQL: all scans behind this one were surely stored at a moment or later."""


def record_time(connection: sqlite3.Connection) -> str | None:
    """The newest moment that is noted; None: none is."""
    (at,) = connection.execute("SELECT max(until) FROM stored").fetchone()
    return None if at is None else str(at)


def note(connection: sqlite3.Connection, at_utc: str) -> None:
    """All that is stored now was stored before this moment; part of the caller's transaction."""
    put = "INSERT INTO stored VALUES (?1, ?2, ?2) ON CONFLICT (last_seq) DO UPDATE SET until = max(at, ?2)"
    connection.execute(put, (epochs.last_seq(connection), at_utc))


def turn_back(connection: sqlite3.Connection, to_utc: str) -> None:
    """The record's time was ahead of the true one; part of the caller's transaction."""
    connection.execute("UPDATE stored SET at = min(at, ?1), until = min(until, ?1)", (to_utc,))


def renew(connection: sqlite3.Connection, at_utc: str) -> None:
    """The record's time was far behind, nobody knows since when: all counts as stored now. As `note`."""
    connection.execute("DELETE FROM stored")
    note(connection, at_utc)


def forget(connection: sqlite3.Connection, before_utc: str) -> None:
    """Drop what is older, but for the newest of it; part of the caller's transaction."""
    connection.execute(f"DELETE FROM stored WHERE last_seq < {BEFORE.format('?')}", (before_utc,))  # noqa: S608
