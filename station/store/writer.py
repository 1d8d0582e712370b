"""Store: the one write connection of the product. Short transactions, begun with the intent to write."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from station.core.models import Scan
from station.store import connect, epochs, plans, schema
from station.store.columns import NAMES
from station.store.errors import StoreBusyError, StoreError, in_words, no_folder, primary_code
from station.store.lock import WriterLock
from station.store.moments import utc_now
from station.store.requeue import Requeued, requeue
from station.store.rows import row_of, text
from station.store.terms import TermNumbers
from station.store.wire import canonical, first_link, next_link, wire_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from station.core.facts import Hold
    from station.core.models import Held, Receipt, ScanDraft
    from station.core.plan import SortPlan

__all__ = ["Settled", "Store", "StoreBusyError", "StoreError"]

_PARAMETERS = (*NAMES, "wire_bytes", "chain")
_INSERT = (
    f"INSERT INTO scan ({', '.join(_PARAMETERS)}, is_read, is_weighed) "  # noqa: S608  # names of our own
    f"VALUES ({', '.join('?' * len(_PARAMETERS))}, ?{NAMES.index('parcel_id') + 1} IS NOT NULL AND "
    f"?{NAMES.index('keyed') + 1} = 0, ?{NAMES.index('grams') + 1} IS NOT NULL)"
)
_LAST_LINK = """SELECT chain FROM (
  SELECT * FROM (SELECT seq, chain FROM scan WHERE seq > ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1) UNION ALL
  SELECT * FROM (SELECT last_seq, chain FROM retired WHERE last_seq > ?1 AND last_seq < ?2 ORDER BY 1 DESC LIMIT 1)
) ORDER BY seq DESC LIMIT 1"""
_SUSPECT = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""After these a connection may believe things that are not on the disk."""


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


