"""What screens, sync and the decision ask of the record."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from station.core import utc_text
from station.core.counting import ReadCounts
from station.core.exception_codes import Code
from station.core.facts import Facts, PreviousScan
from station.core.hold_list import Hold
from station.core.models import Receipt, Refusal
from station.core.requests import VoidScan
from station.core.sort_plan.index import Function, FunctionRow, PlanRule, SortPlan
from station.record import last_hour
from station.record.log import migrations
from station.record.reads import Reads
from station.record.writer import Store, StoreError
from tests.station.record.drafts import NOW, OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        yield store


@pytest.fixture
def reads(store: Store) -> Iterator[Reads]:
    with Reads(store.path) as reads:
        yield reads


def before(minutes: float) -> str:
    return utc_text(datetime.fromisoformat(NOW) - timedelta(minutes=minutes))


def test_a_batch_is_the_oldest_first_and_no_larger_than_asked(store: Store, reads: Reads) -> None:
    assert reads.next_batch(10) is None
    for _ in range(30):
        store.commit(draft())

    batch = reads.next_batch(10)
    assert batch is not None
    assert (batch.epoch, batch.first_seq, batch.last_seq) == (store.epoch, 1, 10)
    assert [scan["seq"] for scan in batch.scans] == list(range(1, 11))

    room = 6_000
    small = reads.next_batch(30, room)
    assert small is not None
    assert 1 < len(small.scans) < 30
    assert len(json.dumps(small.scans, separators=(",", ":"))) <= room
    assert small.last_seq == small.scans[-1]["seq"]

    assert len((reads.next_batch(30, 1) or batch).scans) == 1, "one scan too large still goes, alone"


def test_facts_know_the_last_acceptance_and_the_hold(store: Store, reads: Reads) -> None:
    store.commit(draft("RR1", at=before(120)))
    store.commit(draft("RR1", at=before(60), operator="op-18"))
    store.commit(draft("RR1", at=before(30), decision=OVERWEIGHT))
    store.commit(draft("RR2", at=before(5)))
    store.replace_holds([Hold("RR1", "customs", "2026-11-22"), Hold("RR2", "police", "2026-11-21")])

    last = PreviousScan(2, before(60), "A01", "op-18")
    assert reads.facts("RR1", None, "2026-11-22") == Facts(Hold("RR1", "customs", "2026-11-22"), last, stops=1)
    assert reads.facts("RR1", before(60), "2026-11-23") == Facts(None, last, stops=1)
    assert reads.facts("RR1", before(29), "2026-11-23") == Facts()
    assert reads.facts("RR1", before(59), "2026-11-23") == Facts(stops=1)
    assert reads.facts("RR2", before(60), "2026-11-22").hold is None
    assert reads.facts("RR3", None, "2026-11-22") == Facts()
    assert reads.parcel_ids() == {"RR1", "RR2"}


def test_recent_says_what_became_of_each(store: Store, reads: Reads) -> None:
    sent, refused, queued = (store.commit(draft(f"RR{n}")) for n in range(3))
    no_read = store.commit(draft(None, grams=None, decision=Refusal(Code.NO_READ, (), "REJECT"), keyed=False))
    store.settle([Receipt(sent.scan_id, "stored"), Receipt(refused.scan_id, "rejected", "x", "y")])

    assert [(scan.seq, scan.sent) for scan in reads.recent(10)] == [
        (no_read.seq, "queued"),
        (queued.seq, "queued"),
        (refused.seq, "refused"),
        (sent.seq, "sent"),
    ]
    newest, *_, oldest = reads.recent(10)
    assert (newest.parcel_id, newest.grams, newest.bin, newest.code) == (None, None, "REJECT", "NR")
    assert (oldest.parcel_id, oldest.carrier, oldest.service) == ("RR0", "china-post", "registered")
    assert (oldest.grams, oldest.bin, oldest.code, oldest.keyed) == (Decimal(2350), "A01", None, False)
    assert [scan.seq for scan in reads.recent(2)] == [4, 3]


def test_the_hour_counts_sixty_minutes_and_no_more(store: Store, reads: Reads) -> None:
    no_read = Refusal(Code.NO_READ, (), "REJECT")
    store.commit(draft(at=before(61)))
    store.commit(draft(at=before(60)))
    store.commit(draft(at=before(59)))
    store.commit(draft(at=before(30), grams=None))
    store.commit(draft(at=before(20), keyed=True))
    store.commit(draft(None, at=before(10), decision=no_read))
    store.commit(draft(None, at=before(9), decision=no_read))
    store.commit(draft(at=before(8), decision=OVERWEIGHT))
    store.commit(draft(at=before(-5)))

    hour = reads.hour(NOW)

    assert (hour.scans, hour.accepted, hour.weighed) == (6, 3, 5)
    assert hour.read == ReadCounts(not_read=2, keyed=1, after_retries=0, first_time=3)
    assert hour.exceptions == (("NR", 2), ("OW", 1))


def test_a_stop_that_was_taken_back_is_no_exception_any_more(store: Store, reads: Reads) -> None:
    now = utc_text(datetime.now(UTC))
    stops = [store.commit(draft(at=now, decision=OVERWEIGHT)) for _ in range(2)]
    accepted = store.commit(draft(at=now))
    for scan in (stops[0], accepted):
        do(store, VoidScan(scan.seq, "Ana", "undo"))
    hour = reads.hour(utc_text(datetime.now(UTC) + timedelta(seconds=1)))
    assert (hour.exceptions, hour.accepted) == ((("OW", 1),), 0)


def test_the_questions_of_the_screens_are_answered_from_an_index(store: Store, reads: Reads) -> None:
    def plan(question: str, *values: str) -> str:
        return " ".join(row[3] for row in reads._connection.execute(f"EXPLAIN QUERY PLAN {question}", values))

    assert "COVERING INDEX scan_by_time" in plan(last_hour.COUNTS, "", "")
    assert "COVERING INDEX scan_by_time" in plan(last_hour.EXCEPTIONS, "", "")


def test_a_plan_comes_back_as_it_was(store: Store, reads: Reads) -> None:
    rules = (
        PlanRule(2, 10, "US", "usps", None, "0", None, None, "2024-01-01", None, "A01", "New England"),
        PlanRule(
            3, 90, None, None, "ems", None, Decimal("0.5"), Decimal(2000), None, "2027-01-01", "Z99", "", "dutiable"
        ),
    )
    functions = (FunctionRow(4, Function.NO_READ, "R", "turn it"), FunctionRow(5, Function.BIN, "R", ""))
    assert reads.plan() is None
    store.replace_plan(SortPlan("winter", rules, functions))
    assert reads.plan() == SortPlan("winter", rules, functions)
    store.replace_plan(SortPlan("summer", rules[:1]))
    assert reads.plan() == SortPlan("summer", rules[:1])


def test_a_record_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        for statement in migrations.V1:
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES (1, 'lane-1', '00000000-0000-4000-8000-000000000000')")
        connection.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
        connection.execute(
            "INSERT INTO _sqlite_migrations VALUES (1, 'station', '1 scans, outbox, plan, holds', '2026')"
        )
        connection.execute("INSERT INTO plan VALUES (1, 'old', '2026-11-22T00:00:00.000Z')")
        connection.execute("INSERT INTO plan_rule (line, priority, bin, bin_label) VALUES (2, 100, 'A01', '')")
        connection.commit()
    with pytest.raises(StoreError, match="older station"):
        Reads(path)
    Store.open(path, "lane-1").close()
    with Reads(path) as reads:
        plan = reads.plan()
    assert plan is not None
    assert [(rule.bin, rule.flag) for rule in plan.rules] == [("A01", None)]


def test_the_export_begins_where_it_is_told_and_goes_on_over_pages(
    store: Store, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.record.reads._PAGE_ROWS", 3)
    for minutes in range(10, 0, -1):
        store.commit(draft(at=before(minutes)))

    assert [scan["seq"] for scan in reads.exported()] == list(range(1, 11))
    assert [scan["seq"] for scan in reads.exported(before(4))] == [7, 8, 9, 10]


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for try_it in (Reads, lambda path: Store.open(path, None)):
        with pytest.raises(StoreError, match="no database there"):
            try_it(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []
