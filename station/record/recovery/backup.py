"""Backups of the record, and the way back. A restored record begins a new epoch: its numbers were given out already."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log import connect, end_mark, epochs, quarter_counts, schema
from station.record.log import swap_files as aside
from station.record.log.errors import DamagedError, StoreError, in_words, no_folder
from station.record.log.lock import RecordLock
from station.record.log.timestamps import stamp, utc_now
from station.record.recovery import open_checked
from station.record.recovery.copy_scans import Carried, carry_over
from station.record.recovery.repair_header import is_sound, with_its_log
from station.record.recovery.salvage import salvage
from station.record.recovery.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.record.log.epochs import Epoch

ASKED_EVERY = 10_000
"""Steps of SQLite's machine, some milliseconds."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was opened and checked."""

    path: Path
    station_id: str
    scans: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in force now."""

    backup: Backup
    carried: Carried | None
    """Newer scans, from the file that was in its place; None: it could not be used."""
    aside: Path | None
    """Where that file is now."""
    epoch: str


def back_up(database: Path, target: Path, stopped: Callable[[], bool] = lambda: False) -> Backup:
    """Write a backup, which appears when it is whole and checked; also while a station writes. StoreError, OSError.

    `stopped` is asked again and again on the way: then nothing is left.
    """
    draft = target.with_name(f".{target.name}.part")
    aside.clear(draft)
    try:
        with closing(connect.without_settings(database)) as connection:
            connection.set_progress_handler(stopped, ASKED_EVERY)
            connection.execute("VACUUM INTO ?", (str(draft),))
        backup = check(draft, stopped)
        aside.sync(draft)
        draft.replace(target)
        aside.sync(target.parent)
    except sqlite3.Error as error:
        raise in_words(error, target) from error
    finally:
        aside.clear(draft)
    return Backup(target, backup.station_id, backup.scans, backup.last_seq)


def check(path: Path, stopped: Callable[[], bool] = lambda: False) -> Backup:
    """Look a backup through: its pages, its counts, its chain. StoreError when it is none, or damaged."""
    try:
        with closing(connect.without_settings(path, immutable=True)) as connection:
            connection.set_progress_handler(stopped, ASKED_EVERY)
            if schema.version_of(connection, path) == 0:
                raise StoreError(f"{path}: an empty database is no backup. Name another file")
            (finding,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if finding != "ok":
                raise StoreError(f"{path}: the backup is damaged ({finding}). Take another one")
            (station_id,) = connection.execute("SELECT station_id FROM meta").fetchone()
            scans, last = connection.execute("SELECT count(*), ifnull(max(seq), 0) FROM scan").fetchone()
            return Backup(path, station_id, scans, last)
    except sqlite3.Error as error:
        raise in_words(error, path) from error


def restore(source: Path, database: Path, station_id: str | None) -> Restored:
    """Put a backup in the place of the record. The file that is there is set aside; its scans that are newer than the
    backup come along, as far as they can be read.

    `station_id` None: whatever station the backup belongs to. StoreBusyError while a station runs, StoreError, OSError.
    """
    try:
        whole = with_its_log(source, database.with_name(f".{database.name}.with-log"))
    except sqlite3.Error as error:
        raise in_words(error, source) from error
    try:
        return _restore_whole(source, whole, database, station_id)
    finally:
        if whole != source:
            aside.clear(whole)


def _restore_whole(source: Path, whole: Path, database: Path, station_id: str | None) -> Restored:
    backup = check(whole)
    if station_id is not None and backup.station_id != station_id:
        raise StoreError(f"{source}: belongs to station {backup.station_id}, not to {station_id}. Name another file")
    if database.exists() and not is_sound(database):
        with suppress(DamagedError):
            salvage(database, backup.station_id)  # so that what can be read of it comes along
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock = RecordLock(database)
    except OSError as error:
        raise no_folder(error, database) from error
    try:
        return _restore(backup, source.name, database)
    except sqlite3.Error as error:
        raise in_words(error, database) from error
    finally:
        lock.release(clean=True)


def _restore(backup: Backup, name: str, database: Path) -> Restored:
    now = utc_now()
    aside.finish(database, stamp(now))
    draft = database.with_name(f".{database.name}.restoring")
    aside.clear(draft)
    try:
        carried, epoch = _prepare(backup, name, database, draft, now)
        end_mark.forget(database)
        return Restored(backup, carried, aside.swap_in(draft, database, stamp(now)), epoch.epoch)
    finally:
        aside.clear(draft)  # what an error or Ctrl-C leaves; the record is as it was until the swap


def _prepare(backup: Backup, name: str, database: Path, draft: Path, now: str) -> tuple[Carried | None, Epoch]:
    """Make the draft whole: the backup, what is newer in the present file, a new epoch."""
    shutil.copyfile(backup.path, draft)
    with closing(open_checked.ready(draft, backup.station_id, check=False)) as target:
        findings = verify(draft)
        if findings.count:
            first = findings.findings[0]
            raise StoreError(
                f"{backup.path}: its chain does not hold ({findings.count} findings, the first: scan {first.seq} "
                f"{first.words}). Take another backup"
            )
        target.execute("BEGIN IMMEDIATE")
        carried = _newer(database, target, backup.last_seq) if database.exists() else None
        target.execute("UPDATE meta SET home = NULL")  # a new epoch begins anyway: no copy is noticed at the next start
        epoch = epochs.begin(target, now, f"restored from {name}")
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return carried, epoch


def _newer(database: Path, target: sqlite3.Connection, last_seq: int) -> Carried | None:
    """Carry over what the present file has beyond the backup, if that is where the backup came from."""
    try:
        with closing(connect.without_settings(database)) as present:
            if schema.version_of(present, database) == 0 or not _same_history(present, target, last_seq):
                return None
            _newer_epochs(present, target)
            carried = carry_over(present, target, last_seq)
            quarter_counts.count_anew(target)
            _acknowledge(present, target, last_seq)
            epochs.number_on(target, carried.highest)
            return carried
    except (sqlite3.Error, StoreError):
        if target.in_transaction:
            target.execute("ROLLBACK")
        target.execute("BEGIN IMMEDIATE")
        return None


def _same_history(present: sqlite3.Connection, target: sqlite3.Connection, last_seq: int) -> bool:
    """Whether the backup's last scan is in the present file too, was retired there, or was lost from it: a record that
    had to begin anew goes on behind its lost numbers.
    """
    ours = target.execute("SELECT scan_id, chain FROM scan WHERE seq = ?", (last_seq,)).fetchone()
    theirs = present.execute("SELECT scan_id, chain FROM scan WHERE seq = ?", (last_seq,)).fetchone()
    if ours is not None and theirs is not None:
        return bool(ours == theirs)  # the chain begins with the name of the epoch
    if theirs is not None or ours is None:
        return theirs is None and _first_epoch(present) == _first_epoch(target)
    if epochs.last_seq(present) >= last_seq and epochs.epochs(target)[-1] in epochs.epochs(present):
        return True
    retired = present.execute("SELECT 1 FROM retired WHERE ? BETWEEN first_seq AND last_seq", (last_seq,)).fetchone()
    return retired is not None and _first_epoch(present) == _first_epoch(target)


def _first_epoch(connection: sqlite3.Connection) -> str:
    return epochs.epochs(connection)[0].epoch


def _newer_epochs(present: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """What began since the backup, and what somebody has seen since."""
    newest = epochs.epochs(target)[-1].id
    for epoch, why in present.execute("SELECT epoch, why FROM epoch WHERE id <= ?", (newest,)).fetchall():
        target.execute("UPDATE epoch SET why = ? WHERE epoch = ?", (why, epoch))
    for row in present.execute("SELECT id, epoch, after_seq, began_at, why FROM epoch WHERE id > ?", (newest,)):
        target.execute("INSERT INTO epoch (id, epoch, after_seq, began_at, why) VALUES (?, ?, ?, ?, ?)", row)


def _acknowledge(present: sqlite3.Connection, target: sqlite3.Connection, last_seq: int) -> None:
    """Take out of the queue what was acknowledged since the backup."""
    waiting = {seq for (seq,) in present.execute("SELECT seq FROM outbox WHERE seq <= ?", (last_seq,))}
    was_waiting = [seq for (seq,) in target.execute("SELECT seq FROM outbox WHERE seq <= ?", (last_seq,))]
    target.executemany("DELETE FROM outbox WHERE seq = ?", [(seq,) for seq in was_waiting if seq not in waiting])
