"""A database as version 3 of the record's schema wrote it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from station.record.log import end_mark

_TABLES = ("resolution", "redated", "retired", "renumbered", "epoch", "stored", "request")
_COLUMNS = (
    *(("scan", "corrected_by"), ("scan", "correction_reason"), ("scan", "corrected_at")),
    *(("scan", "bag"), ("scan", "event_code"), ("scan", "corrects")),
    *(("meta", "home"), ("meta", "high_water"), ("tally", "writes")),
)


def as_version_3(path: Path) -> None:
    """Take from a database of scans what versions 4 to 9 added."""
    with closing(sqlite3.connect(path)) as connection:
        for table in _TABLES:
            connection.execute(f"DROP TABLE {table}")
        for table, column in _COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name GLOB '[45679] *'")
        connection.execute("PRAGMA user_version = 3")
        connection.commit()
    end_mark.path_of(path).unlink()
