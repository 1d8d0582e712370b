"""Retention: what the centre holds leaves the record after a while, and the chain holds over the gap.

Gone are scans that were acknowledged and were stored long ago, by the record's own time (`log.stored_time`):
what a scan says of its own time may be wrong. What is queued or was refused stays, and so does a scan that took the
place of a refused one: it is part of that story. A run of `retired` says which numbers went; its chain is the link of
the last of them, to which the scan after it is chained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import bags
from station.record.log import quarter_counts, stored_time
from station.record.log.entry_kinds import VOID
from station.record.log.scan_ids import time_of

if TYPE_CHECKING:
    import sqlite3

LOOKED_AT = 5000
"""Scans that one step looks at: a long queue at the old end must not make a step long."""

_PAGE = f"""
    SELECT seq, chain, iif(entry = {VOID}, about, NULL),
      EXISTS (SELECT 1 FROM outbox o WHERE o.seq = s.seq) OR EXISTS (SELECT 1 FROM refused r WHERE r.seq = s.seq)
    FROM scan s WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3
"""  # noqa: S608  # own words
_NAMED = "SELECT seq FROM scan INDEXED BY scan_by_time WHERE scanned_at = ? AND scan_id = ?"


def retire(connection: sqlite3.Connection, after_seq: int, before_utc: str, limit: int) -> tuple[int, int]:
    """Remove up to `limit` acknowledged scans stored before `before_utc`, lowest numbers first; part of the caller's
    transaction. The look begins after the number `after_seq`. How many were removed, and where the next look begins.
    """
    (upto,) = connection.execute(f"SELECT {stored_time.BEFORE.format('?')}", (before_utc,)).fetchone()  # own words
    gone, looked_to = _acknowledged(connection, after_seq, upto, limit)
    for first, last, link in _runs(gone):
        quarter_counts.count(connection, first, last, -1)
        connection.execute("DELETE FROM scan WHERE seq BETWEEN ? AND ?", (first, last))
        _note(connection, first, last, link)
    if gone:
        quarter_counts.drop_empty(connection)
        bags.forget_sent(connection)
    return len(gone), looked_to


def _acknowledged(
    connection: sqlite3.Connection, after_seq: int, upto_seq: int, limit: int
) -> tuple[list[tuple[int, bytes]], int]:
    """Numbers and links of what may go, and the last number that was looked at; 0 at the end of what is old."""
    kept = {seq for (seq,) in connection.execute("SELECT successor FROM resolution WHERE successor IS NOT NULL")}
    gone: list[tuple[int, bytes]] = []
    going: set[int] = set()
    seq, looked = after_seq, 0
    for seq, chain, about, needed in connection.execute(_PAGE, (after_seq, upto_seq, LOOKED_AT)):
        looked += 1
        if not needed and seq not in kept and not (about is not None and _stays(connection, about, going)):
            gone.append((seq, chain))
            going.add(seq)
        if len(gone) == limit:
            return gone, seq
    return gone, seq if looked == LOOKED_AT else 0


def _stays(connection: sqlite3.Connection, taken_back: bytes, going: set[int]) -> bool:
    """Whether the entry stays that a void takes back: it would count again without it."""
    if (at := time_of(taken_back)) is None:
        return True
    found = connection.execute(_NAMED, (at, taken_back)).fetchone()
    return found is not None and found[0] not in going


def _runs(gone: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
    """First number, last number and last link of each unbroken run."""
    runs: list[tuple[int, int, bytes]] = []
    for seq, chain in gone:
        first = runs.pop()[0] if runs and runs[-1][1] == seq - 1 else seq
        runs.append((first, seq, chain))
    return runs


def _note(connection: sqlite3.Connection, first: int, last: int, chain: bytes) -> None:
    """Write a run down, as one with the runs that it touches."""
    after = connection.execute(
        "SELECT first_seq, last_seq, chain FROM retired WHERE last_seq > ? ORDER BY last_seq LIMIT 1", (last,)
    ).fetchone()
    if after is not None and after[0] == last + 1:
        connection.execute("DELETE FROM retired WHERE last_seq = ?", (after[1],))
        last, chain = after[1], after[2]
    before = connection.execute("SELECT first_seq FROM retired WHERE last_seq = ?", (first - 1,)).fetchone()
    if before is not None:
        connection.execute("DELETE FROM retired WHERE last_seq = ?", (first - 1,))
        first = before[0]
    connection.execute("INSERT INTO retired (first_seq, last_seq, chain) VALUES (?, ?, ?)", (first, last, chain))
