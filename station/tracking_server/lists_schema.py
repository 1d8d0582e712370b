"""The side file of the lists that stations fetch: the last good texts, and every parcel with its place in the log.

A change of the manifest file gives each parcel that it adds, changes or removes the next place in the log; a removed
parcel stays as a line without cells. So who has seen the log up to a place needs what comes after. Each change has a
name by chance: a side file that was put back from a copy gives the same places to other parcels, under other names.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from station.tracking_server.schema import CentreError

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
APPLICATION_ID = 0x50434C49
""""PCLI"."""
_TABLES = (
    "CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL, floor INTEGER NOT NULL) STRICT",
    "CREATE TABLE change (last INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE taken (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, media TEXT NOT NULL, content BLOB) STRICT",
    "CREATE TABLE parcel (parcel_id TEXT PRIMARY KEY, cells TEXT, place INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE UNIQUE INDEX parcel_by_place ON parcel (place)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)


def open_side_file(path: Path) -> sqlite3.Connection:
    """A connection for any thread, tables made. CentreError in words."""
    try:
        connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise CentreError(f"{path}: cannot be opened ({error}); the folder of the lists must be writable") from None
    try:
        _make(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise CentreError(f"{path}: cannot be used ({error}); delete it, the lists are read again") from None
    except CentreError:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection, path: Path) -> None:
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and (kind, version) != (APPLICATION_ID, VERSION):
        raise CentreError(f"{path}: made by another program or version; delete it, the lists are read again")
    for setting in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "journal_size_limit = 8388608"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    if tables:
        return
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES (1, 0, 0)")
    connection.execute("COMMIT")
