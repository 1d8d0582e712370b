"""Store: the one write connection of the product. Short transactions, begun with the intent to write."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Self

from station.core import Entry, Scan
from station.core.outcomes import Nothing
from station.record import apply_entries, apply_request, bags
from station.record.lists import plans
from station.record.log import end_mark, epochs, quarter_counts, stored_time, swap_files
from station.record.log.chain import last_link
from station.record.log.confirm_commit import survived
from station.record.log.errors import (
    DamagedError,
    DiskFullError,
    StoreBusyError,
    StoreError,
    in_words,
    no_folder,
    primary_code,
)
from station.record.log.location import home_of
from station.record.log.lock import RecordLock
from station.record.log.rows import entry_row, row_of
from station.record.log.scan_columns import NAMES
from station.record.log.scan_ids import new_scan_id
from station.record.log.timestamps import stamp, utc_now
from station.record.log.wire import canonical, next_link, wire_of
from station.record.outbox import settling
from station.record.outbox.settling import Settled
from station.record.recovery import lost_end, open_checked, salvage
from station.record.upkeep import alarms, ballast, redate
from station.record.upkeep import retention as retire
from station.record.upkeep.size import size_of
from station.record.write_connection import WriteConnection
from station.record.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from station.core import ClockReading, EntryDraft, Held, Hold, Receipt, ScanDraft, Shift
    from station.core.outcomes import Done
    from station.core.requests import Checked
    from station.core.sort_plan import SortPlan
    from station.record.log.scan_columns import Row

__all__ = ["Settled", "Store", "StoreBusyError", "StoreError"]

_PARAMETERS = (*NAMES, "wire_bytes", "chain")
_INSERT = (
    f"INSERT INTO scan ({', '.join(_PARAMETERS)}, is_read, is_weighed) "  # noqa: S608  # names of our own
    f"VALUES ({', '.join('?' * len(_PARAMETERS))}, ?{NAMES.index('parcel_id') + 1} IS NOT NULL AND "
    f"?{NAMES.index('keyed') + 1} = 0, ?{NAMES.index('grams') + 1} IS NOT NULL)"
)


class Store(WriteConnection):
    """The record's writer; used by one thread at a time. Every method raises StoreError and then changed nothing."""

    def __init__(self, path: Path, lock: RecordLock, connection: sqlite3.Connection, now: Callable[[], str]) -> None:
        """Use `Store.open`."""
        super().__init__(path, lock, connection, now)
        self._retired_to = 0
        self.opened_with: str | None = None
        """What had to be done with the file to open it, in words for everybody."""

    @property
    def epoch(self) -> str:
        """The present epoch."""
        return self._epoch.epoch

    @classmethod
    def open(cls, path: Path, station_id: str | None, now: Callable[[], str] = utc_now) -> Store:
        """Open or make the database, take the writer's lock, migrate.

        `station_id` None: whatever station the file belongs to. A database whose last writer was cut off is
        checked for damage first. StoreError (StoreBusyError: another process writes it).
        """
        if station_id is None and not path.is_file():
            reason = lost_end.missing(path) or "Start the station once, or name its configuration"
            raise StoreError(f"{path}: no database there. {reason}")
        try:
            return cls._open(path, station_id, now)
        except DiskFullError:
            if not ballast.give_up(path):
                raise
            return cls._open(path, station_id, now)
        except DamagedError:
            words = salvage.salvage(path, station_id)
            store = cls._open(path, station_id, now)
            store.opened_with = words
            return store

    @classmethod
    def _open(cls, path: Path, station_id: str | None, now: Callable[[], str]) -> Store:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = RecordLock(path)
        except OSError as error:
            raise no_folder(error, path) from error
        connection: sqlite3.Connection | None = None
        swap_files.finish(path, stamp(now()))
        try:
            mark = end_mark.read(path)
            cut_off = lock.was_cut_off or (mark is not None and mark.open > 0)
            later = cut_off and open_checked.is_large(path)
            check = cut_off and not later
            lost_end.check_file(path, mark)
            connection = open_checked.ready(path, station_id, check=check, known_damage=lock.knew_damage, mark=mark)
            store = cls(path, lock, connection, now)
            store.unchecked = later
            store._settle_in()
        except BaseException as error:
            if connection is not None:
                connection.close()
            lock.release(clean=not lock.was_cut_off)
            if isinstance(error, sqlite3.Error):
                raise in_words(error, path) from error
            raise
        return store

    def _settle_in(self) -> None:
        """A file that was copied to here numbers its scans anew; the other one may go on with the old numbers."""
        here = home_of(self.path)
        (lived,) = self._live().execute("SELECT home FROM meta").fetchone()
        if lived == here:
            return
        with self._transaction() as connection:
            if lived is not None:
                self._epoch = epochs.begin(connection, self._now(), alarms.COPIED)
                self.opened_with = f"{self.path} was copied to here: its scans are numbered anew"
            connection.execute("UPDATE meta SET home = ?", (here,))

    def commit(self, draft: ScanDraft) -> Scan:
        """Store a scan and queue it, in one transaction; on return it is on the disk.

        ValueError for a Review: it is a question, nothing of it is stored.
        """
        scan_id = new_scan_id(draft.clock.utc)
        try:
            with self._transaction() as connection:
                place = bags.place_of_scan(connection, draft)
                seq = self._insert(connection, row_of(0, scan_id.bytes, draft, place))
                bag = bags.bag(connection, place["bag"]) if "bag" in place else None
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.Error) and primary_code(error.__cause__) == sqlite3.SQLITE_IOERR:
                found = survived(self._live, scan_id.bytes)
                self._log.note()
                if found is not None:
                    return Scan(str(scan_id), found, draft)
            raise
        return Scan(str(scan_id), seq, draft, bag)

    def replace(self, seq: int, draft: ScanDraft, who: str, why: str, default: Shift) -> Scan | Nothing:
        """Take a scan back and store another one of its parcel: both in one transaction. Nothing: it counts no more."""
        scan_id = new_scan_id(draft.clock.utc)
        with self._transaction() as connection:
            writing = Writing(connection, self.path, self._now(), draft.clock, default, self._insert, self.add)
            if isinstance(outcome := apply_entries.take_back(writing, seq, who, why), Nothing):
                return outcome
            row = row_of(0, scan_id.bytes, draft, bags.place_of_scan(connection, draft))
            return Scan(str(scan_id), self._insert(connection, row), draft)

    def append(self, draft: EntryDraft) -> Entry:
        """Store an entry that is no scan and queue it, in one transaction; on return it is on the disk."""
        with self._transaction() as connection:
            return self.add(connection, draft)

    def add(self, connection: sqlite3.Connection, draft: EntryDraft) -> Entry:
        """The same as part of the caller's transaction."""
        entry_id = new_scan_id(draft.clock.utc)
        return Entry(str(entry_id), self._insert(connection, entry_row(0, entry_id.bytes, draft)), draft)

    def _insert(self, connection: sqlite3.Connection, unnumbered: Row) -> int:
        given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'scan'").fetchone()
        seq = 1 if given is None else int(given[0]) + 1
        row = (seq, *unnumbered[1:])
        sent = canonical(wire_of((seq - self._epoch.after_seq, *row[1:])))
        chain = last_link(connection, self.station_id, self._epoch, seq)
        connection.execute(_INSERT, [*self._terms.stored(connection, row), len(sent), next_link(chain, sent)])
        connection.execute("INSERT INTO outbox (seq, scan_id) VALUES (?, ?)", row[:2])
        bags.follow(connection, row)
        quarter_counts.count(connection, seq, seq)
        return seq

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        """Write the centre's verdicts: stored or duplicate leaves the queue, rejected or conflict is kept as refused.

        Names that are not in the queue and verdicts that are none of these change nothing. What the centre lacks goes
        back into the queue before its verdicts count, in steps: a station cut off in between is asked again. A scan
        under whose number the centre holds another gets another number and stays queued. `held` beyond what was given
        out here is a record that has lost its end: a new epoch begins.
        """
        with self._transaction() as connection:
            settled = settling.settle(connection, receipts, held, self._now())
        self._epoch = epochs.epochs(self._live())[-1]
        return settled

    def apply(self, request_id: str, checked: Checked, clock: ClockReading, default: Shift) -> Done | Nothing:
        """Do what a person asked, whole or not at all; the same id again only says what came of it. `default`: what
        counts at this lane where nobody has said otherwise.
        """
        with self._transaction() as connection:
            writing = Writing(connection, self.path, self._now(), clock, default, self._insert, self.add)
            return apply_request.apply(writing, request_id, checked)

    def retire(self, before_utc: str, limit: int) -> int:
        """Remove up to `limit` acknowledged scans stored before `before_utc`, oldest first; how many went.

        0: none were found; those behind a long queue are found by a later call.
        """
        with self._transaction() as connection:
            gone, self._retired_to = retire.retire(connection, self._retired_to, before_utc, limit)
        return gone

    def record_time(self) -> str | None:
        """Where the record's own time stood when it was noted last; None: never."""
        with self._transaction() as connection:
            return stored_time.record_time(connection)

    def note_time(self, at_utc: str, *, moved: str | None = None, forget_before: str = "") -> None:
        """Note the record's own time, and that all scans were stored before it. `moved`: see `RecordTime.move`."""
        with self._transaction() as connection:
            if moved == "back":
                stored_time.turn_back(connection, at_utc)
            if moved == "renewed":
                stored_time.renew(connection, at_utc)
            stored_time.note(connection, at_utc)
            stored_time.forget(connection, forget_before)

    def redate(self, now: ClockReading, awake_since_ns: int, below_seq: int, limit: int) -> tuple[int, int]:
        """See `station.record.upkeep.redate.redate`."""
        with self._transaction() as connection:
            return redate.redate(connection, now, awake_since_ns, below_seq, limit)

    def count_anew(self) -> None:
        """The figures by quarter hour, from the log: the cure where `verify` finds them wrong. Reads the whole log."""
        with self._transaction() as connection:
            quarter_counts.count_anew(connection)

    def free_bytes(self) -> int:
        """Bytes within the file that scans were removed from, and that new ones are written into."""
        with self._transaction() as connection:
            return size_of(connection, 0).free

    def replace_plan(self, plan: SortPlan) -> None:
        """Put this sort plan in the place of the old one."""
        with self._transaction() as connection:
            plans.replace_plan(connection, plan, self._now())

    def replace_holds(self, holds: Iterable[Hold]) -> int:
        """Put this hold list in the place of the old one; how many lines it has."""
        with self._transaction() as connection:
            return plans.replace_holds(connection, holds)

    def __enter__(self) -> Self:
        """Opened already; leaving the block closes it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()
