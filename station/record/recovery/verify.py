"""Verify the record: recompute its hash chain, and look for scans that are missing, changed or lost from the tail.

The chain has no key: who owns the machine can recompute all of it. What anchors it are the numbers and heads that the
centre has seen (`Anchor`).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from station.record.bags import Recount
from station.record.log import connect, epochs, quarter_counts
from station.record.log.errors import StoreError, in_words
from station.record.log.lock import running_writer
from station.record.log.scan_columns import NAMES
from station.record.log.terms import TermTexts
from station.record.log.wire import canonical, first_link, next_link, wire_of
from station.record.recovery import lost_end, wal
from station.record.recovery.proven_rows import inconsistent, marks
from station.record.upkeep import alarms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.record.log.epochs import Epoch

MOST_FINDINGS = 100
PAGE_ROWS = 1000
_COLUMNS = ", ".join((*NAMES, "is_read", "is_weighed", "wire_bytes", "chain"))
_PAGE = f"SELECT {_COLUMNS} FROM scan WHERE seq > ? ORDER BY seq LIMIT {PAGE_ROWS}"  # noqa: S608  # own names
_RETIRED = "SELECT last_seq, chain FROM retired WHERE first_seq <= ?1 AND last_seq >= ?1"
_CONSISTENT = {
    "SELECT o.seq FROM outbox o LEFT JOIN scan s USING (seq) WHERE s.scan_id IS NOT o.scan_id": (
        "is queued under the name of another scan, or is not there"
    ),
    "SELECT seq FROM outbox JOIN refused USING (seq)": "is both queued and refused",
    "SELECT r.seq FROM refused r LEFT JOIN scan s USING (seq) WHERE s.seq IS NULL": "was refused and is not there",
    "SELECT x.seq FROM resolution x LEFT JOIN refused r USING (seq) WHERE r.seq IS NULL": "is resolved, not refused",
}
_TALLY = """SELECT scans, pending, dead, (SELECT count(*) FROM scan), (SELECT count(*) FROM outbox),
  (SELECT count(*) FROM refused) - (SELECT count(*) FROM resolution) FROM tally"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong."""

    seq: int | None
    """The scan's local number; None: it is about the record."""
    words: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the centre knows of an epoch."""

    high_water: int
    head_seq: int = 0
    head: str = ""
    """The link that came with the scan `head_seq`, hex; empty: it keeps none."""


@dataclass(slots=True)
class Verified:
    """What came of it."""

    scans: int = 0
    epochs: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    """The first `MOST_FINDINGS`."""
    count: int = 0
    unsound: bool = False
    """SQLite itself finds the file damaged."""

    def add(self, seq: int | None, words: str) -> None:
        """One more."""
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(seq, words))


def verify(
    database: Path,
    anchor_of: Callable[[str], Anchor | None] = lambda _epoch: None,
    progress: Callable[[int], None] = lambda _scans: None,
) -> Verified:
    """Read the whole record, a page at a time, also while a station writes it; constant memory.

    `anchor_of`: what the centre knows of an epoch, by its name. StoreError when the file cannot be read.
    """
    lost = lost_end.missing(database)
    hidden = running_writer(database) is None and wal.hides_commits(database)
    if lost is not None and not lost_end.has_content(database):
        raise StoreError(f"{database}: {lost}")
    try:
        connection = connect.for_reading(database)
        connection.text_factory = connect.as_text
        try:
            told = _Walk(connection, anchor_of).whole(progress)
            if lost is not None:
                told.add(None, lost)
            if hidden:
                told.add(None, f"the record's log: {wal.HIDDEN}. Start the station, it saves them")
            return told
        finally:
            connection.close()
    except sqlite3.Error as error:
        if lost is not None:
            raise StoreError(f"{database}: {lost}") from error
        raise in_words(error, database) from error


class _Walk:
    """One pass over the scans in the order of their numbers."""

    def __init__(self, connection: sqlite3.Connection, anchor_of: Callable[[str], Anchor | None]) -> None:
        self._connection = connection
        (self._station_id,) = connection.execute("SELECT station_id FROM meta").fetchone()
        self._spans = epochs.epochs(connection)
        self._anchors = {span.id: anchor_of(span.epoch) for span in self._spans}
        self._terms = TermTexts(connection)
        self._told = Verified(epochs=tuple(span.epoch for span in self._spans))
        self._last = 0
        self._link = b""
        self._bags = Recount()

    def whole(self, progress: Callable[[int], None]) -> Verified:
        """Everything: SQLite's own pages and indexes first, since a damaged index hides rows from every question."""
        for (words,) in self._connection.execute(f"PRAGMA integrity_check({MOST_FINDINGS})"):
            if words != "ok":
                self._told.unsound = True
                self._told.add(None, f"the file is damaged: {words}. The next start of the station saves its scans")
        for row in self._rows(-1):
            self._check(row)
            if self._told.scans % PAGE_ROWS == 0:
                progress(self._told.scans)
        self._recount_bags()
        self._tail()
        for words in alarms.of_taken_files(self._connection):
            self._told.add(None, f"nobody has seen it yet: {words}")
        for question, words in _CONSISTENT.items():
            for (seq,) in self._connection.execute(question):
                self._told.add(seq, words)
        counts = self._connection.execute(_TALLY).fetchone()
        if counts[:3] != counts[3:]:
            self._told.add(
                None, f"the counts {counts[:3]} of scans, queued and refused are not those of it: {counts[3:]}"
            )
        if not self._told.count:  # where entries are missing, so are their figures
            self._recount_quarters()
        return self._told

    def _recount_bags(self) -> None:
        """In one look, so that a station that goes on writing is no difference."""
        self._connection.execute("BEGIN")
        try:
            for row in self._rows(self._last or -1):
                self._check(row)
            for words in self._bags.differences(self._connection):
                self._told.add(None, words)
        finally:
            self._connection.execute("ROLLBACK")

    def _recount_quarters(self) -> None:
        for quarter in quarter_counts.differences(self._connection):
            words = "the figures are not those of its entries. Stop the station, then: station verify --recount"
            self._told.add(None, f"quarter hour {quarter} UTC: {words}")

    def _rows(self, seq: int) -> Iterator[tuple[Any, ...]]:
        """Those after this number."""
        while page := self._connection.execute(_PAGE, (seq,)).fetchall():
            yield from page
            if page[-1][0] <= seq:  # a damaged tree leads in a circle
                raise sqlite3.DatabaseError("database disk image is malformed")
            seq = page[-1][0]

    def _check(self, row: tuple[Any, ...]) -> None:
        self._told.scans += 1
        seq, chain = row[0], row[-1]
        span = self._span_of(seq)
        self._reach(seq, span)
        try:
            full = self._terms.full(row[: len(NAMES)])
            wire = wire_of((seq - span.after_seq, *full[1:]))
            sent = canonical(wire)
            self._bags.add(wire)
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError, KeyError, ArithmeticError) as error:
            self._told.add(seq, f"cannot be read ({type(error).__name__}): it was changed after it was stored")
        else:
            if self._link and next_link(self._link, sent) != chain:
                self._told.add(seq, "does not fit its place in the chain: it, or the scan before, was changed")
            elif len(sent) != row[-2]:
                self._told.add(seq, f"is noted with {row[-2]} bytes and has {len(sent)}")
            elif trouble := inconsistent(full) or (marks(full) != row[-4:-2] and "its marks are not those of it"):
                self._told.add(seq, f"was changed: {trouble}")
        self._last, self._link = seq, chain
        anchor = self._anchors[span.id]
        if (
            anchor is not None
            and anchor.head
            and anchor.head_seq == seq - span.after_seq
            and anchor.head != chain.hex()
        ):
            self._told.add(seq, "has another link than the centre was told: the record was written again")

    def _span_of(self, seq: int) -> Epoch:
        try:
            return epochs.epoch_of(seq, self._spans)
        except StopIteration:  # begun since: this one is newer than all
            self._spans = epochs.epochs(self._connection)
            return self._spans[-1]

    def _reach(self, seq: int, span: Epoch) -> None:
        """Go over retired runs up to the scan before; what no run explains is missing."""
        if self._last <= span.after_seq < seq:
            self._missing_to(span.after_seq)
            self._last, self._link = span.after_seq, first_link(self._station_id, span.epoch)
        self._missing_to(seq - 1)

    def _missing_to(self, last: int) -> None:
        while self._last < last:
            run = self._connection.execute(_RETIRED, (self._last + 1,)).fetchone()
            if run is not None:
                self._last, self._link = run
                continue
            (until,) = self._connection.execute(
                "SELECT min(first_seq) - 1 FROM retired WHERE first_seq > ?", (self._last,)
            ).fetchone()
            end = min(last, until if until is not None else last)
            self._told.add(self._last + 1, f"missing: {_numbers(self._last + 1, end)}, removed by no retention")
            self._last, self._link = end, b""

    def _tail(self) -> None:
        """What was given out or confirmed beyond the last scan that is there."""
        given = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'scan'").fetchone()
        self._missing_to(0 if given is None else int(given[0]))
        last = self._last
        (kept,) = self._connection.execute("SELECT high_water FROM meta").fetchone()
        for span, following in zip(self._spans, (*self._spans[1:], None), strict=True):
            highest = (last if following is None else following.after_seq) - span.after_seq
            anchor = self._anchors[span.id]
            held = max(anchor.high_water if anchor else 0, kept if following is None else 0)
            if held > highest:
                copied = following is not None and alarms.began_as_copy(self._connection, following.id)
                why = "made by the record of which this is a copy, or lost" if copied else "lost"
                self._told.add(
                    None, f"the centre holds scan {held} of epoch {span.epoch}, here the last one is {highest}: {why}"
                )


def _numbers(first: int, last: int) -> str:
    return f"scan {first}" if first == last else f"scans {first} to {last}"
