"""The centre's SQLite database: its tables, and opening it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from station.tracking_server.quarters import COUNTS, cells
from station.tracking_server.quarters_before import stored_entries

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 5
"""PRAGMA user_version of a database that this program writes."""
APPLICATION_ID = 0x50435452
"""PRAGMA application_id, "PCTR": tells the centre's database from a station's."""

_V1 = """
CREATE TABLE scan (
  scan_id TEXT NOT NULL PRIMARY KEY,
  station_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  scanned_at TEXT NOT NULL,
  parcel_id TEXT,
  decision TEXT,
  content_hash BLOB NOT NULL,
  body TEXT NOT NULL,
  received_at TEXT NOT NULL,
  UNIQUE (station_id, epoch, seq)
) STRICT;
CREATE INDEX scan_parcel ON scan (parcel_id) WHERE parcel_id IS NOT NULL;
CREATE INDEX scan_time ON scan (station_id, scanned_at)
"""
_V2 = """
CREATE TABLE chain (
  station_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  head BLOB NOT NULL CHECK (length(head) = 32),
  state TEXT NOT NULL CHECK (state IN ('ok', 'broken', 'unknown')),
  PRIMARY KEY (station_id, epoch)
) STRICT, WITHOUT ROWID;
CREATE TABLE boot_clock (
  station_id TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  utc TEXT NOT NULL,
  mono_ns INTEGER NOT NULL,
  PRIMARY KEY (station_id, boot_id)
) STRICT, WITHOUT ROWID
"""
_V3 = """
CREATE TABLE station_status (
  station_id TEXT NOT NULL PRIMARY KEY,
  received_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
_V4 = """
CREATE TABLE quarterly (
  station_id TEXT NOT NULL,
  quarter TEXT NOT NULL,
  operator TEXT NOT NULL,
  bin TEXT NOT NULL,
  code TEXT NOT NULL,
  cause TEXT NOT NULL,
  not_read INTEGER NOT NULL,
  keyed INTEGER NOT NULL,
  after_retries INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  PRIMARY KEY (quarter, station_id, operator, bin, code, cause)
) STRICT, WITHOUT ROWID
"""
_V5 = "DELETE FROM quarterly"
"""Version 4 counted new entries alone; after this step every stored one is counted."""
_STEPS = (_V1, _V2, _V3, _V4, _V5)
COUNT = f"""INSERT INTO quarterly VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  {", ".join(f"{count} = {count} + excluded.{count}" for count in COUNTS)}"""  # noqa: S608  # own names


class CentreError(Exception):
    """The centre's database cannot be used; the text says which, why and what to do."""


class CentreAwayError(CentreError):
    """The centre's database does not answer now; nothing is known of what was asked of it."""


def open_database(path: Path) -> sqlite3.Connection:
    """A connection for any thread, WAL and synchronous FULL, tables made. CentreError in words."""
    try:
        connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise CentreError(f"{path}: cannot be opened ({error}); name a file in a folder that may be written") from None
    try:
        _check_kind(connection, path)
        _make_durable(connection, path)
        _migrate(connection)
    except sqlite3.Error as error:
        connection.close()
        raise CentreError(f"{path}: cannot be used ({error}); check the disk, or name another file") from None
    except CentreError:
        connection.close()
        raise
    return connection


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    kind, version, tables = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
        "(SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if tables and kind != APPLICATION_ID:
        raise CentreError(f"{path}: is the database of another program; name another file")
    if version > VERSION:
        raise CentreError(f"{path}: was written by a newer version ({version}); update this program")


def _make_durable(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise CentreError(f"{path}: this place does not support WAL; name a file on a local disk")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")  # 32 MB: pages hit at random are copied back less often


def _migrate(connection: sqlite3.Connection) -> None:
    """Every step that is missing, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for step in _STEPS[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    if version < VERSION:
        for page in stored_entries(connection.execute("SELECT station_id, body FROM scan")):
            connection.executemany(COUNT, cells((station, entry.counted) for station, entry in page))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
