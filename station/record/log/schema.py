"""The tables and how a database gets them: forward migrations, each in one transaction."""

from __future__ import annotations

import sqlite3
import uuid
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.record.log.errors import StoreError
from station.record.log.migration_10 import V10
from station.record.log.migration_11 import V11
from station.record.log.migration_12 import V12
from station.record.log.migration_13 import V13
from station.record.log.migration_14 import V14
from station.record.log.migration_15 import V15
from station.record.log.migration_16 import V16
from station.record.log.migrations import APPLICATION_ID, V1, V2, V3, V4, V5, V6, V7, V8, V9

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

VERSION = 16
_STEPS = (
    ("1 scans, outbox, plan, holds", V1),
    ("2 plan: customs flag, function rows", V2),
    ("3 weights: how they settled, alibi id", V3),
    ("4 epochs, corrections, retention, partner event codes", V4),
    ("5 the bag in view", V5),
    ("6 transactions counted, when scans were stored", V6),
    ("7 who corrected a scan, why and when", V7),
    ("8 kinds of entries, presentations, values", V8),
    ("9 requests, the shift", V9),
    ("10 bags", V10),
    ("11 loaded bags", V11),
    ("12 a locked shift", V12),
    ("13 entries of shifts", V13),
    ("14 figures by quarter hour", V14),
    ("15 new labels", V15),
    ("16 sums of figures", V16),
)


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Version of the schema, 0: a new file. StoreError for a newer one and for another program's database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        (tables,) = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_sqlite*'"
        ).fetchone()
        if application or tables:
            raise StoreError(notice("record_of_other_program", path=str(path)))
        return 0
    if version > VERSION:
        raise StoreError(notice("record_newer", path=str(path), version=int(version), known=VERSION))
    return int(version)


def migrate(connection: sqlite3.Connection, station_id: str) -> None:
    """Bring the database to this version; a migration that fails leaves nothing behind."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    def step(statements: tuple[str, ...]) -> Callable[[Database], None]:
        def apply(db: Database) -> None:
            for statement in statements:
                db.conn.execute(statement)
            if statements is V1:
                db.conn.execute("INSERT INTO meta VALUES (1, ?, ?)", (station_id, str(uuid.uuid4())))

        return apply

    migrations = Migrations("station")
    for name, statements in _STEPS:
        migrations(name=name)(step(statements))
    migrations.apply(Database(connection, recursive_triggers=False))
