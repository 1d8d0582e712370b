"""The file of what the centre sent down: `lists.db`, beside the record.

It holds the manifest of the centre and how far it was received, and for every list the ETag with which it is asked
for. All of it can be fetched again, so it is not synced at every commit: a power cut takes it back by some pages, whose
cursor goes back with them. The manifest lies in one of two halves, `a` or `b`; a whole new one is filled into the other
half, page by page, and comes into force by one small write.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import os_reason
from station.core.tables import COLUMNS
from station.record.log.errors import StoreError, in_words

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x5061724C  # "ParL"
VERSION = 1
_TABLES = (
    "CREATE TABLE list (name TEXT PRIMARY KEY, etag TEXT, epoch TEXT NOT NULL, confirmed_at TEXT NOT NULL) STRICT",
    """
    CREATE TABLE manifest (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      live TEXT CHECK (live IN ('a', 'b')),
      cursor TEXT NOT NULL,
      parcels INTEGER NOT NULL CHECK (parcels >= 0),
      changed_at TEXT,
      superseded TEXT,
      filling TEXT CHECK (filling IN ('a', 'b') AND (live IS NULL OR filling <> live)),
      filled_cursor TEXT NOT NULL,
      filled INTEGER NOT NULL CHECK (filled >= 0)
    ) STRICT
    """,
    "INSERT INTO manifest VALUES (1, NULL, '', 0, NULL, NULL, NULL, '', 0)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)
_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "journal_size_limit = 8388608",
    "mmap_size = 0",
    "cache_size = -65536",
)


def path_of(database: Path) -> Path:
    """Where the lists of the station of this database lie."""
    return database.with_name("lists.db")


def empty_half(connection: sqlite3.Connection, half: str) -> None:
    """Make a half anew. Dropping a million rows is quick, deleting them is not."""
    connection.execute(f"DROP TABLE IF EXISTS parcel_{half}")
    connection.execute(f"DROP TABLE IF EXISTS alias_{half}")
    columns = ", ".join(f"{name} TEXT" for name in COLUMNS)
    connection.execute(f"CREATE TABLE parcel_{half} (line INTEGER PRIMARY KEY, {columns}) STRICT")
    connection.execute(f"CREATE TABLE alias_{half} (alt_id TEXT NOT NULL, line INTEGER NOT NULL) STRICT")
    connection.execute(f"CREATE UNIQUE INDEX parcel_{half}_by_id ON parcel_{half} (parcel_id)")
    connection.execute(f"CREATE INDEX alias_{half}_by_id ON alias_{half} (alt_id, line)")


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The one connection that writes; a file that is damaged or another program's is set aside. StoreError."""
    try:
        if not path.exists():
            _make(path)
        try:
            return _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            set_aside(path)
            _make(path)
            return _opened(path)
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    except OSError as error:
        shut = notice("lists_no_folder", path=str(path), reason=os_reason(error), folder=str(path.parent))
        raise StoreError(shut) from error


def check_kind(connection: sqlite3.Connection) -> None:
    """sqlite3.DatabaseError when the file is not ours, or its first page is damaged."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) != (APPLICATION_ID, VERSION):
        raise sqlite3.DatabaseError("made by another program or version")


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        check_kind(connection)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """It appears whole, so that no reader meets a file without tables."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        for statement in _TABLES:
            connection.execute(statement)
        for half in "ab":
            empty_half(connection, half)
    draft.replace(path)


def set_aside(path: Path) -> None:
    """Out of the way, for whoever wants to look at it. OSError."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.replace(path.with_name(f"{path.name}.damaged"))
