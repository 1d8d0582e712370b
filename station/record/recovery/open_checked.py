"""Open and migrate the database for writing: whose file it is, whether it is whole, which version it has."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from station.record.log import connect, schema
from station.record.log.errors import StoreError, damaged
from station.record.recovery import lost_end, wal

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.end_mark import EndMark

CHECKED_AT_ONCE = 64 << 20
"""Bytes of a file that is looked through before anything is written after an unclean end: about 0.2 s. A larger one
would keep the worker waiting for a second a million scans, so that is done while the station works."""


def is_large(path: Path) -> bool:
    """Whether the file takes too long to be looked through at the start."""
    return path.exists() and path.stat().st_size > CHECKED_AT_ONCE


def ready(
    path: Path, station_id: str | None, *, check: bool, known_damage: bool = False, mark: EndMark | None = None
) -> sqlite3.Connection:
    """A migrated write connection to a database of this station. sqlite3.Error, StoreError, OSError.

    `known_damage`: the last writer met it, where a look through the pages may find nothing. `mark`: what it has at
    least, see `station.record.log.end_mark`.
    """
    if known_damage:
        raise damaged(path, "the last writer met it")
    if wal.hides_commits(path):
        raise damaged(path, wal.HIDDEN)
    try:
        return _ready(path, station_id, check=check, mark=mark)
    except UnicodeDecodeError as error:  # not even SQLite's words about it are text
        raise damaged(path, "its tables have no readable names") from error


def _ready(path: Path, station_id: str | None, *, check: bool, mark: EndMark | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        version = schema.version_of(connection, path)
    finally:
        connection.close()
    if version == 0 and station_id is None:
        raise StoreError(f"{path}: no station's database yet. Start the station once, or name its configuration")
    connection = connect.for_writing(path)
    try:
        _check_last_page(connection, path)
        if check:
            connect.quick_check(connection, path)
        if version < schema.VERSION:
            with connect.carried_over_at_once(connection):
                schema.migrate(connection, station_id or "")
        _check_definitions(connection, path)
        _own(connection, path, station_id)
        lost_end.check_end(connection, path, mark)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_last_page(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite takes a page that is cut for a whole one, filled up with zeros. The log may have it whole."""
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % size:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if path.stat().st_size % size:
            raise damaged(path, "its last page is cut off")


def _check_definitions(connection: sqlite3.Connection, path: Path) -> None:
    """Whether a scan can be stored and settled at all, as the tables are defined in this file."""
    try:
        for statement in (
            "INSERT INTO scan (seq) VALUES (1)",
            "INSERT INTO outbox (seq) VALUES (1)",
            "DELETE FROM outbox",
        ):
            connection.execute(f"EXPLAIN {statement}").fetchone()
    except sqlite3.OperationalError as error:
        raise damaged(path, str(error)) from error


def _own(connection: sqlite3.Connection, path: Path, station_id: str | None) -> None:
    (owner,) = connection.execute("SELECT station_id FROM meta").fetchone()
    if station_id is not None and owner != station_id:
        raise StoreError(
            f"{path}: belongs to station {owner}, the configuration says {station_id}. Set station.id back, or "
            "give the new station a data_dir of its own: numbered scans cannot change their station"
        )
