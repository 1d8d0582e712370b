"""Retention: what the centre holds leaves the record after a while, and the chain holds over the gap.

Gone are scans that were acknowledged and were stored long ago, by the record's own time (`log.stored_time`):
what a scan says of its own time may be wrong. What is queued or was refused stays, and so does a scan that took the
place of a refused one: it is part of that story. A run of `retired` says which numbers went; its chain is the link of
the last of them, to which the scan after it is chained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import bags
from station.record.log import stored_time

if TYPE_CHECKING:
    import sqlite3

LOOKED_AT = 5000
"""Scans that one step looks at: a long queue at the old end must not make a step long."""

_PAGE = """
    SELECT seq, chain,
      EXISTS (SELECT 1 FROM outbox o WHERE o.seq = s.seq) OR EXISTS (SELECT 1 FROM refused r WHERE r.seq = s.seq)
    FROM scan s WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3
"""


def retire(connection: sqlite3.Connection, after_seq: int, before_utc: str, limit: int) -> tuple[int, int]:
    """Remove up to `limit` acknowledged scans stored before `before_utc`, lowest numbers first; part of the caller's
    transaction. The look begins after the number `after_seq`. How many were removed, and where the next look begins.
    """
    (upto,) = connection.execute(f"SELECT {stored_time.BEFORE.format('?')}", (before_utc,)).fetchone()  # own words
    gone, looked_to = _acknowledged(connection, after_seq, upto, limit)
    for first, last, link in _runs(gone):
        connection.execute("DELETE FROM scan WHERE seq BETWEEN ? AND ?", (first, last))
        _note(connection, first, last, link)
    if gone:
        bags.forget_sent(connection)
    return len(gone), looked_to


def _acknowledged(
    connection: sqlite3.Connection, after_seq: int, upto_seq: int, limit: int
) -> tuple[list[tuple[int, bytes]], int]:
    """Numbers and links of what may go, and the last number that was looked at; 0 at the end of what is old."""
    kept = {seq for (seq,) in connection.execute("SELECT successor FROM resolution WHERE successor IS NOT NULL")}
    gone: list[tuple[int, bytes]] = []
    seq, looked = after_seq, 0
    for seq, chain, needed in connection.execute(_PAGE, (after_seq, upto_seq, LOOKED_AT)):
        looked += 1
        if not needed and seq not in kept:
            gone.append((seq, chain))
        if len(gone) == limit:
            return gone, seq
    return gone, seq if looked == LOOKED_AT else 0


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
