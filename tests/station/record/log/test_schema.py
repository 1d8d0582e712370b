"""A database of an older station goes on where it was: nothing of it changes, and the new columns are there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from station.core.models import Capture
from station.record.log import end_mark, schema
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft

NEW_COLUMNS = (
    "scan.settled_by",
    "scan.alibi",
    "scan.event_code",
    "scan.corrects",
    "scan.bag",
    "scan.corrected_by",
    "scan.correction_reason",
    "scan.corrected_at",
    "meta.home",
    "meta.high_water",
    "tally.writes",
)
NEW_TABLES = ("resolution", "redated", "retired", "renumbered", "epoch", "stored", "request")


def as_version_2(path: Path) -> None:
    """What version 2 wrote, for scans that have nothing in the new columns."""
    with closing(sqlite3.connect(path)) as connection:
        for table in NEW_TABLES:
            connection.execute(f"DROP TABLE {table}")
        for column in NEW_COLUMNS:
            connection.execute("ALTER TABLE {} DROP COLUMN {}".format(*column.split(".")))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name GLOB '[345679] *'")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    end_mark.path_of(path).unlink()


def test_a_database_of_version_2_is_brought_up_with_its_scans_and_its_chain(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        store.commit(draft(grams=None))
        before = list(reads.exported())
    as_version_2(path)

    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        assert list(reads.exported()) == before
        capture = draft().capture
        assert isinstance(capture, Capture)
        settled = replace(capture, settled_by="window", alibi="000217", stable=None, grams=Decimal(2350))
        store.commit(replace(draft("RR123456799CN"), capture=settled))
        weight = list(reads.exported())[-1]["weight"]

    assert isinstance(weight, dict)
    assert (weight["settled_by"], weight["alibi"]) == ("window", "000217")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        (strict,) = connection.execute("SELECT strict FROM pragma_table_list WHERE name = 'scan'").fetchone()
        assert strict == 1
