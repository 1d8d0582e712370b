"""A void, an override, a shift is an entry that names what it is about, who and why; what it names never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core import Shift
from station.core.models import Receipt
from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.requests import (
    AcceptRejection,
    AskedLane,
    CloseShift,
    CorrectScan,
    OpenShift,
    OverrideStop,
    ResendRejected,
    SetOperation,
    VoidScan,
)
from station.language import ENGLISH, language, outcome_text
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store
from tests.station.record.drafts import NOW
from tests.station.requests.doing import do
from tests.station.requests.three_ways import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core.requests import Request

LANE = AskedLane(shift=Shift("sort", "anna"))
TODAY = NOW[:10]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """1 to 3 rejected, 4 stored, 5 too heavy, 6 not read."""
    with Store.open(record(tmp_path), None) as store:
        yield store


def exported(store: Store) -> list[dict[str, Any]]:
    with Reads(store.path) as reads:
        return list(reads.exported())


def shift(store: Store) -> Shift:
    with Reads(store.path) as reads:
        return reads.shift()


def accepted(store: Store) -> int:
    with Reads(store.path) as reads:
        return reads.totals().accepted


def test_a_void_names_the_scan_who_and_why_and_the_scan_stays(store: Store) -> None:
    before = exported(store)
    outcome = do(store, VoidScan(4, "Bo", "wrong parcel"), LANE)
    *scans, void = exported(store)
    assert outcome == Done(Reason.TAKEN_BACK, {"seq": 4, "by_seq": 7, "parcel_id": "RR3"})
    assert scans == before
    assert {key: void[key] for key in ("kind", "about", "operator", "operation", "details", "presentation_id")} == {
        "kind": "void",
        "about": before[3]["scan_id"],
        "operator": "Bo",
        "operation": "sort",
        "details": {"why": "wrong parcel"},
        "presentation_id": before[3]["scan_id"],
    }
    with Reads(store.path) as reads:
        assert reads.facts("RR3", None, TODAY).previous is None
        assert reads.backlog().pending == 3, "it is sent like any entry"


def test_a_void_of_a_stop_takes_no_accepted_parcel_back(store: Store) -> None:
    before = accepted(store)
    do(store, VoidScan(6, "Bo", "shown by mistake"), LANE)
    assert accepted(store) == before
    do(store, VoidScan(4, "Bo", "wrong parcel"), LANE)
    assert accepted(store) == before - 1


def test_an_override_names_the_stop_and_its_parcel_is_accepted_there(store: Store) -> None:
    before = accepted(store)
    outcome = do(store, OverrideStop(5, "B9", "Bo", "weighed again"), LANE)
    *_, lifted = exported(store)
    assert isinstance(outcome, Done)
    assert (lifted["kind"], lifted["bin"], lifted["parcel_id"], lifted["operator"]) == ("override", "B9", "RR4", "Bo")
    assert lifted["details"] == {"lifts": "OW", "why": "weighed again"}
    assert accepted(store) == before + 1
    with Reads(store.path) as reads:
        previous = reads.facts("RR4", None, TODAY).previous
    assert previous is not None
    assert previous.bin == "B9"


def test_an_override_is_taken_back_before_its_scan(store: Store) -> None:
    before = accepted(store)
    do(store, OverrideStop(5, "B9", "Bo", "weighed again"), LANE)
    stands = do(store, VoidScan(5, "Bo", "x"), LANE)
    assert stands == Nothing(Reason.OVERRIDE_STANDS, {"seq": 5, "by_seq": 7})
    assert isinstance(do(store, VoidScan(7, "Bo", "slip"), LANE), Done)
    assert accepted(store) == before
    assert isinstance(do(store, OverrideStop(5, "C1", "Bo", "after all"), LANE), Done)
    assert accepted(store) == before + 1


@pytest.mark.parametrize(
    ("requests", "reason"),
    [
        ([VoidScan(99, "Bo", "x")], Reason.NO_SUCH_SCAN),
        ([VoidScan(4, "Bo", "x"), VoidScan(4, "Cy", "y")], Reason.ALREADY_TAKEN_BACK),
        ([VoidScan(4, "Bo", "x"), VoidScan(7, "Cy", "y")], Reason.NO_SUCH_SCAN),
        ([OpenShift("Bo"), VoidScan(7, "Cy", "y")], Reason.NO_SUCH_SCAN),
        ([CorrectScan(1, None, "B9", "Bo", "x"), VoidScan(1, "Cy", "y")], Reason.ALREADY_CORRECTED),
        ([OverrideStop(4, "B9", "Bo", "x")], Reason.NOT_STOPPED),
        ([OverrideStop(6, "B9", "Bo", "x")], Reason.WITHOUT_PARCEL_ID),
        ([OverrideStop(99, "B9", "Bo", "x")], Reason.NO_SUCH_SCAN),
        ([VoidScan(5, "Bo", "x"), OverrideStop(5, "B9", "Bo", "x")], Reason.ALREADY_TAKEN_BACK),
        ([OverrideStop(5, "B9", "Bo", "x"), OverrideStop(5, "B9", "Bo", "x")], Reason.OVERRIDE_STANDS),
        ([OpenShift("Bo"), OpenShift("Bo")], Reason.SHIFT_IS_OPEN),
        ([OpenShift("Bo"), OpenShift("Cy")], Reason.OTHER_SHIFT_IS_OPEN),
        ([CloseShift()], Reason.NO_SHIFT_IS_OPEN),
        ([SetOperation("sort")], Reason.OPERATION_IS_SET),
        ([SetOperation("loading")], Reason.NO_OPERATION),
        ([OpenShift(" ")], Reason.EMPTY),
        ([VoidScan(4, "", "x")], Reason.EMPTY),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_has_a_sentence(
    store: Store, requests: list[Request], reason: Reason
) -> None:
    *first, last = requests
    for request in first:
        assert isinstance(do(store, request, LANE), Done)
    before, now = exported(store), shift(store)
    outcome = do(store, last, LANE)
    assert isinstance(outcome, Nothing | Problem)
    assert outcome.reason is reason
    assert "?" not in outcome_text(outcome, language(ENGLISH))
    assert (exported(store), shift(store)) == (before, now)


def test_an_entry_that_an_old_centre_refused_is_sent_again_or_left_and_never_corrected(store: Store) -> None:
    do(store, VoidScan(4, "Bo", "wrong parcel"), LANE)
    *_, void = exported(store)
    store.settle([Receipt(str(void["scan_id"]), "rejected", "unknown_kind", "no")])
    refused = do(store, CorrectScan(7, "RR473124829CN", "B9", "Ana", "x"), LANE)
    assert refused == Nothing(Reason.NO_SUCH_SCAN, {"seq": 7})
    assert isinstance(do(store, ResendRejected((7,)), LANE), Done)
    store.settle([Receipt(str(void["scan_id"]), "rejected", "unknown_kind", "no")])
    assert isinstance(do(store, AcceptRejection((7,), "Ana", "the centre is old"), LANE), Done)
    again = do(store, AcceptRejection((7,), "Bo", "x"), LANE)
    assert again == Nothing(Reason.ALREADY_ACCEPTED, {"seq": 7, "who": "Ana"})
    assert len(exported(store)) == 7


def test_a_shift_is_told_whole_by_its_entries(store: Store) -> None:
    for request in (OpenShift("Bo"), SetOperation("dispatch"), CloseShift()):
        do(store, request, LANE)
    *_, opened, changed, closed = exported(store)
    assert [each["kind"] for each in (opened, changed, closed)] == ["shift"] * 3
    assert opened["details"] == {"is": "open", "operator": "Bo", "operation": "sort"}
    assert changed["details"] == {"is": "operation", "operator": "Bo", "operation": "dispatch"}
    since = opened["scanned_at"]
    assert closed["details"] == {
        "is": "close", "operator": "anna", "operation": "sort", "opened_at": since, "presented": 0, "read": 0,
        "keyed": 0,
        "not_read": 0, "codes": {}, "open_bags": [], "open_exceptions": [], "not_put": [],
    }  # fmt: skip
    assert [each["operator"] for each in (opened, changed, closed)] == ["Bo", "Bo", "Bo"]
    assert shift(store).over(LANE.shift) == LANE.shift


wishes = st.one_of(
    st.builds(OpenShift, st.sampled_from(["Bo", "Cy"])),
    st.builds(CloseShift),
    st.builds(SetOperation, st.sampled_from(["sort", "dispatch"])),
    st.builds(VoidScan, st.integers(1, 12), st.just("Bo"), st.just("x")),
    st.builds(OverrideStop, st.integers(1, 12), st.just("B9"), st.just("Bo"), st.just("x")),
)


@settings(max_examples=40, deadline=None)
@given(asked=st.lists(wishes, max_size=12))
def test_any_order_of_them_leaves_a_log_that_verifies_and_counts_that_add_up(
    asked: list[Request], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = record(tmp_path_factory.mktemp("entries"))
    with Store.open(path, None) as store:
        for request in asked:
            do(store, request, LANE)
        log = exported(store)
        said, count = shift(store), accepted(store)
    void = {each["about"] for each in log if each.get("kind") == "void"}
    counted = [
        each
        for each in log
        if each.get("kind", "scan") in {"scan", "override"} and "code" not in each and each["scan_id"] not in void
    ]
    assert count == len(counted)
    assert verify(path).count == 0
    changes = [each["details"] for each in log if each.get("kind") == "shift"]
    now = said.over(LANE.shift)
    last = changes[-1] if changes else {"operator": "anna", "operation": "sort"}
    assert (now.operator, now.operation) == (last["operator"], last["operation"])
