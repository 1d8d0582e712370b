"""The one judgement of requests: pure, total, by the lane's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import EVERY_LANE, Announced, ChoiceRules
from station.core.outcomes import Problem, Reason
from station.core.requests import (
    AcceptRejection,
    AcknowledgeAlarms,
    Checked,
    CorrectScan,
    ImportHolds,
    ImportPlan,
    OverrideStop,
    ResendRejected,
    check,
)
from station.language import ENGLISH, LANGUAGES, language, outcome_text
from tests.station.requests.wishes import wishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.outcomes import Value
    from station.core.requests import Request

WEAK = "794644790131"


@given(request=wishes)
def test_any_request_is_judged_and_a_judged_one_is_judged_alike_again(request: Request) -> None:
    found = check(request)
    again = check(found.request) if isinstance(found, Checked) else found
    assert again == found


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (AcceptRejection((1,), "", "lost"), Reason.EMPTY),
        (AcceptRejection((1,), " \t", "lost"), Reason.EMPTY),
        (AcceptRejection((1,), "Ana", " "), Reason.EMPTY),
        (AcceptRejection((), "Ana", "lost"), Reason.EMPTY),
        (AcceptRejection((1,), "x" * 65, "lost"), Reason.TOO_LONG),
        (AcceptRejection((1,), "A\x1bna", "lost"), Reason.UNPRINTABLE),
        (AcceptRejection((0,), "Ana", "lost"), Reason.NO_SCAN_NUMBER),
        (AcceptRejection((2**63,), "Ana", "lost"), Reason.NO_SCAN_NUMBER),
        (AcceptRejection(tuple(range(1, 10_003)), "Ana", "lost"), Reason.TOO_MANY),
        (ResendRejected((-1,)), Reason.NO_SCAN_NUMBER),
        (ResendRejected(None, " "), Reason.EMPTY),
        (CorrectScan(1, None, None, "Ana", "torn"), Reason.NOTHING_TO_CORRECT),
        (CorrectScan(1, None, " ", "Ana", "torn"), Reason.EMPTY),
        (CorrectScan(0, None, "B9", "Ana", "torn"), Reason.NO_SCAN_NUMBER),
        (CorrectScan(1, "RR473124820CN", None, "Ana", "torn"), Reason.NO_PARCEL_ID),
        (CorrectScan(1, "hello", None, "Ana", "torn"), Reason.NO_PARCEL_ID),
        (ImportPlan("plan.csv", "bin,country\nA01,Brazil\n"), Reason.BAD_ROWS),
        (ImportPlan("plan.csv", ""), Reason.BAD_ROWS),
        (ImportHolds("holds.csv", "parcel_id\n"), Reason.BAD_ROWS),
    ],
)
def test_what_cannot_be_is_a_problem(request_: Request, reason: Reason) -> None:
    found = check(request_)
    assert isinstance(found, Problem)
    assert found.reason is reason


def test_names_are_stripped_and_texts_of_the_record_are_not() -> None:
    found = check(AcceptRejection((1,), " Ana ", "lost\n"))
    assert found == Checked(AcceptRejection((1,), "Ana", "lost"))
    assert check(AcknowledgeAlarms((" as shown ",))) == Checked(AcknowledgeAlarms((" as shown ",)))


@pytest.mark.parametrize(("rules", "taken"), [(EVERY_LANE, False), (ChoiceRules(weak_carriers=("fedex",)), True)])
def test_the_lanes_own_rules_judge_a_parcel_id(rules: ChoiceRules, taken: bool) -> None:
    found = check(CorrectScan(1, WEAK, None, "Ana", "torn"), rules)
    assert isinstance(found, Checked if taken else Problem)


def test_a_number_that_the_manifest_has_is_its_parcel() -> None:
    known = Announced(parcel_id="SHOP-77")
    found = check(CorrectScan(1, "X1", None, "Ana", "torn"), EVERY_LANE, {"X1": known}.get)
    assert isinstance(found, Checked)
    assert found.identity is not None
    assert found.identity.normalized == "SHOP-77"


def test_lists_are_read_once_and_come_with_the_judgement() -> None:
    plan = check(ImportPlan("winter.csv", "bin,country\nA01,BR\n"))
    holds = check(ImportHolds("h.csv", "parcel_id\n", empty=True))
    assert isinstance(plan, Checked)
    assert plan.plan is not None
    assert (plan.plan.version, len(plan.plan.rules)) == ("winter.csv", 1)
    assert isinstance(holds, Checked)
    assert holds.holds == ()


BINS = ("A1", "A2", "B9", "REJECT")


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        ("b9", {"bin": "b9", "nearest": ("B9",)}),
        ("REJCT", {"bin": "REJCT", "nearest": ("REJECT",)}),
        ("XYZ", {"bin": "XYZ", "known": BINS}),
    ],
)
def test_a_stop_is_lifted_only_into_a_bin_of_the_plan_and_the_nearest_is_named(
    wanted: str, values: Mapping[str, Value]
) -> None:
    problem = check(OverrideStop(5, wanted, "Bo", "weighed again"), bins=lambda: BINS)

    assert problem == Problem(Reason.NO_SUCH_BIN, values)
    for name in LANGUAGES:
        assert wanted in outcome_text(problem, language(name))


@given(st.sampled_from(BINS), st.text("ABR1 9", min_size=1, max_size=4))
def test_every_bin_of_the_plan_and_any_without_a_plan_is_taken_and_no_other(known: str, other: str) -> None:
    def asked(place: str, bins: tuple[str, ...]) -> object:
        return check(OverrideStop(5, place, "Bo", "weighed again"), bins=lambda: bins)

    assert isinstance(asked(f" {known} ", BINS), Checked)
    if other.strip():
        assert isinstance(asked(other, ()), Checked)
        assert isinstance(asked(other, BINS), Checked) is (other.strip() in BINS)


def test_of_many_bins_only_some_are_shown() -> None:
    problem = check(OverrideStop(5, "?", "Bo", "x"), bins=lambda: tuple(f"BIN{n:03}" for n in range(500)))

    assert isinstance(problem, Problem)
    assert len(outcome_text(problem, language(ENGLISH))) < 200
