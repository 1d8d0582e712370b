"""What was asked is done whole or not at all, once for each name, and the record keeps who asked it and why."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from station.core.models import Receipt
from station.core.outcomes import Done, Nothing, Reason
from station.core.requests import (
    AcceptRejection,
    AcknowledgeAlarms,
    Checked,
    CorrectScan,
    ImportHolds,
    ImportPlan,
    ResendRejected,
    check,
)
from station.language import ENGLISH, language, outcome_text
from station.record.outbox import request_log
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store, StoreError
from tests.station.record.drafts import draft
from tests.station.requests.doing import apply, do
from tests.station.requests.three_ways import held_in, record
from tests.station.requests.wishes import wishes

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.requests import Request

ROWS = "".join(f"A{n},{n:05}\n" for n in range(20_000))
LONG = "x" * 400


def judged(request: Request) -> Checked:
    found = check(request)
    assert isinstance(found, Checked)
    return found


def named() -> str:
    return str(uuid.uuid4())


@settings(max_examples=60, deadline=None)
@given(request=wishes)
def test_the_same_name_again_changes_nothing_and_says_the_same(
    request: Request, tmp_path_factory: pytest.TempPathFactory
) -> None:
    checked, name = check(request), named()
    if not isinstance(checked, Checked):
        return
    path = record(tmp_path_factory.mktemp("record"))
    with Store.open(path, None) as store:
        first = apply(store, name, checked)
        held = held_in(path)
        assert apply(store, name, checked) == first
    assert held_in(path) == held
    assert len(held["request"]) == 1
    assert verify(path).count == 0
    assert outcome_text(first, language(ENGLISH))


@pytest.mark.parametrize(
    "request_",
    [
        ImportPlan("plan.csv", f"bin,postal_prefix\n{ROWS}"),
        ImportHolds("holds.csv", "parcel_id,reason\n" + "".join(f"H{n},{LONG}\n" for n in range(3000))),
        CorrectScan(1, None, "B9", "Ana", "why"),
        AcceptRejection((1, 2, 3), "Ana", "why"),
        ResendRejected(),
    ],
    ids=lambda request: type(request).__name__,
)
def test_a_full_disk_in_the_middle_leaves_nothing_half_done(request_: Request, tmp_path: Path) -> None:
    path = record(tmp_path)
    with Store.open(path, None) as store:
        connection = store._live()
        connection.execute("CREATE TABLE full (x)")
        connection.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON request BEGIN "
            "INSERT INTO full SELECT zeroblob(1 << 20) FROM (SELECT 1 UNION ALL SELECT 2); END"
        )
        held = held_in(path)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 300}")
        with pytest.raises(StoreError, match="disk is full"):
            apply(store, named(), judged(request_))
        assert held_in(path) == held

        connection.execute("PRAGMA max_page_count = 1000000")
        assert isinstance(apply(store, named(), judged(request_)), Done)


def test_a_record_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    path = record(tmp_path)
    with Store.open(path, None) as store:
        store._live().execute("PRAGMA query_only = 1")
        with pytest.raises(StoreError, match="Check owner, rights and mount"):
            do(store, ResendRejected())


@pytest.mark.parametrize(
    ("request_", "reason", "said"),
    [
        (CorrectScan(99, None, "B9", "Ana", "x"), Reason.NO_SUCH_SCAN, "no scan 99, or it is no longer kept"),
        (CorrectScan(4, None, "B9", "Ana", "x"), Reason.NOT_REJECTED, "has not refused scan 4"),
        (CorrectScan(5, None, "B9", "Ana", "x"), Reason.NOT_REJECTED, "has not refused scan 5"),
        (CorrectScan(1, None, "B9", "Ana", "x"), Reason.ALREADY_CORRECTED, "Bo has corrected scan 1 already: scan 7"),
        (AcceptRejection((2,), "Ana", "x"), Reason.ALREADY_ACCEPTED, "Bo has accepted already that scan 2"),
        (ResendRejected((2,)), Reason.ALREADY_ACCEPTED, "Bo has accepted already"),
        (ResendRejected((4, 5)), Reason.NONE_REJECTED, "none of them is refused and open"),
        (AcknowledgeAlarms(("gone",)), Reason.NO_SUCH_ALARM, "ended already"),
    ],
)
def test_what_is_gone_or_done_already_is_told(request_: Request, reason: Reason, said: str, tmp_path: Path) -> None:
    path = record(tmp_path)
    with Store.open(path, None) as store:
        do(store, CorrectScan(1, None, "B1", "Bo", "went there"))
        do(store, AcceptRejection((2,), "Bo", "lost"))
        outcome = do(store, request_)
    assert isinstance(outcome, Nothing)
    assert outcome.reason is reason
    assert said in outcome_text(outcome, language(ENGLISH))


def test_who_and_why_are_kept_also_of_what_changes_no_scan(tmp_path: Path) -> None:
    path = record(tmp_path)
    with Store.open(path, None, now=lambda: "2026-11-22T12:00:00.000Z") as store, Reads(path) as reads:
        do(store, ResendRejected((1,), "Ana"))
        do(store, AcknowledgeAlarms(reads.alarms(), "Bo"))
        do(store, AcceptRejection((2,), "Cy", "lost"))
    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute("SELECT kind, who, why, at, done FROM request ORDER BY number").fetchall()
    at = "2026-11-22T12:00:00.000Z"
    assert kept == [
        ("ResendRejected", "Ana", None, at, 1),
        ("AcknowledgeAlarms", "Bo", None, at, 1),
        ("AcceptRejection", "Cy", "lost", at, 1),
    ]


def test_of_many_requests_the_newest_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_log, "KEPT", 3)
    path = record(tmp_path)
    with Store.open(path, None) as store:
        names = [named() for _ in range(5)]
        for name in names:
            apply(store, name, judged(ResendRejected((5,))))
        kept = [name for name in names if request_log.outcome_of(store._live(), name) is not None]
    assert kept == names[2:]


def test_requests_are_carried_over_from_a_damaged_record(tmp_path: Path) -> None:
    path, name = record(tmp_path), named()
    with Store.open(path, None) as store:
        apply(store, name, judged(ResendRejected()))
        for _ in range(50):
            store.settle([Receipt(store.commit(draft()).scan_id, "stored")])
    whole = bytearray(path.read_bytes())
    whole[len(whole) - 4096 :] = b"\xff" * 4096
    path.write_bytes(whole)
    from station.record.recovery import salvage

    salvage.salvage(path, "lane-1")
    with Store.open(path, None) as store:
        assert isinstance(apply(store, name, judged(ResendRejected())), Done)
        assert request_log.outcome_of(store._live(), name) == Done(Reason.RESENT, {"count": 3, "others": 0})