class Store:
    """The record's writer; used by one thread at a time. Every method raises StoreError and then changed nothing."""

    def __init__(self, path: Path, lock: WriterLock, connection: sqlite3.Connection, now: Callable[[], str]) -> None:
        """Use `Store.open`."""
        self.path = path
        self._lock = lock
        self._connection: sqlite3.Connection | None = connection
        self._now = now
        self._terms = TermNumbers()
        self.station_id: str
        (self.station_id,) = connection.execute("SELECT station_id FROM meta").fetchone()
        self._epoch = epochs.epochs(connection)[-1]

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
            raise StoreError(f"{path}: no database there. Start the station once, or name its configuration")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(path)
        except OSError as error:
            raise no_folder(error, path) from error
        connection: sqlite3.Connection | None = None
        try:
            connection = _ready(path, station_id, check=lock.was_cut_off)
            return cls(path, lock, connection, now)
        except BaseException as error:
            if connection is not None:
                connection.close()
            lock.release(clean=not lock.was_cut_off)
            if isinstance(error, sqlite3.Error):
                raise in_words(error, path) from error
            raise

    def commit(self, draft: ScanDraft) -> Scan:
        """Store a scan and queue it, in one transaction; on return it is on the disk.

        ValueError for a Review: it is a question, nothing of it is stored.
        """
        scan_id = uuid.uuid4()
        try:
            with self._transaction() as connection:
                seq = self._insert(connection, scan_id.bytes, draft)
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.Error) and primary_code(error.__cause__) == sqlite3.SQLITE_IOERR:
                found = self._after_io_error(scan_id.bytes)
                if found is not None:
                    return Scan(str(scan_id), found, draft)
            raise
        return Scan(str(scan_id), seq, draft)

    def _insert(self, connection: sqlite3.Connection, scan_id: bytes, draft: ScanDraft) -> int:
        given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'scan'").fetchone()
        seq = 1 if given is None else int(given[0]) + 1
        row = row_of(seq, scan_id, draft)
        sent = canonical(wire_of((seq - self._epoch.after_seq, *row[1:])))
        chain = self._last_link(connection, seq)
        connection.execute(_INSERT, [*self._terms.stored(connection, row), len(sent), next_link(chain, sent)])
        connection.execute("INSERT INTO outbox (seq, scan_id) VALUES (?, ?)", (seq, scan_id))
        return seq

    def _last_link(self, connection: sqlite3.Connection, seq: int) -> bytes:
        """What the scan `seq` is chained to: the scan before it, there or retired, or the beginning of the epoch."""
        found = connection.execute(_LAST_LINK, (self._epoch.after_seq, seq)).fetchone()
        return bytes(found[0]) if found is not None else first_link(self.station_id, self.epoch)

    def begin_epoch(self, why: str) -> str:
        """Number the scans from 1 again at the centre, under a new name; the name. `why` is kept."""
        with self._transaction() as connection:
            self._epoch = epochs.begin(connection, self._now(), why)
        return self.epoch

    def _after_io_error(self, scan_id: bytes) -> int | None:
        """The seq of a scan whose commit reported an I/O error and that is on the disk all the same.

        It counts only once a checkpoint has carried the whole log into the database file and synced both: a commit
        whose sync failed can be readable and yet be gone after a power cut.
        """
        try:
            connection = self._live()
            found = connection.execute("SELECT seq, scan_id FROM scan ORDER BY seq DESC LIMIT 1").fetchone()
            if found is None or found[1] != scan_id:
                return None
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (sqlite3.Error, StoreError):
            return None
        return None if busy else int(found[0])

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        """Write the centre's verdicts: stored or duplicate leaves the queue, rejected or conflict is kept as refused.

        Names that are not in the queue and verdicts that are none of these change nothing. What the centre lacks goes
        back into the queue before its verdicts count, in steps: a station cut off in between is asked again.
        """
        acknowledged = refused = 0
        with self._transaction() as connection:
            again = requeue(connection, held) if held is not None else Requeued(0, 0)
            if again.rest:
                return Settled(0, 0, again.back, again.gone, again.rest)
            for receipt in receipts:
                seq = _queued(connection, receipt.scan_id)
                if seq is None:
                    continue
                if receipt.status in ("stored", "duplicate"):
                    acknowledged += 1
                elif receipt.status in ("rejected", "conflict"):
                    refused += 1
                    words = (text(receipt.code) or receipt.status, text(receipt.message) or "", self._now())
                    connection.execute("INSERT INTO refused VALUES (?, ?, ?, ?)", (seq, *words))
                else:
                    continue
                connection.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
        return Settled(acknowledged, refused, again.back, again.gone)

    def retry_refused(self, seqs: Sequence[int] | None = None) -> int:
        """Put refused scans back into the queue, all of them when none is named; how many went back."""
        with self._transaction() as connection:
            wanted = seqs if seqs is not None else [s for (s,) in connection.execute("SELECT seq FROM refused")]
            moved = 0
            for seq in wanted:
                if connection.execute("DELETE FROM refused WHERE seq = ?", (seq,)).rowcount:
                    connection.execute("INSERT INTO outbox SELECT seq, scan_id FROM scan WHERE seq = ?", (seq,))
                    moved += 1
        return moved

    def replace_plan(self, plan: SortPlan) -> None:
        """Put this sort plan in the place of the old one."""
        with self._transaction() as connection:
            plans.replace_plan(connection, plan, self._now())

    def replace_holds(self, holds: Iterable[Hold]) -> int:
        """Put this hold list in the place of the old one; how many lines it has."""
        with self._transaction() as connection:
            return plans.replace_holds(connection, holds)

    def close(self) -> None:
        """Close the database and give up the lock. May be called twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._lock.release(clean=True)

    def __enter__(self) -> Self:
        """Opened already; leaving the block closes it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()

    def _live(self) -> sqlite3.Connection:
        """The connection, opened again when an error made us drop it."""
        if self._connection is None:
            self._connection = connect.for_writing(self.path)
        return self._connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._live()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                self._terms.forget()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            if primary_code(error) in _SUSPECT:
                self._drop()
            raise in_words(error, self.path) from error

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _ready(path: Path, station_id: str | None, *, check: bool) -> sqlite3.Connection:
    """A migrated write connection to a database of this station."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        version = schema.version_of(connection, path)
    finally:
        connection.close()
    if version == 0 and station_id is None:
        raise StoreError(f"{path}: no station's database yet. Start the station once, or name its configuration")
    connection = connect.for_writing(path)
    try:
        if check:
            connect.quick_check(connection, path)
        schema.migrate(connection, station_id or "")
        _own(connection, path, station_id)
    except BaseException:
        connection.close()
        raise
    return connection


def _own(connection: sqlite3.Connection, path: Path, station_id: str | None) -> None:
    (owner,) = connection.execute("SELECT station_id FROM meta").fetchone()
    if station_id is not None and owner != station_id:
        raise StoreError(
            f"{path}: belongs to station {owner}, the configuration says {station_id}. Set station.id back, or "
            "give the new station a data_dir of its own: numbered scans cannot change their station"
        )


def _queued(connection: sqlite3.Connection, scan_id: str) -> int | None:
    try:
        name = uuid.UUID(scan_id).bytes
    except ValueError:
        return None
    found = connection.execute("SELECT seq FROM outbox WHERE scan_id = ?", (name,)).fetchone()
    return None if found is None else int(found[0])
