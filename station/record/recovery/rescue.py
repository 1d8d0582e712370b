"""A file of the record was taken away while it is written: save what the open connection still sees of it.

What is saved lies as the next record beside the old one (`log.swap_files`), and the next start puts it in place.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.record.log import epochs, swap_files
from station.record.log.errors import DamagedError, StoreError
from station.record.recovery import salvage
from station.record.upkeep import alarm_values, alarms

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.wal_watch import WalWatch


def is_carried_over(connection: sqlite3.Connection, log: WalWatch) -> bool:
    """Whether a log that is empty was emptied by SQLite, for another program that asked it to: nothing is lost then.

    SQLite cannot carry over frames that are not there, and says so.
    """
    if log.size() > 0:
        return False
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def from_taken_log(
    connection: sqlite3.Connection, path: Path, now_utc: str, *, whole: bool
) -> tuple[DamagedError, bool]:
    """The log was deleted, or, when the files are not `whole`, they were emptied or cut: the error that tells it, and
    whether the next start finds what was saved in its place.
    """
    where = str(path)
    if whole and _carried_over(connection, now_utc):
        return DamagedError(notice("record_log_taken_all_saved", path=where)), True
    try:
        scans, lost = salvage.save_open(connection, path, now_utc)
    except (sqlite3.Error, StoreError, OSError) as error:
        return DamagedError(notice("record_log_taken_unsaved", path=where, why=str(error))), False
    return DamagedError(notice("record_log_taken", path=where, scans=scans, lost=lost or None)), True


def _carried_over(connection: sqlite3.Connection, now_utc: str) -> bool:
    """Have SQLite carry the deleted log, which it still holds open, into the record; with the alarm in it."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        epochs.begin(connection, now_utc, f"{alarms.TAKEN}: {alarm_values.LOG_DELETED}")
        connection.execute("COMMIT")
        _, frames, carried = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return False
    return bool(frames == carried)


def from_taken_record(connection: sqlite3.Connection | None, path: Path, now_utc: str) -> StoreError:
    """The record's file is not in its place any more: a copy for the next start, and the error that tells it."""
    draft = path.with_name(f".{path.name}.saving")
    try:
        swap_files.clear(draft)
        if connection is None:
            return StoreError(notice("record_replaced_unsaved", path=str(path)))
        connection.execute("VACUUM INTO ?", (str(draft),))
        with closing(sqlite3.connect(draft)) as copy, copy:
            (scans,) = copy.execute("SELECT scans FROM tally").fetchone()
            copy.execute("UPDATE meta SET home = NULL")
            why = f"{alarms.TAKEN}: {alarm_values.written(alarm_values.FILE_TAKEN, scans=scans)}"
            epochs.begin(copy, now_utc, why)
        swap_files.lay_ready(draft, path)
    except (sqlite3.Error, OSError) as error:
        return StoreError(notice("record_replaced_unsaved", path=str(path), why=str(error)))
    return StoreError(notice("record_replaced", path=str(path), scans=int(scans)))


def discard(path: Path) -> None:
    """The record is back in its place: the copy is not needed."""
    swap_files.beside(path, swap_files.NEXT).unlink(missing_ok=True)
