"""Whether the record has less than was confirmed: its file or its log was deleted, emptied or cut.

SQLite takes such files for whole ones. What shows it is the end mark, and the ballast, which no new station has.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from station.record.log import connect, end_mark, epochs, schema, swap_files
from station.record.log.errors import StoreError, damaged
from station.record.upkeep import ballast

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.end_mark import EndMark

_CURE = "The next start saves what can be read and goes on; station restore FILE brings a backup back"


def missing(database: Path) -> str | None:
    """What is missing of the record and what to do, in words; None: nothing that is known of. For who looks, also while
    it is written. OSError.
    """
    found = reason(database)
    return None if found is None else f"{found}. {_CURE}"


def reason(database: Path) -> str | None:
    """What is missing. What cannot be read at all is for others to say. OSError."""
    mark = end_mark.read(database)
    if (found := without_file(database, mark)) is not None:
        return found
    if mark is None or not database.exists():
        return None
    try:
        with closing(connect.for_reading(database)) as connection:
            if schema.version_of(connection, database) == 0:
                return f"nothing of it is left but an empty file, up to scan {mark.seq} was confirmed"
            return behind(connection, mark)
    except (sqlite3.Error, StoreError):
        return None


def check_file(database: Path, mark: EndMark | None) -> None:
    """DamagedError when there must have been a record where no file is, or an empty one. OSError."""
    if (reason := without_file(database, mark)) is not None:
        raise damaged(database, reason)


def check_end(connection: sqlite3.Connection, database: Path, mark: EndMark | None) -> None:
    """DamagedError when this is not all of the record that the mark is of. sqlite3.Error."""
    if mark is not None and (reason := behind(connection, mark)) is not None:
        raise damaged(database, reason)


def without_file(database: Path, mark: EndMark | None) -> str | None:
    """Why there must have been a record where no file is, or an empty one; None: there is one, or there was none."""
    if has_content(database):
        return None
    log = swap_files.beside(database, swap_files.LOG)
    if mark is None and not ballast.ballast_of(database).exists() and not has_content(log):
        return None
    what = "is empty" if database.exists() else "is missing"
    upto = f", up to scan {mark.seq}" if mark is not None else ""
    return f"{database.name} {what}, and a station has worked with it here{upto}"


def behind(connection: sqlite3.Connection, mark: EndMark) -> str | None:
    """Why this is not all of the record that the mark is of; None: it is. sqlite3.Error."""
    if mark.epoch not in {span.epoch for span in epochs.epochs(connection)}:
        if epochs.last_seq(connection) == 0:
            return f"no scan is in it, up to scan {mark.seq} was confirmed: its log was deleted or emptied"
        return f"another record lies here than the one that was written last, up to scan {mark.seq}"
    (writes,) = connection.execute("SELECT writes FROM tally").fetchone()
    if writes >= mark.writes:
        return None
    last = epochs.last_seq(connection)
    what = f"the last scan here is {last}, {mark.seq} was confirmed" if last < mark.seq else "no scan is missing"
    return f"its last {mark.writes - writes} transactions are gone: its log was deleted or emptied ({what})"


def has_content(path: Path) -> bool:
    """Whether a file lies there that is not empty."""
    return path.exists() and path.stat().st_size > 0
