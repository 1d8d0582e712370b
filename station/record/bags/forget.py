"""What left long ago goes with the entries that told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_OLD = "SELECT number FROM bag b WHERE state = 'dispatched' AND NOT EXISTS (SELECT 1 FROM scan WHERE seq = b.last_seq)"


def forget_sent(connection: sqlite3.Connection) -> int:
    """Forget dispatched bags whose last entry is no longer kept, with their parcels and seals; how many."""
    old = [number for (number,) in connection.execute(_OLD).fetchall()]
    for number in old:
        for table, column in (("bagged", "bag"), ("seal", "bag"), ("bag", "number")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608  # own words
    return len(old)
