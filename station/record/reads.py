"""Reads: questions to the record, over a connection that cannot write. Every question is one short look."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from hardware.contract import notice
from station.core import Code, Facts, HourCounts, PreviousScan, RecentScan
from station.record import checks_noted, parcel_history, recent_scans, scan_marks, shift_state
from station.record.bags import BagReads
from station.record.last_hour import hour, totals
from station.record.lists import plans
from station.record.lists.manifest import Manifest
from station.record.log import connect, epochs, schema, stored_time
from station.record.log.entry_kinds import NOT_VOID, VOID
from station.record.log.errors import StoreError, in_words
from station.record.log.scan_columns import NAMES, uuid_text
from station.record.log.terms import TermTexts
from station.record.log.wire import wire_of
from station.record.outbox import batches, request_log, scan_history
from station.record.outbox.backlog import Backlog, DeadScan
from station.record.outbox.batches import Batch
from station.record.relabels import RelabelReads
from station.record.upkeep import alarms
from station.record.upkeep.size import Size, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core import Noted, Passed, Shift
    from station.core.sort_plan import SortPlan

_SCAN = ", ".join(f"s.{name}" for name in NAMES)
_PAGE = (
    f"SELECT r.scanned_at, {_SCAN} FROM scan s LEFT JOIN redated r USING (seq) "  # noqa: S608  # own names
    "WHERE s.seq > ? AND s.scanned_at >= ? ORDER BY s.seq LIMIT ?"
)
_ONE = f"SELECT {_SCAN} FROM scan s WHERE s.seq = ?"  # noqa: S608  # own names
_CORRECTED = (
    f"SELECT {_SCAN} FROM resolution r JOIN scan s USING (seq) WHERE r.successor IS NOT NULL "  # noqa: S608  # own names
    f"UNION ALL SELECT {_SCAN} FROM scan v JOIN scan s ON s.scan_id = v.about WHERE v.entry = {VOID}"
)
_PAGE_ROWS = 1000
_WITHIN = f"seq > {stored_time.BEFORE.format('?2')} AND (scanned_at >= ?2 OR seq > {stored_time.SINCE.format('?2')})"
"""By when a scan was stored, and where that is not known closely enough, by what it says itself."""
_OF_OPERATION = "(?3 IS NULL OR operation = (SELECT id FROM term WHERE text = ?3))"
_ACCEPTED = (
    "SELECT seq, scanned_at, bin, operator FROM scan s INDEXED BY scan_accepted "  # noqa: S608  # own words
    f"WHERE parcel_id = ?1 AND code IS NULL AND {NOT_VOID} AND {_OF_OPERATION} AND {_WITHIN} ORDER BY seq DESC LIMIT 1"
)
_STOPS = (
    "SELECT count(*) FROM scan INDEXED BY scan_stopped "  # noqa: S608  # own words
    f"WHERE parcel_id = ?1 AND code IS NOT NULL AND code <> ?4 AND {_OF_OPERATION} AND {_WITHIN}"
)


class Reads:
    """One read-only connection, used by one thread. Every method raises StoreError when the file cannot be read."""

    def __init__(self, path: Path) -> None:
        """Open a database that exists."""
        self.path = path
        if not path.is_file():
            raise StoreError(notice("record_absent", path=str(path)))
        with self._in_words():
            self._connection = connect.for_reading(path)
        try:
            with self._in_words():
                self.station_id, self.epoch = _names(self._connection, path)
        except BaseException:
            self._connection.close()
            raise
        self._terms = TermTexts(self._connection)
        self.manifest = Manifest(path)
        self.bags = BagReads(self._connection, self._in_words)
        self.relabels = RelabelReads(self._connection, self._in_words)

    def next_batch(self, limit: int, max_bytes: int = 262144, *, without: frozenset[str] = frozenset()) -> Batch | None:
        """Up to `limit` queued scans not `without` (scan_ids), at most `max_bytes` as JSON, at least one, or None."""
        with self._in_words(), self._one_look():
            return batches.next_batch(self._connection, self._terms, limit, max_bytes, without)

    def epochs_kept(self) -> tuple[str, ...]:
        """Names of the epochs of which scans are here, oldest first."""
        with self._in_words():
            return epochs.kept(self._connection)

    def backlog(self) -> Backlog:
        """How much waits and how much was refused."""
        with self._in_words():
            pending, dead, oldest = self._connection.execute(
                "SELECT pending, dead, (SELECT scanned_at FROM scan WHERE seq=(SELECT min(seq) FROM outbox)) FROM tally"
            ).fetchone()
        return Backlog(pending, oldest, dead)

    def recent(self, count: int) -> tuple[RecentScan, ...]:
        """The newest scans, newest first."""
        with self._in_words():
            return recent_scans.recent(self._connection, self._terms, count)

    def is_lifted(self, seq: int) -> bool:
        """Whether an override of this stopped scan stands."""
        with self._in_words():
            return recent_scans.is_lifted(self._connection, seq)

    def hour(self, now_utc: str) -> HourCounts:
        """Counts of the 60 minutes up to `now_utc` (UTC, milliseconds, `Z`)."""
        with self._in_words(), self._one_look():
            return hour(self._connection, now_utc)

    def totals(self) -> HourCounts:
        """Counts over the whole record; slow on a large one."""
        with self._in_words():
            return totals(self._connection)

    def refused(self, count: int) -> tuple[DeadScan, ...]:
        """Scans that the centre refused and nobody has resolved, oldest first."""
        with self._in_words():
            rows = self._connection.execute(
                "SELECT r.seq, scan_id, scanned_at, parcel_id, r.code, r.message, r.at "
                "FROM refused r JOIN scan s USING (seq) "
                "WHERE r.seq NOT IN (SELECT seq FROM resolution) ORDER BY r.seq LIMIT ?",
                (count,),
            ).fetchall()
        return tuple(DeadScan(seq, uuid_text(name), *rest) for seq, name, *rest in rows)

    def refusals(self) -> list[dict[str, object]]:
        """Every scan that the centre refused, with what a person did about it; see `outbox.scan_history`."""
        with self._in_words():
            return scan_history.refusals(self._connection)

    def requests(self) -> list[dict[str, object]]:
        """What people asked, and what came of it; see `outbox.request_log`."""
        with self._in_words():
            return request_log.requests(self._connection)

    def story(self, seq: int) -> dict[str, object] | None:
        """All that is known of one scan: its wire form, and what became of it; None: there is none of this number."""
        with self._in_words(), self._one_look():
            row = self._connection.execute(_ONE, (seq,)).fetchone()
            story = None if row is None else scan_history.story(self._connection, seq)
            return None if story is None else {"scan": wire_of(self._terms.full(row)), **story}

    def facts(self, parcel_id: str, since_utc: str | None, today: str, operation: str | None = None) -> Facts:
        """The hold in force on `today` (UTC date); the last time the parcel was accepted in this operation (None: any),
        not before `since_utc` of the record's own time; its line of the manifest. A hold counts under any number of the
        parcel, on the hold list or in the manifest.
        """
        announced, about = self.manifest.announced(parcel_id), self.manifest.facts
        numbers = (announced.parcel_id, *announced.alt_ids) if announced is not None else ()
        with self._in_words():
            here = (parcel_id, since_utc or "", operation)
            found = self._connection.execute(_ACCEPTED, here).fetchone()
            (stops,) = self._connection.execute(_STOPS, (*here, Code.DUPLICATE.value)).fetchone()
            hold = plans.hold_of(self._connection, (parcel_id, *numbers), today)
            previous = None
            if found is not None:
                seq, at, bin_, operator = found
                previous = PreviousScan(seq, at, bin_, None if operator is None else self._terms[operator])
        if hold is None and announced is not None:
            hold = announced.hold(today)
        imported_at = about.imported_at if about else None
        return Facts(hold, previous, announced, about is not None, imported_at, stops=stops)

    def passed(self, parcel_id: str) -> tuple[Passed, ...]:
        """The newest scans of a parcel, and what was done about them, the newest first."""
        with self._in_words(), self._one_look():
            return parcel_history.passed(self._connection, self._terms, parcel_id)

    def checks(self) -> tuple[Noted, ...]:
        """The newest entries of the kind `check`, the newest first."""
        with self._in_words():
            return checks_noted.noted(self._connection)

    def newest_check(self) -> int:
        """The number of the newest of them; 0: there is none."""
        with self._in_words():
            return checks_noted.newest(self._connection)

    def plan(self) -> SortPlan | None:
        """The sort plan; None: none was imported."""
        with self._in_words(), self._one_look():
            return plans.plan(self._connection)

    def corrected(self) -> dict[str, dict[str, object]]:
        """Wire forms by `scan_id` of the scans in whose place others stand, or that were taken back."""
        with self._in_words():
            scans = [wire_of(self._terms.full(row)) for row in self._connection.execute(_CORRECTED).fetchall()]
        return {str(scan["scan_id"]): scan for scan in scans}

    def parcel_ids(self) -> set[str]:
        """Every parcel id that was accepted."""
        with self._in_words():
            rows = self._connection.execute(
                f"SELECT parcel_id FROM scan s WHERE parcel_id IS NOT NULL AND code IS NULL AND {NOT_VOID}"  # noqa: S608
            ).fetchall()
        return {parcel_id for (parcel_id,) in rows}

    def exported(self, since_utc: str | None = None) -> Iterator[dict[str, object]]:
        """Wire forms by number, from `since_utc` on, a page at a time so that no read lasts long. Beside the time of a
        scan that a wrong clock gave it stands `scanned_at_corrected`, where it was found out.
        """
        seq = -1
        while True:
            with self._in_words():
                rows = self._connection.execute(_PAGE, (seq, since_utc or "", _PAGE_ROWS)).fetchall()
                full = [(corrected, self._terms.full(row)) for corrected, *row in rows]
            if not full:
                return
            for corrected, row in full:
                yield wire_of(row) | ({} if corrected is None else {"scanned_at_corrected": corrected})
            seq = full[-1][1][0]

    def quick_check(self) -> str | None:
        """What SQLite finds damaged; None: nothing. Reads the whole file."""
        with self._in_words():
            (words,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        return None if words == "ok" else " ".join(str(words).split())

    def shift(self) -> Shift:
        """Who works, and what a scan means, as people have said it."""
        with self._in_words():
            return shift_state.shift(self._connection)

    def alarms(self) -> tuple[str, ...]:
        """What happened to the record and was not seen yet, in words."""
        with self._in_words():
            return alarms.alarms(self._connection)

    def record_time(self) -> str | None:
        """The record's own time when it was noted last, see `station.runtime.record_time`; None: never."""
        with self._in_words():
            return stored_time.record_time(self._connection)

    def size(self) -> Size:
        """How large the record is."""
        with self._in_words():
            return size_of(self._connection, self.count())

    def marks(self) -> dict[str, dict[str, object]]:
        """By `scan_id` what people did beside a scan; see `scan_marks`."""
        with self._in_words():
            return scan_marks.marks(self._connection)

    def newest_scan(self, parcel_id: str) -> int | None:
        """The number of the newest scan of a parcel."""
        with self._in_words():
            return scan_marks.newest_scan(self._connection, parcel_id)

    def count(self) -> int:
        """Entries stored."""
        with self._in_words():
            return int(self._connection.execute("SELECT scans FROM tally").fetchone()[0])

    def interrupt(self) -> None:
        """End the question that another thread asks; it fails there."""
        with suppress(sqlite3.ProgrammingError):  # closed already
            self._connection.interrupt()

    def close(self) -> None:
        """Close the connections. May be called twice."""
        self._connection.close()
        self.manifest.close()

    def __enter__(self) -> Self:
        """Opened already; leaving the block closes it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    @contextmanager
    def _one_look(self) -> Iterator[None]:
        """Several statements over one state of the database."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _names(connection: sqlite3.Connection, path: Path) -> tuple[str, str]:
    if (version := schema.version_of(connection, path)) == 0:
        raise StoreError(notice("record_empty", path=str(path)))
    if version < schema.VERSION:
        raise StoreError(notice("record_older", path=str(path), version=version))
    station_id, epoch = connection.execute("SELECT station_id, epoch FROM meta").fetchone()
    return station_id, epoch
