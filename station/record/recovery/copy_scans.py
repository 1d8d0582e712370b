"""Carry scans over from another file of the same station: all that can be read, around damage, row by row.

A scan keeps its number, its name, its link in the chain and what became of it. What is not known to have been
acknowledged is queued: sending it again is harmless.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.record import bags
from station.record.log.scan_columns import NAMES
from station.record.log.terms import TermNumbers
from station.record.recovery import proven_rows
from station.record.recovery.recover_terms import versions_of_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.record.log.terms import TermTexts

_COLUMNS = (*NAMES, "wire_bytes", "chain", "is_read", "is_weighed")
_INSERT = f"INSERT INTO scan ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_SIDE_TABLES = ("renumbered", "redated", "refused", "resolution", "request", "shift")
"""What is known of single scans, in the order in which they refer to each other."""
PAGE_ROWS = 200
LEAST_BYTES = 100
"""Of a scan in the file."""
_HIGHEST = (
    "SELECT seq FROM sqlite_sequence WHERE name = 'scan'",
    "SELECT max(seq) FROM scan",
    "SELECT max(seq) FROM outbox",
    "SELECT max(seq) FROM refused",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What came over."""

    scans: int
    missing: tuple[tuple[int, int], ...]
    """First and last number of each run that was there and could not be read."""
    highest: int
    """The highest number that was given out, as far as it can be told."""

    @property
    def lost(self) -> int:
        """Scans that could not be read."""
        return sum(last - first + 1 for first, last in self.missing)


def carry_over(source: sqlite3.Connection, target: sqlite3.Connection, after_seq: int) -> Carried:
    """Insert the source's scans after `after_seq` into the target; part of the target's open transaction.

    Errors of the source are met by going on behind them; sqlite3.Error of the target is raised.
    """
    highest = max((_told(source, question) for question in _HIGHEST), default=0)
    gone = _retired(source)
    queued, all_queued = _queue(source)
    numbers = TermNumbers()
    scans, last = 0, after_seq
    missing: list[tuple[int, int]] = []
    most = _most(source)
    (station_id,) = target.execute("SELECT station_id FROM meta").fetchone()
    runs = {until: chain for _, until, chain in gone}
    spans = proven_rows.spans_of(source)

    def proved(texts: TermTexts) -> Iterator[tuple[Any, ...]]:
        return proven_rows.proved(_readable(source, after_seq, highest, most), texts, station_id, spans, runs)

    versions = versions_of_texts(source)
    texts = max(versions, key=lambda version: sum(1 for _ in proved(version))) if versions[1:] else versions[0]
    for row in proved(texts):
        if not _put(target, row, numbers):
            continue
        seq = row[0]
        if all_queued or seq in queued:
            target.execute("INSERT INTO outbox (seq, scan_id) VALUES (?, ?)", (seq, row[1]))
        missing += _between(last + 1, seq - 1, gone)
        scans, last = scans + 1, seq
    highest = min(
        highest, max([last, after_seq, *(until for _, until, _ in gone)]) + most
    )  # what is told may be garbage
    missing += _between(last + 1, highest, gone)
    for first, until, chain in gone:
        if until > after_seq:
            target.execute("INSERT OR IGNORE INTO retired VALUES (?, ?, ?)", (until, first, chain))
    for table in _SIDE_TABLES:
        _side(source, target, table)
    bags.carry_older(source, target)
    return Carried(scans, tuple(missing), max(highest, last))


def _told(source: sqlite3.Connection, question: str) -> int:
    try:
        found = source.execute(question).fetchone()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found and isinstance(found[0], int) else 0


def _most(source: sqlite3.Connection) -> int:
    """More scans than the file can hold."""
    try:
        (size,) = source.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    except sqlite3.Error:
        size = 0
    return PAGE_ROWS + int(size) // LEAST_BYTES


