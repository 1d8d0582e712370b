"""What the centre's word changes: the queue, the refused, and, when it holds more than we do, the epoch."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log import epochs
from station.record.log.rows import text
from station.record.outbox.requeue import Requeued, gone_text, requeue
from station.record.upkeep import alarm_values, alarms
from station.record.upkeep.alarms import LOST

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from station.core import Held, Receipt

SEQ_REUSED = "seq_reused"
"""The centre's code for a scan whose number it holds another scan under: the tail of the record was lost once."""
_HELD, _REFUSED = ("stored", "duplicate"), ("rejected", "conflict")
_GIVE_BACK = "DELETE FROM refused WHERE seq = ? AND seq NOT IN (SELECT seq FROM resolution)"
_ACCEPT = """INSERT INTO resolution (seq, how, who, why, at) SELECT seq, 'accepted', ?2, ?3, ?4 FROM refused
  WHERE seq = ?1 AND seq NOT IN (SELECT seq FROM resolution)"""
_AGAIN = "numbered again"
MOST_AGAIN = 8
"""Maximum renumberings after sequence collisions before an operator must intervene."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the centre's verdicts changed."""

    acknowledged: int
    refused: int
    back: int = 0
    """Scans that the centre had acknowledged and lost, in the queue again."""
    gone: int = 0
    """Scans that it lost and that are no longer here."""
    rest: tuple[tuple[int, int], ...] = ()
    """What it lost and was not looked at: nothing is settled yet. Settle the same again with this."""
    renumbered: int = 0
    """Scans that wait under another number now."""
    lost: str | None = None
    """The record has lost scans that the centre holds: how many, in words."""

    @property
    def moved(self) -> bool:
        """The queue is another one than before."""
        return self.acknowledged + self.refused + self.back + self.renumbered > 0


def settle(connection: sqlite3.Connection, receipts: Sequence[Receipt], held: Held | None, now_utc: str) -> Settled:
    """Write the verdicts; part of the caller's transaction. See `Store.settle`."""
    again = requeue(connection, held) if held is not None else Requeued(0, 0)
    if again.rest:
        return Settled(0, 0, again.back, again.gone, again.rest)
    if again.gone:
        alarms.note_gone(connection, again.gone, now_utc)
    verdicts = _first_verdicts(receipts)
    held_now = [(name,) for name, receipt in verdicts.items() if receipt.status in _HELD]
    acknowledged = max(0, connection.executemany("DELETE FROM outbox WHERE scan_id = ?", held_now).rowcount)
    refused = renumbered = 0
    for name, receipt in verdicts.items():
        seq = _queued(connection, name) if receipt.status in _REFUSED else None
        if seq is None:
            continue
        if receipt.status == "conflict" and receipt.code == SEQ_REUSED and _renumber(connection, seq, now_utc):
            renumbered += 1
            continue
        refused += 1
        words = (text(receipt.code) or receipt.status, text(receipt.message) or "", now_utc)
        connection.execute("INSERT INTO refused VALUES (?, ?, ?, ?)", (seq, *words))
        connection.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
    lost = None if held is None else _lost(connection, held, now_utc)
    return Settled(acknowledged, refused, again.back, again.gone, renumbered=renumbered, lost=lost)


def troubles(settled: Settled) -> Iterator[str]:
    """What a person has to be told of it."""
    if settled.lost is not None:
        yield f"THE RECORD HAS LOST SCANS. {settled.lost}; see station verify --centre"
    if settled.gone and not settled.rest:
        yield gone_text(settled.gone)


def retry(connection: sqlite3.Connection, seqs: Sequence[int] | None) -> int:
    """Put refused scans back into the queue; part of the caller's transaction. See `Store.retry_refused`."""
    wanted = seqs if seqs is not None else [s for (s,) in connection.execute("SELECT seq FROM refused")]
    moved = 0
    for seq in wanted:
        if connection.execute(_GIVE_BACK, (seq,)).rowcount:
            connection.execute("INSERT INTO outbox SELECT seq, scan_id FROM scan WHERE seq = ?", (seq,))
            moved += 1
    return moved


def accept(connection: sqlite3.Connection, seqs: Sequence[int], who: str, why: str, now_utc: str) -> int:
    """Record that an operator accepted these rejections; part of the caller's transaction."""
    return sum(connection.execute(_ACCEPT, (seq, text(who), text(why), now_utc)).rowcount for seq in seqs)


def _first_verdicts(receipts: Sequence[Receipt]) -> dict[bytes, Receipt]:
    """By the name of the scan; of several verdicts on one the first counts."""
    verdicts: dict[bytes, Receipt] = {}
    for receipt in receipts:
        if receipt.status in _HELD or receipt.status in _REFUSED:
            with suppress(ValueError):  # no name of a scan
                verdicts.setdefault(bytes.fromhex(receipt.scan_id.replace("-", "")), receipt)
    return verdicts


def _queued(connection: sqlite3.Connection, scan_id: bytes) -> int | None:
    found = connection.execute("SELECT seq FROM outbox WHERE scan_id = ?", (scan_id,)).fetchone()
    return None if found is None else int(found[0])


def _lost(connection: sqlite3.Connection, held: Held, now_utc: str) -> str | None:
    """Note the highest number that the centre holds; begin a new epoch when that was never given out here."""
    present = epochs.epochs(connection)[-1]
    if held.epoch != present.epoch:
        return None
    connection.execute("UPDATE meta SET high_water = max(high_water, ?)", (min(held.high_water, 2**62),))
    last = epochs.last_seq(connection) - present.after_seq
    if held.high_water <= last or _young(connection):
        return None
    what = alarm_values.written(alarm_values.CENTRE_AHEAD, held=held.high_water, last=last)
    epochs.begin(connection, now_utc, f"{LOST}: {what}")
    return f"{LOST}: {alarm_values.english(what)}"


def _young(connection: sqlite3.Connection) -> bool:
    """True if this epoch was itself opened for a lost tail and is still unacknowledged: a second claim is ignored."""
    why, after = connection.execute("SELECT why, after_seq FROM epoch ORDER BY id DESC LIMIT 1").fetchone()
    made, waiting = connection.execute(
        "SELECT (SELECT count(*) FROM scan WHERE seq > ?1), (SELECT count(*) FROM outbox WHERE seq > ?1)", (after,)
    ).fetchone()
    return str(why).startswith(LOST) and made == waiting


def _renumber(connection: sqlite3.Connection, seq: int, now_utc: str) -> bool:
    """Give a scan a number of its own in an epoch for such scans; False when that was done too often already."""
    had = connection.execute("SELECT epoch_id FROM renumbered WHERE seq = ?", (seq,)).fetchone()
    made_in = had[0] if had is not None else epochs.epoch_of(seq, epochs.epochs(connection)).id
    count, again = connection.execute("SELECT count(*), max(id) FROM epoch WHERE why = ?", (_AGAIN,)).fetchone()
    if again is None or made_in >= again:
        if count == MOST_AGAIN:
            return False
        again = epochs.begin(connection, now_utc, _AGAIN).id
        epochs.begin(connection, now_utc, f"{LOST}: {alarm_values.OTHER_SCANS}")
    connection.execute(
        "INSERT OR REPLACE INTO renumbered "
        "SELECT ?1, ?2, ifnull(max(wire_seq), 0) + 1 FROM renumbered WHERE epoch_id = ?2",
        (seq, again),
    )
    return True
