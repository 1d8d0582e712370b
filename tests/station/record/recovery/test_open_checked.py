"""A record whose file was cut is never taken for a whole one: what is gone is told, and the station starts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from station.record.log.errors import StoreError
from station.record.log.terms import TermTexts
from station.record.reads import Reads
from station.record.recovery import open_checked
from station.record.recovery.verify import verify
from station.record.writer import Store
from tests.station.record.drafts import draft

CUTS = 40


def stories(tmp_path: Path) -> dict[str, int]:
    """How many cuts of the last page lost scans without a word, and how many left a record that cannot be read."""
    silent, unreadable = 0, 0
    for number in range(CUTS):
        chance = Random(f"cut {number}")
        database = tmp_path / str(number) / "station.db"
        with Store.open(database, "lane-1") as store:
            confirmed = {store.commit(draft()).scan_id for _ in range(chance.randint(20, 120))}
        os.truncate(database, database.stat().st_size - chance.randint(1, 4095))
        assert finds(database), "before the start"
        with Store.open(database, "lane-1") as store, Reads(database) as reads:
            try:
                there = {str(scan["scan_id"]) for scan in reads.exported()}
            except Exception:  # noqa: BLE001  # whatever it is, nobody gets the scans
                unreadable += 1
                continue
            silent += bool(confirmed - there) and not reads.alarms()
            store.commit(draft())
    return {"silent": silent, "unreadable": unreadable}


def finds(database: Path) -> bool:
    """Whether `verify` says that something is wrong."""
    try:
        return verify(database).count > 0
    except StoreError:
        return True


def test_a_cut_of_the_last_page_is_told_and_the_station_starts(tmp_path: Path) -> None:
    assert stories(tmp_path) == {"silent": 0, "unreadable": 0}


def test_control_sqlite_alone_takes_a_cut_page_for_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_checked, "_check_last_page", lambda *_: None)
    assert sum(stories(tmp_path).values())


def test_a_text_that_is_missing_is_damage() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT)")
        with pytest.raises(sqlite3.DatabaseError) as raised:
            TermTexts(connection)[7]
    assert raised.value.sqlite_errorcode == sqlite3.SQLITE_CORRUPT