def _queue(source: sqlite3.Connection) -> tuple[set[int], bool]:
    """The numbers in the queue, and whether they are not to be believed: a torn page may read as other numbers."""
    queued: set[int] = set()
    try:
        queued.update(seq for (seq,) in source.execute("SELECT seq FROM outbox"))
        sound = source.execute("PRAGMA integrity_check(outbox)").fetchall() == [("ok",)]
        (pending,) = source.execute("SELECT pending FROM tally").fetchone() or (None,)
    except sqlite3.Error:
        return queued, True
    return queued, not sound or pending != len(queued)


def _retired(source: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    """First and last number and last link of retired runs that can be believed, oldest first."""
    try:
        rows = source.execute("SELECT first_seq, last_seq, chain FROM retired ORDER BY last_seq").fetchall()
    except sqlite3.Error:
        return []
    runs: list[tuple[int, int, bytes]] = []
    for first, last, chain in rows:
        sound = type(first) is int and type(last) is int and isinstance(chain, bytes) and len(chain) == 32
        if sound and (runs[-1][1] if runs else 0) < first <= last:
            runs.append((first, last, chain))
    return runs


def _select(source: sqlite3.Connection) -> str:
    """The question for rows: a column that an older version did not have is empty."""
    try:
        known = {name for _, name, *_ in source.execute("PRAGMA table_info(scan)")} or set(_COLUMNS)
    except sqlite3.Error:
        known = set(_COLUMNS)
    return f"SELECT {', '.join(name if name in known else 'NULL' for name in _COLUMNS)} FROM scan"  # noqa: S608


def _readable(source: sqlite3.Connection, after: int, highest: int, most: int) -> Iterator[tuple[Any, ...]]:
    """Every row that can be read: a page at a time, and one by one where a page cannot; `most` unreadable ones in a row
    are the end, for so many scans do not fit into the file.
    """
    select, unread = _select(source), 0
    while after < highest and unread < most:
        try:
            page = source.execute(f"{select} WHERE seq > ? ORDER BY seq LIMIT {PAGE_ROWS}", (after,)).fetchall()
        except sqlite3.Error:
            upto = min(after + PAGE_ROWS, highest)
            question = f"{select} WHERE seq = ?"
            for seq in range(after + 1, upto + 1):
                row = _one(source, question, seq)
                unread = unread + 1 if row is None else 0
                if row is not None:
                    yield row
            after = upto
            continue
        if not page:
            return
        rising = [row for row, before in zip(page, (None, *page[:-1]), strict=True) if _follows(row, before, after)]
        yield from rising  # in a damaged tree rows can come again and again
        after = rising[-1][0] if rising else after + PAGE_ROWS


def _follows(row: tuple[Any, ...], before: tuple[Any, ...] | None, after: int) -> bool:
    return bool(row[0] > (after if before is None else max(after, before[0])))


def _one(source: sqlite3.Connection, question: str, seq: int) -> tuple[Any, ...] | None:
    try:
        row: tuple[Any, ...] | None = source.execute(question, (seq,)).fetchone()
    except sqlite3.Error:
        return None
    return row


def _put(target: sqlite3.Connection, row: tuple[Any, ...], numbers: TermNumbers) -> bool:
    """Insert one row; False: what was read is no scan."""
    try:
        target.execute(_INSERT, [*numbers.stored(target, row[: len(NAMES)]), *row[len(NAMES) :]])
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return False
    bags.follow(target, row[: len(NAMES)])
    return True


def _side(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    """Rows about scans that are there now."""
    try:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # own names
    except sqlite3.Error:
        return
    for row in rows:
        try:
            target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        except (sqlite3.IntegrityError, UnicodeEncodeError):
            continue
        if table == "refused":
            target.execute("DELETE FROM outbox WHERE seq = ?", (row[0],))


def _between(first: int, last: int, gone: list[tuple[int, int, bytes]]) -> list[tuple[int, int]]:
    """The parts of first..last that no retired run explains."""
    parts = []
    for begin, end, _ in gone:
        if begin > last or end < first:
            continue
        if first < begin:
            parts.append((first, begin - 1))
        first = max(first, end + 1)
    return [*parts, (first, last)] if first <= last else parts
