"""A commit is on disk when it returns, whole or not at all, numbered without gaps and chained."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.exception_codes import Code
from station.core.hold_list import Hold
from station.core.models import Review, ScanDraft
from station.core.sort_plan.index import SortPlan
from station.record.reads import Reads
from station.record.writer import Store, StoreError
from tests.station.record.drafts import draft, drafts, expected_wire


def look(path: Path, question: str) -> list[Any]:
    """What a second connection sees."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def test_a_commit_is_seen_by_another_connection_with_its_outbox_row(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "station.db"
    with Store.open(path, "lane-1") as store:
        scan = store.commit(draft())

        assert look(path, "SELECT seq, lower(hex(scan_id)) FROM scan") == [(1, scan.scan_id.replace("-", ""))]
        assert look(path, "SELECT seq, lower(hex(scan_id)) FROM outbox") == [(1, scan.scan_id.replace("-", ""))]
        assert look(path, "SELECT scans, pending, dead FROM tally") == [(1, 1, 0)]


@settings(max_examples=150, deadline=None)
@given(st.lists(drafts, min_size=1, max_size=4))
def test_any_draft_comes_back_as_its_wire_form(tmp_path_factory: pytest.TempPathFactory, many: list[ScanDraft]) -> None:
    path = tmp_path_factory.mktemp("any") / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        scans = [store.commit(one) for one in many]
        batch = reads.next_batch(10, 10**9)

        assert batch is not None
        assert list(batch.scans) == [expected_wire(s.scan_id, s.seq, s.draft) for s in scans]
        assert list(reads.exported()) == list(batch.scans)


@settings(max_examples=30, deadline=None)
@given(st.lists(drafts, min_size=1, max_size=5))
def test_the_chain_is_recomputed_from_what_is_sent(
    tmp_path_factory: pytest.TempPathFactory, many: list[ScanDraft]
) -> None:
    path = tmp_path_factory.mktemp("chain") / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        for one in many:
            store.commit(one)
        batch = reads.next_batch(10, 10**9)
        assert batch is not None

        link = hashlib.sha256(f"lane-1\n{store.epoch}".encode()).digest()
        for scan in batch.scans:
            text = json.dumps(scan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            link = hashlib.sha256(link + text.encode()).digest()
        assert (batch.first_seq, batch.last_seq, batch.head) == (1, len(many), link.hex())


def test_a_question_is_never_stored(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        with pytest.raises(ValueError, match="question"):
            store.commit(draft(decision=Review(Code.MULTI_READ)))

        assert look(path, "SELECT count(*) FROM scan") == [(0,)]
        assert store.commit(draft()).seq == 1


def test_a_failed_commit_leaves_nothing_and_the_next_takes_its_number(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
        with pytest.raises(StoreError, match=r"station\.db"):
            store.commit(draft("RR000000005CN", at="2026-11-22T06:00:00+00:00", operator="never seen before"))
        assert look(path, "SELECT count(*) FROM scan") == [(1,)]
        assert look(path, "SELECT count(*) FROM outbox") == [(1,)]
        assert look(path, "SELECT count(*) FROM term WHERE text = 'never seen before'") == [(0,)]

        assert store.commit(draft(operator="never seen before")).seq == 2
    assert look(path, "SELECT text FROM scan JOIN term ON term.id = operator WHERE seq = 2") == [("never seen before",)]


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        for _ in range(3):
            store.commit(draft())
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("DELETE FROM outbox")
        old.execute("DELETE FROM scan")

    with Store.open(path, "lane-1") as store:
        assert store.commit(draft()).seq == 4


def test_a_scan_is_never_changed_nor_deleted_unsent(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            other.execute("UPDATE scan SET bin = 'B02'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            other.execute("DELETE FROM scan")


def test_the_names_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        epoch = store.epoch
    with Store.open(path, None) as store:
        assert (store.station_id, store.epoch) == ("lane-1", epoch)
    with Store.open(tmp_path / "other.db", "lane-1") as other:
        assert other.epoch != epoch
    with pytest.raises(StoreError, match="belongs to station lane-1, the configuration says lane-2"):
        Store.open(path, "lane-2")


def test_durability_is_what_was_asked_for(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        connection = store._live()
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size", "trusted_schema")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "mmap_size": 0,
        "trusted_schema": 0,
    }


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1"), Reads(path) as reads, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reads._connection.execute("DELETE FROM meta")


def test_a_plan_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    holds = [Hold("RR1", "customs", None), Hold("RR2", "police", "2026-12-01")]

    def broken() -> Any:
        yield Hold("RR9", "new", None)
        raise ValueError("the source broke")

    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        store.replace_plan(SortPlan("one", ()))
        assert store.replace_holds(holds) == 2
        with pytest.raises(ValueError, match="the source broke"):
            store.replace_holds(broken())
        with pytest.raises(StoreError):
            store.replace_holds([Hold("", "no parcel", None)])

        assert reads.plan() == SortPlan("one", ())
        assert reads.facts("RR1", None, "2026-11-22").hold == holds[0]
        assert reads.facts("RR9", None, "2026-11-22").hold is None
