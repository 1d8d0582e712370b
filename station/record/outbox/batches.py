"""The next batch: queued scans of one epoch, oldest first, in their wire form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.record.log import epochs
from station.record.log.scan_columns import NAMES, uuid_text
from station.record.log.wire import wire_of

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.terms import TermTexts

_SCAN = ", ".join(f"s.{name}" for name in NAMES)
_QUEUED = (
    f"SELECT {_SCAN}, s.wire_bytes, s.chain, r.epoch_id, r.wire_seq FROM outbox o JOIN scan s USING (seq) "  # noqa: S608  # own names
    "LEFT JOIN renumbered r USING (seq) ORDER BY o.seq LIMIT ?"
)
_SCAN_ID = NAMES.index("scan_id")
_ENVELOPE = 1024
"""Bytes of a request body that are not scans: names of batch, station and epoch, the head, the clock."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Queued scans, oldest first, in their wire form."""

    epoch: str
    first_seq: int
    last_seq: int
    head: str | None
    """Hex of the chain's link at `last_seq`; None for scans that go under another number than their first."""
    scans: tuple[dict[str, object], ...]

    def scan_ids(self) -> list[str]:
        """Their names."""
        return [str(scan["scan_id"]) for scan in self.scans]

    def alone(self, scan_id: str) -> Batch:
        """One of them; without a link of the chain."""
        [scan] = [scan for scan in self.scans if scan["scan_id"] == scan_id]
        seq = scan.get("seq", self.first_seq)
        return Batch(self.epoch, int(str(seq)), int(str(seq)), None, (scan,))


@dataclass(frozen=True, slots=True)
class _Queued:
    """A queued row and the name under which it goes."""

    row: tuple[Any, ...]
    size: int
    series: tuple[str, bool]
    """Epoch, and whether it was numbered again: such scans do not share a batch with others."""
    number: int
    head: str | None


def _queued(found: tuple[Any, ...], spans: tuple[epochs.Epoch, ...]) -> _Queued:
    *row, size, chain, again_in, again_as = found
    if again_in is not None:
        span = next(span for span in spans if span.id == again_in)
        return _Queued(tuple(row), size, (span.epoch, True), again_as, None)
    span = epochs.epoch_of(row[0], spans)
    return _Queued(tuple(row), size, (span.epoch, False), row[0] - span.after_seq, chain.hex())


def next_batch(
    connection: sqlite3.Connection, terms: TermTexts, limit: int, max_bytes: int, without: frozenset[str]
) -> Batch | None:
    """See `Reads.next_batch`; part of the caller's look at the record."""
    room = max_bytes - _ENVELOPE
    taken: list[_Queued] = []
    spans = epochs.epochs(connection)
    for row in connection.execute(_QUEUED, (limit + len(without),)):
        if without and uuid_text(row[_SCAN_ID]) in without:
            continue
        queued = _queued(row, spans)
        room -= queued.size + 1
        if taken and (len(taken) == limit or room < 0 or queued.series != taken[0].series):
            break
        taken.append(queued)
    if not taken:
        return None
    scans = tuple(wire_of((one.number, *terms.full(one.row)[1:])) for one in taken)
    first, last = taken[0], taken[-1]
    return Batch(first.series[0], first.number, last.number, last.head, scans)
