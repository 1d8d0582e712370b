"""The closed set of decisions and the order in which its questions are asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Symbol
from station.core.choose import choose
from station.core.codes import CODES
from station.core.decide import DecisionRules, decide
from station.core.models import Accept, Capture, Choice, Code, Facts, Hold, PreviousScan, Refusal, Review
from station.core.plan import PlanIndex, parse_plan

TODAY = "2026-11-22"
RULES = DecisionRules(
    weigh_required=True,
    max_weight_g=Decimal(31500),
    service_max_g={"letter post registered": Decimal(2000)},
    reject_bin="REJECT",
    hold_bin="HOLD",
)
PREVIOUS = PreviousScan(7, "2026-11-22T09:14:03.120Z", "A01", "ana")
HOLD = Hold("RB123456785GB", "customs")


def plan(*rows: str) -> PlanIndex:
    read, problems = parse_plan(["country,weight_max_g,bin,bin_label", *rows], "plan.csv")
    assert problems == []
    assert read is not None
    return PlanIndex(read)


PLAN = plan("GB,,A01,London", "US,,B01,Chicago")


def seen(*texts: str) -> Choice:
    return choose([Symbol(text, text.encode(), "Code128", "", (), "zxing") for text in texts])


def weighed(grams: int | str) -> Capture:
    value = Decimal(grams)
    return Capture(1, value, value, "g", "gross", None, True, 500, 5, b"", 0.0)


S10 = seen("RB123456785GB")


def test_a_good_parcel_goes_into_its_bin() -> None:
    assert decide(S10, weighed(500), Facts(), PLAN, RULES, TODAY) == Accept("A01", "London")


def test_several_ids_are_a_question_that_names_them() -> None:
    decision = decide(seen("RB123456785GB", "1Z999AA10123456784"), weighed(500), Facts(HOLD), PLAN, RULES, TODAY)
    assert isinstance(decision, Review)
    assert decision.code is Code.MULTI_READ
    assert "RB 123 456 785 GB" in decision.question
    assert "1Z 999 AA1 01 2345 6784" in decision.question


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (seen(), Code.NO_READ),
        (seen("4006381333931"), Code.NO_READ),
        (seen("RB123456784GB"), Code.CHECK_DIGIT),
        (seen("42078745<GS>9400111206206406260787"), Code.NO_READ),
    ],
)
def test_no_id_is_a_refusal_into_the_reject_bin(choice: Choice, code: Code) -> None:
    decision = decide(choice, weighed(500), Facts(), PLAN, RULES, TODAY)
    assert isinstance(decision, Refusal)
    assert (decision.code, decision.bin) == (code, "REJECT")


@pytest.mark.parametrize("grams", [None, "500", "99999"])
@pytest.mark.parametrize("previous", [None, PREVIOUS])
@pytest.mark.parametrize("index", [None, PLAN])
def test_a_hold_beats_everything(grams: str | None, previous: PreviousScan | None, index: PlanIndex | None) -> None:
    capture = weighed(grams) if grams else None
    decision = decide(S10, capture, Facts(HOLD, previous), index, RULES, TODAY)
    assert decision == Refusal(Code.HOLD, "On hold: customs", CODES[Code.HOLD].action, "HOLD")


@pytest.mark.parametrize(("until", "held"), [("2026-11-21", False), ("2026-11-22", True), ("2026-11-23", True)])
def test_a_hold_ends_with_its_last_day(until: str, held: bool) -> None:
    decision = decide(S10, weighed(500), Facts(Hold("RB123456785GB", "customs", until)), PLAN, RULES, TODAY)
    assert isinstance(decision, Refusal) == held


def test_validity_is_judged_before_the_duplicate() -> None:
    facts = Facts(previous=PREVIOUS)
    heavy = decide(S10, weighed(2001), facts, PLAN, RULES, TODAY)
    unweighed = decide(S10, None, facts, PLAN, RULES, TODAY)
    assert isinstance(heavy, Refusal)
    assert isinstance(unweighed, Refusal)
    assert (heavy.code, unweighed.code) == (Code.OVERWEIGHT, Code.NO_WEIGHT)


def test_a_duplicate_says_when_where_and_by_whom_and_goes_to_the_same_bin() -> None:
    decision = decide(S10, weighed(500), Facts(previous=PREVIOUS), None, RULES, TODAY)
    assert isinstance(decision, Refusal)
    assert decision.sentence == "Scanned 2026-11-22 09:14 UTC, bin A01, by ana"
    assert (decision.code, decision.bin) == (Code.DUPLICATE, "A01")


@pytest.mark.parametrize(("grams", "stops"), [("2000", False), ("2000.1", True)])
def test_the_limit_of_the_service_is_inclusive(grams: str, stops: bool) -> None:
    decision = decide(S10, weighed(grams), Facts(), PLAN, RULES, TODAY)
    assert isinstance(decision, Refusal) == stops
    if isinstance(decision, Refusal):
        assert decision.sentence == "2.0001 kg is over the limit of 2 kg"


def test_other_services_have_the_limit_of_the_lane() -> None:
    ems = seen("EE876543216CA")
    assert decide(ems, weighed(31500), Facts(), plan(",,A01,"), RULES, TODAY) == Accept("A01", "")
    assert isinstance(decide(ems, weighed(31501), Facts(), plan(",,A01,"), RULES, TODAY), Refusal)


def test_a_lane_that_need_not_weigh_lets_an_unweighed_parcel_through() -> None:
    rules = DecisionRules(weigh_required=False, max_weight_g=Decimal(31500))
    assert decide(S10, None, Facts(), PLAN, rules, TODAY) == Accept("A01", "London")


def test_without_a_rule_or_a_plan_there_is_no_bin() -> None:
    ups = seen("1Z999AA10123456784")
    no_rule = decide(ups, weighed(500), Facts(), PLAN, RULES, TODAY)
    no_plan = decide(ups, weighed(500), Facts(), None, RULES, TODAY)
    assert isinstance(no_rule, Refusal)
    assert isinstance(no_plan, Refusal)
    assert no_rule.code is no_plan.code is Code.NO_RULE
    assert no_rule.sentence != no_plan.sentence


def test_every_code_has_words_that_fit_a_line_of_80_columns() -> None:
    assert set(CODES) == set(Code)
    assert all(0 < len(words) <= 38 for text in CODES.values() for words in text)


@given(
    st.lists(st.sampled_from(["RB123456785GB", "RB123456784GB", "4006381333931", "LP00123456789012"]), max_size=3),
    st.one_of(st.none(), st.integers(1, 40000)),
    st.booleans(),
    st.booleans(),
)
def test_every_decision_is_one_of_three_and_complete(
    texts: list[str], grams: int | None, held: bool, again: bool
) -> None:
    facts = Facts(HOLD if held else None, PREVIOUS if again else None)
    decision = decide(seen(*texts), weighed(grams) if grams else None, facts, PLAN, RULES, TODAY)
    match decision:
        case Accept():
            assert decision.bin
            assert not held
            assert not again
        case Review():
            assert decision.question
        case Refusal():
            assert decision.sentence
            assert decision.action
            assert decision.bin
