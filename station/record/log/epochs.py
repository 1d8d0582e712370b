"""Epochs: spans of the record within which a scan's number names one scan in the world.

A copy of the database (restore, clone) or a lost tail would give a number out twice; a new epoch begins instead.
At the centre each epoch is numbered from 1 without a gap.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Epoch:
    """One span."""

    id: int
    epoch: str
    after_seq: int
    """`seq` of the last scan before it: its first scan has the number 1 at the centre."""


def epochs(connection: sqlite3.Connection) -> tuple[Epoch, ...]:
    """Every epoch, oldest first; the last one is the present."""
    rows = connection.execute("SELECT id, epoch, after_seq FROM epoch ORDER BY id").fetchall()
    return tuple(Epoch(*row) for row in rows)


_KEPT = """WITH span AS (SELECT id, epoch, after_seq, lead(after_seq, 1, 1 << 62) OVER (ORDER BY id) AS last FROM epoch)
  SELECT epoch FROM span WHERE EXISTS (SELECT 1 FROM scan WHERE seq > after_seq AND seq <= last)
  OR EXISTS (SELECT 1 FROM renumbered WHERE epoch_id = span.id) ORDER BY id"""


def kept(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names of those of which scans are here, oldest first."""
    return tuple(name for (name,) in connection.execute(_KEPT))


def epoch_of(seq: int, spans: tuple[Epoch, ...]) -> Epoch:
    """The epoch in which a scan was made."""
    return next(span for span in reversed(spans) if span.after_seq < seq)


def last_seq(connection: sqlite3.Connection) -> int:
    """The number of the last scan, also when it is no longer here; 0: none was made."""
    (seq,) = connection.execute("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'scan'").fetchone()
    return int(seq)


def begin(connection: sqlite3.Connection, now_utc: str, why: str) -> Epoch:
    """Begin a new epoch after the last scan; part of the caller's transaction."""
    after = last_seq(connection)
    name = str(uuid.uuid4())
    connection.execute(
        "INSERT INTO epoch (epoch, after_seq, began_at, why) VALUES (?, ?, ?, ?)", (name, after, now_utc, why)
    )
    connection.execute("UPDATE meta SET epoch = ?, high_water = 0", (name,))
    return epochs(connection)[-1]


def number_on(connection: sqlite3.Connection, highest: int) -> None:
    """Never give out a number up to `highest` again; part of the caller's transaction."""
    if connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'scan'", (highest,)).rowcount == 0:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('scan', ?)", (highest,))
