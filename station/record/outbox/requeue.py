"""Scans that the centre has lost after it had acknowledged them: back into the queue, as far as they are still here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log import epochs

if TYPE_CHECKING:
    import sqlite3

    from station.core import Held

MOST = 2000
"""Numbers that are looked at in one transaction: the next parcel waits no longer than for this."""

# A scan that was given another number counts under that one. What waits or was refused is not lost: it is left alone.
_HERE = """FROM (
    SELECT seq, scan_id FROM scan WHERE seq BETWEEN ?1 AND ?2 AND seq NOT IN (SELECT seq FROM renumbered)
    UNION ALL SELECT seq, scan_id FROM renumbered JOIN scan USING (seq)
      WHERE epoch_id = ?3 AND wire_seq BETWEEN ?4 AND ?5)"""
_BACK = f"""INSERT INTO outbox (seq, scan_id) SELECT seq, scan_id {_HERE}
  WHERE seq NOT IN (SELECT seq FROM outbox) AND seq NOT IN (SELECT seq FROM refused)"""  # noqa: S608  # own words
_COUNT = f"SELECT count(*) {_HERE}"  # own words


@dataclass(frozen=True, slots=True)
class Requeued:
    """What became of scans that the centre lacks."""

    back: int
    """Number of scans re-queued."""
    gone: int
    """So many are no longer here: retention took them."""
    rest: tuple[tuple[int, int], ...] = ()
    """What was not looked at yet."""


def requeue(connection: sqlite3.Connection, held: Held) -> Requeued:
    """Put acknowledged scans of `held.missing` back, `MOST` numbers at a time; part of the caller's transaction.

    Numbers that were never given out here count as nothing.
    """
    spans = epochs.epochs(connection)
    at = next((i for i, span in enumerate(spans) if span.epoch == held.epoch), None)
    if at is None:
        return Requeued(0, held.gone)
    span, end = spans[at], spans[at + 1].after_seq if at + 1 < len(spans) else epochs.last_seq(connection)
    renumbered = "SELECT ifnull(max(wire_seq), 0) FROM renumbered WHERE epoch_id = ?"
    highest = max(end - span.after_seq, *connection.execute(renumbered, (span.id,)).fetchone())
    runs = [(first, min(last, highest)) for first, last in held.missing if first <= highest]
    back, gone, room = 0, held.gone, MOST
    for i, (first, told_last) in enumerate(runs):
        if room == 0:
            return Requeued(back, gone, tuple(runs[i:]))
        last = min(told_last, first + room - 1)
        room -= last - first + 1
        where = (first + span.after_seq, min(last + span.after_seq, end), span.id, first, last)
        back += connection.execute(_BACK, where).rowcount
        if not held.in_general:
            gone += last - first + 1 - int(connection.execute(_COUNT, where).fetchone()[0])
        if last < told_last:
            return Requeued(back, gone, ((last + 1, told_last), *runs[i + 1 :]))
    return Requeued(back, gone)


def gone_text(count: int) -> str:
    """What a person is told about scans that can no longer be sent."""
    return (
        f"the centre has lost {count} scans that were acknowledged, and they are no longer kept here. Restore them at "
        "the centre from its backup, or from an export of this station"
    )
