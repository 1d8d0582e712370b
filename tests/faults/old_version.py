"""A database as version 3 of the record's schema wrote it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from station.record.log import end_mark

_BAGS = ("bag", "bagged", "lost", "seal", "quarter_count", "quarter_sum", "part_sum", "relabel")
_TABLES = (*_BAGS, "resolution", "redated", "retired", "renumbered", "epoch", "stored", "request", "shift")
_COLUMNS = (
    *(("scan", name) for name in ("entry", "presentation", "read_before", "about", "vals", "details")),
    *(("scan", "corrected_by"), ("scan", "correction_reason"), ("scan", "corrected_at")),
    *(("scan", "bag"), ("scan", "event_code"), ("scan", "corrects")),
    *(("meta", "home"), ("meta", "high_water"), ("tally", "writes")),
)


def without_entries(connection: sqlite3.Connection) -> None:
    """The indexes over the scans as they were before version 8."""
    connection.execute("DROP INDEX scan_about")
    connection.execute("DROP INDEX IF EXISTS scan_of_shift")
    connection.execute("DROP INDEX scan_by_time")
    connection.execute("CREATE INDEX scan_by_time ON scan (scanned_at, code, keyed, is_read, is_weighed)")


def as_version_3(path: Path) -> None:
    """Take from a database of scans what the versions from 4 on added."""
    with closing(sqlite3.connect(path)) as connection:
        for table in _TABLES:
            connection.execute(f"DROP TABLE {table}")
        without_entries(connection)
        for table, column in _COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name GLOB '[456789] *' OR name GLOB '1[0-9] *'")
        connection.execute("PRAGMA user_version = 3")
        connection.commit()
    end_mark.path_of(path).unlink()
