"""A file of the record was taken away while it is written: save what the open connection still sees of it.

What is saved lies as the next record beside the old one (`log.swap_files`), and the next start puts it in place.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from station.record.log import epochs, swap_files
from station.record.log.errors import StoreError
from station.record.recovery import salvage
from station.record.upkeep import alarm_values, alarms

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.wal_watch import WalWatch

_AGAIN = "Start the station again; it says what was saved until somebody has seen it"


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


def from_taken_log(connection: sqlite3.Connection, path: Path, now_utc: str, *, whole: bool) -> tuple[str, bool]:
    """The log was deleted, or, when the files are not `whole`, they were emptied or cut: words, and whether the next
    start finds what was saved in its place.
    """
    what = f"{path}: the file or its log was deleted or emptied while the station runs; nothing more is stored in it"
    if whole and _carried_over(connection, now_utc):
        return f"{what}. Every confirmed scan was saved. {_AGAIN}", True
    try:
        saved = salvage.save_open(connection, path, now_utc)
    except (sqlite3.Error, StoreError, OSError) as error:
        return f"{what}. What it held could not be saved ({error}). {_AGAIN}", False
    return f"{what}. {saved}. {_AGAIN}", True


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


def from_taken_record(connection: sqlite3.Connection | None, path: Path, now_utc: str) -> str:
    """The record's file is not in its place any more: a copy for the next start; what came of it, in words."""
    draft = path.with_name(f".{path.name}.saving")
    try:
        swap_files.clear(draft)
        if connection is None:
            return "Nothing could be saved of it"
        connection.execute("VACUUM INTO ?", (str(draft),))
        with closing(sqlite3.connect(draft)) as copy, copy:
            (scans,) = copy.execute("SELECT scans FROM tally").fetchone()
            copy.execute("UPDATE meta SET home = NULL")
            why = f"{alarms.TAKEN}: {alarm_values.written(alarm_values.FILE_TAKEN, scans=scans)}"
            epochs.begin(copy, now_utc, why)
        swap_files.lay_ready(draft, path)
    except (sqlite3.Error, OSError) as error:
        return f"Nothing could be saved of it ({error})"
    return f"Its {scans} scans were saved for the next start"


def discard(path: Path) -> None:
    """The record is back in its place: the copy is not needed."""
    swap_files.beside(path, swap_files.NEXT).unlink(missing_ok=True)
