"""The shift as it stands after the last entry of one: kept beside the log, whose old entries retention takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import Shift

if TYPE_CHECKING:
    import sqlite3


def shift(connection: sqlite3.Connection) -> Shift:
    """What people have said last."""
    row = connection.execute("SELECT operation, operator, opened_at, locked_at FROM shift").fetchone()
    return Shift() if row is None else Shift(*row)


def keep(connection: sqlite3.Connection, now: Shift) -> None:
    """Put this in its place; part of the transaction that writes the entry."""
    connection.execute(
        "INSERT OR REPLACE INTO shift VALUES (1, ?, ?, ?, ?)",
        (now.operation, now.operator, now.opened_at, now.locked_at),
    )
