"""The one write connection: transactions over files that are looked at before and after each of them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from station.record.log import connect, epochs
from station.record.log.end_mark import EndMark
from station.record.log.errors import DamagedError, DiskFullError, damaged, in_words, primary_code
from station.record.log.location import inode_of, place_of
from station.record.log.terms import TermNumbers
from station.record.log.wal_watch import WalWatch
from station.record.recovery import rescue
from station.record.upkeep import ballast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.record.log.errors import StoreError
    from station.record.log.lock import RecordLock

_SUSPECT = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""After these a connection may believe things that are not on the disk."""


class WriteConnection:
    """Used by one thread at a time. Every method raises StoreError and then changed nothing."""

    def __init__(self, path: Path, lock: RecordLock, connection: sqlite3.Connection, now: Callable[[], str]) -> None:
        self.path = path
        self._file = str(path)
        self._lock = lock
        self._connection: sqlite3.Connection | None = connection
        self._now = now
        self._terms = TermNumbers()
        self.unchecked = False
        """The last writer was cut off, and so large a file is looked through only while we work: see `note_damage`."""
        self._damage: str | None = None
        self._taken: DamagedError | None = None
        self._saved_beside: StoreError | None = None
        self.station_id = str(connection.execute("SELECT station_id FROM meta").fetchone()[0])
        self._epoch = epochs.epochs(connection)[-1]
        self._last_seq = epochs.last_seq(connection)
        (self._writes,) = connection.execute("SELECT writes FROM tally").fetchone()
        self._inode, self._size = place_of(self._file)
        self._log = WalWatch(path)

    def note_damage(self, damage: str | None) -> None:
        """What looking through the file found; None: nothing. A damaged one is not written any more."""
        if self._taken is None:
            self.unchecked, self._damage = False, damage

    def close(self) -> None:
        """Close the database and give up the lock. May be called twice."""
        if self._connection is not None and self._taken is None:
            with suppress(DamagedError):
                self._look_at_files(self._connection, place_of(self._file)[1])
        if self._ends_well():
            self._lock.note(replace(self._mark(), open=0))
        self._drop()
        self._lock.release(clean=not self.unchecked, damage=self._damage is not None)

    def _ends_well(self) -> bool:
        return self._connection is not None and self._taken is None and self._damage is None and not self.unchecked

    def _live(self) -> sqlite3.Connection:
        """The connection, opened again when an error made us drop it."""
        if self._taken is not None:
            raise self._taken
        if self._damage is not None:
            raise damaged(self.path, self._damage)
        self._lock.keep()
        inode, size = place_of(self._file)
        if inode != self._inode:
            raise self._save_beside()
        if self._saved_beside is not None:  # the file was put back
            rescue.discard(self.path)
            self._saved_beside = None
        if self._connection is None:
            self._connection = connect.for_writing(self.path)
            self._log = WalWatch(self.path)
        self._look_at_files(self._connection, size)
        return self._connection

    def _look_at_files(self, connection: sqlite3.Connection, size: int) -> None:
        """End the writing when the log was taken away or a file was cut, and save what was in it. DamagedError.

        `size`: of the database file, bytes.
        """
        in_place, cut = self._log.is_in_place(), size < self._size
        whole = self._log.is_whole() and not cut
        if whole and in_place:
            self._size = size
            return
        if in_place and not cut and rescue.is_carried_over(connection, self._log):
            self._log.note()
            return
        self._taken, safe = rescue.from_taken_log(connection, self.path, self._now(), whole=whole)
        if not safe:
            self._damage = str(self._taken)
        raise self._taken

    def _save_beside(self) -> StoreError:
        """What the open connection sees of a record that was taken away, for the next start; once."""
        if self._saved_beside is None:
            self._saved_beside = rescue.from_taken_record(self._connection, self.path, self._now())
        return self._saved_beside

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._live()
            before = connection.total_changes
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                changed = connection.total_changes != before
                if changed:
                    connection.execute("UPDATE tally SET writes = ?", (self._writes + 1,))
                    last_seq = epochs.last_seq(connection)
                connection.execute("COMMIT")
            except BaseException:
                self._terms.forget()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            if changed:
                self._writes, self._last_seq = self._writes + 1, last_seq
                self._confirm(connection)
        except sqlite3.Error as error:
            if primary_code(error) in _SUSPECT:
                if self._connection is not None:
                    self._look_at_files(self._connection, place_of(self._file)[1])
                self._drop()
            trouble = in_words(error, self.path)
            if isinstance(trouble, DamagedError):
                self.note_damage(str(error))
            if isinstance(trouble, DiskFullError):
                ballast.give_up(self.path)
            raise trouble from error

    def _confirm(self, connection: sqlite3.Connection) -> None:
        """Whether what was written lies where the next start finds it; then note how far the record is."""
        if not self._log.stays():
            self._look_at_files(connection, place_of(self._file)[1])
        self._log.note()
        self._lock.note(self._mark())

    def _mark(self) -> EndMark:
        epoch = self._epoch
        return EndMark(self._writes, self._last_seq, epoch.id, epoch.after_seq, epoch.epoch)

    def _drop(self) -> None:
        if self._connection is None:
            return
        if inode_of(self._file) != self._inode:  # closing the last connection deletes the log
            self._save_beside()
        self._connection.close()
        self._connection = None
        self._log.close()
