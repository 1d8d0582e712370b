"""Backups of the record, and the way back. A restored record begins a new epoch: its numbers were given out already."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.store import alarms, aside, connect, epochs, opening, schema
from station.store.carry import Carried, carry_over
from station.store.errors import DamagedError, StoreError, in_words, no_folder
from station.store.lock import WriterLock
from station.store.mend import COPY, INNER, is_sound, readable, with_its_log
from station.store.moments import utc_now
from station.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
        with closing(_reading(database)) as connection:
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
        with closing(_reading(path, immutable=True)) as connection:
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
        lock = WriterLock(database)
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
    aside.finish(database, _stamp(now))
    draft = database.with_name(f".{database.name}.restoring")
    aside.clear(draft)
    shutil.copyfile(backup.path, draft)
    with closing(opening.ready(draft, backup.station_id, check=False)) as target:
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
    return Restored(backup, carried, aside.swap_in(draft, database, _stamp(now)), epoch.epoch)


def _newer(database: Path, target: sqlite3.Connection, last_seq: int) -> Carried | None:
    """Carry over what the present file has beyond the backup, if that is where the backup came from."""
    try:
        with closing(_reading(database)) as present:
            if schema.version_of(present, database) == 0 or not _same_history(present, target, last_seq):
                return None
            _newer_epochs(present, target)
            carried = carry_over(present, target, last_seq)
            _acknowledge(present, target, last_seq)
            number_on(target, carried.highest)
            return carried
    except (sqlite3.Error, StoreError):
        if target.in_transaction:
            target.execute("ROLLBACK")
        target.execute("BEGIN IMMEDIATE")
        return None


def _same_history(present: sqlite3.Connection, target: sqlite3.Connection, last_seq: int) -> bool:
    """Whether the backup's last scan is in the present file too, or was retired there."""
    ours = target.execute("SELECT scan_id, chain FROM scan WHERE seq = ?", (last_seq,)).fetchone()
    theirs = present.execute("SELECT scan_id, chain FROM scan WHERE seq = ?", (last_seq,)).fetchone()
    if ours is not None and theirs is not None:
        return bool(ours == theirs)  # the chain begins with the name of the epoch
    if theirs is not None or ours is None:
        return theirs is None and _first_epoch(present) == _first_epoch(target)
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


def number_on(connection: sqlite3.Connection, highest: int) -> None:
    """Never give out a number up to `highest` again."""
    if connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'scan'", (highest,)).rowcount == 0:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('scan', ?)", (highest,))


def salvage(database: Path, station_id: str | None) -> str:
    """Set a damaged record aside and go on in a new file with all that can be read of it; words on what came of it.

    StoreBusyError, StoreError when not even the station's name is known, OSError.
    """
    lock = WriterLock(database)
    try:
        return _salvage(database, station_id)
    finally:
        lock.release(clean=True)


def _salvage(database: Path, station_id: str | None) -> str:
    now = utc_now()
    draft = database.with_name(f".{database.name}.salvaging")
    aside.clear(draft)
    carried = Carried(0, (), 0)
    try:
        with closing(_reading(_fullest(readable(database, draft), station_id, draft))) as source:
            name = station_id or _name(source)
            if name is None:
                raise DamagedError(
                    f"{database}: the database is damaged, and it does not say whose it is. Name the configuration"
                )
            with closing(opening.ready(draft, name, check=False)) as target:
                target.execute("BEGIN IMMEDIATE")
                _take_epochs(source, target)
                carried = carry_over(source, target, 0)
                number_on(target, carried.highest)
                epochs.begin(
                    target, now, f"{alarms.SALVAGED}: {carried.scans} scans saved, {carried.lost} could not be read"
                )
                target.execute("COMMIT")
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        kept = aside.swap_in(draft, database, _stamp(now))
        for copy in (COPY, INNER):
            aside.clear(aside.beside(draft, copy))
    except sqlite3.Error as error:
        raise in_words(error, draft) from error
    lost = f", {carried.lost} could not be read" if carried.lost else ""
    if not carried.highest:
        lost = ", how many there were cannot be read"
    return f"THE RECORD WAS DAMAGED: {carried.scans} scans saved{lost}. The damaged file is {kept}; keep it"


def _fullest(files: Sequence[Path], station_id: str | None, draft: Path) -> Path:
    """That of which the most scans can be saved; tried out in `draft`."""
    if len(files) == 1:
        return files[0]
    saved = []
    for file in files:
        with closing(_reading(file)) as source:
            name = station_id or _name(source) or "unknown"
            with closing(opening.ready(draft, name, check=False)) as trial:
                trial.execute("BEGIN")
                saved.append(carry_over(source, trial, 0).scans)
        aside.clear(draft)
    return files[saved.index(max(saved))]


def _take_epochs(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    try:
        rows = source.execute("SELECT id, epoch, after_seq, began_at, why FROM epoch ORDER BY id").fetchall()
    except sqlite3.Error:
        return
    new = target.execute("SELECT id, epoch, after_seq, began_at, why FROM epoch").fetchall()
    put = "INSERT INTO epoch (id, epoch, after_seq, began_at, why) VALUES (?, ?, ?, ?, ?)"
    try:
        target.execute("DELETE FROM epoch")
        target.executemany(put, rows or new)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, UnicodeEncodeError):  # what was read are no epochs
        target.execute("DELETE FROM epoch")
        target.executemany(put, new)


def _name(source: sqlite3.Connection) -> str | None:
    try:
        found = source.execute("SELECT station_id FROM meta").fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])


def _reading(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """A connection that reads, without the settings that a damaged file refuses."""
    flags = "?mode=ro&immutable=1" if immutable else "?mode=ro"
    connection = sqlite3.connect(
        path.resolve().as_uri() + flags, uri=True, timeout=connect.BUSY_MS / 1000, isolation_level=None
    )
    connection.text_factory = connect.as_text
    return connection


def _stamp(now_utc: str) -> str:
    return now_utc[:19].replace(":", "").replace("-", "")
