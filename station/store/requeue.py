"""Scans that the centre has lost after it had acknowledged them: back into the queue, as far as they are still here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

MOST = 2000
"""Scans that go back in one transaction: the next parcel waits no longer than for this."""

# A number that was given again counts under the new one. What waits or was refused is not lost: it is not touched.
_BACK = """INSERT INTO outbox (seq, scan_id)
  SELECT seq, scan_id FROM (
    SELECT seq, scan_id FROM scan WHERE seq BETWEEN ?1 AND ?2 AND seq NOT IN (SELECT seq FROM renumbered)
    UNION ALL SELECT seq, scan_id FROM renumbered JOIN scan USING (seq)
      WHERE epoch_id = ?3 AND wire_seq BETWEEN ?4 AND ?5)
  WHERE seq NOT IN (SELECT seq FROM outbox) AND seq NOT IN (SELECT seq FROM refused) ORDER BY seq LIMIT ?6"""
_HERE = """SELECT (SELECT count(*) FROM scan WHERE seq BETWEEN ?1 AND ?2)
  + (SELECT count(*) FROM renumbered WHERE epoch_id = ?3 AND wire_seq BETWEEN ?4 AND ?5)"""


@dataclass(frozen=True, slots=True)
class Requeued:
    """What became of scans that the centre asked for again."""

    back: int
    """So many are in the queue again."""
    more: bool
    """There may be more: ask again."""
    gone: int = 0
    """So many numbers are no longer here: retention took their scans."""


def requeue(connection: sqlite3.Connection, epoch: str, missing: Sequence[tuple[int, int]]) -> Requeued:
    """Put up to `MOST` acknowledged scans back; part of the caller's transaction. `missing`: first and last number at
    the centre of runs. What is already back is passed over, so that it may be asked again until there is no more.
    """
    spans = connection.execute("SELECT id, epoch, after_seq FROM epoch ORDER BY id").fetchall()
    at = next((i for i, span in enumerate(spans) if span[1] == epoch), None)
    if at is None:
        return Requeued(0, more=False)
    number, _, after = spans[at]
    (newest,) = connection.execute("SELECT ifnull(max(seq), 0) FROM scan").fetchone()
    end = spans[at + 1][2] if at + 1 < len(spans) else newest
    back = gone = 0
    for first, last in missing:
        last = min(last, end - after + _renumbered(connection, number))
        where = (first + after, min(last + after, end), number, first, last)
        back += connection.execute(_BACK, (*where, MOST - back)).rowcount
        if back >= MOST:
            return Requeued(back, more=True)
        (here,) = connection.execute(_HERE, where).fetchone()
        gone += max(0, last - first + 1 - int(here))
    return Requeued(back, more=False, gone=gone)
