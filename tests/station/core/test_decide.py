"""The closed set of decisions and the order in which its questions are asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Symbol, values_of
from station.core.announced import Announced
from station.core.choose import choose
from station.core.decide import DecisionRules, Unannounced, decide
from station.core.exception_codes import Code
from station.core.facts import Facts, PreviousScan
from station.core.hold_list import Hold
from station.core.models import Accept, Capture, Choice, Refusal, Review
from station.core.sort_plan.index import PlanIndex, parse_plan
from station.core.weighing.billing import Billing

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
    assert sorted(str(dict(decision.values)["ids"])) == sorted(str(("RB 123 456 785 GB", "1Z 999 AA1 01 2345 6784")))


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
    assert decision == Refusal(Code.HOLD, values_of(reason="customs"), "HOLD")


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
    assert decision.values == values_of(at=PREVIOUS.scanned_at, bin="A01", operator="ana")
    assert (decision.code, decision.bin) == (Code.DUPLICATE, "A01")


@pytest.mark.parametrize(("grams", "stops"), [("2000", False), ("2000.1", True)])
def test_the_limit_of_the_service_is_inclusive(grams: str, stops: bool) -> None:
    decision = decide(S10, weighed(grams), Facts(), PLAN, RULES, TODAY)
    assert isinstance(decision, Refusal) == stops
    if isinstance(decision, Refusal):
        assert decision.values == (("grams", "2000.1"), ("limit_g", "2000"))


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
    assert no_rule.values != no_plan.values


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
            assert decision.code in Code
        case Refusal():
            assert list(decision.values) == sorted(decision.values)
            assert decision.bin


FUNCTIONS = PlanIndex(
    parse_plan(
        [
            "country,postal_prefix,function,bin",
            "GB,,,A01",
            "US,9,,U09",
            *(f",,{function},{function[:12]}" for function in ("NO_READ", "UNKNOWN_ID", "NOT_EXPECTED", "CANCELLED")),
            ",,HOLD_CUSTOMS,CUSTOMS",
            ",,DEFAULT,REST",
        ],
        "plan.csv",
    )[0]
    or pytest.fail("the plan is good")
)
KNOWN = Announced("RB123456785GB", weight_g=Decimal(480), bag_id="BAG-1", dest_country="GB")


def outcome(facts: Facts, rules: DecisionRules = RULES, grams: int = 500, choice: Choice = S10) -> tuple[str, str]:
    """Code, empty when accepted, and bin."""
    decision = decide(choice, weighed(grams), facts, FUNCTIONS, rules, TODAY)
    assert not isinstance(decision, Review)
    return "" if isinstance(decision, Accept) else decision.code.value, decision.bin


def test_each_stop_goes_where_the_plan_says_and_else_into_its_default_bin() -> None:
    assert outcome(Facts(announced=replace(KNOWN, status="cancelled"))) == ("CL", "CANCELLED")
    assert outcome(Facts(announced=replace(KNOWN, customs_flag="customs_hold"))) == ("XR", "CUSTOMS")
    assert outcome(Facts(manifest_loaded=True), replace(RULES, unannounced="stop")) == ("UK", "NOT_EXPECTED")
    assert outcome(Facts(), grams=5000) == ("OW", "REST")
    assert outcome(Facts(), choice=seen()) == ("NR", "NO_READ")
    assert outcome(Facts(), choice=seen("4006381333931")) == ("NR", "UNKNOWN_ID")


@pytest.mark.parametrize("previous", [None, PREVIOUS])
def test_what_is_cancelled_or_held_by_customs_is_no_harmless_duplicate(previous: PreviousScan | None) -> None:
    cancelled = replace(KNOWN, status="cancelled")
    assert outcome(Facts(HOLD, previous, cancelled))[0] == "CL"
    assert outcome(Facts(None, previous, replace(KNOWN, customs_flag="customs_hold")))[0] == "XR"


@pytest.mark.parametrize(
    ("policy", "online", "code"),
    [
        ("accept", True, ""),
        ("accept", False, ""),
        ("stop_online", True, "UK"),
        ("stop_online", None, "UK"),
        ("stop_online", False, ""),
        ("stop", True, "UK"),
        ("stop", False, "UK"),
    ],
)
def test_the_lane_says_what_becomes_of_an_unannounced_parcel(
    policy: Unannounced, online: bool | None, code: str
) -> None:
    rules = replace(RULES, unannounced=policy)
    assert outcome(Facts(manifest_loaded=True, online=online), rules)[0] == code
    assert outcome(Facts(announced=KNOWN, manifest_loaded=True, online=online), rules)[0] == ""
    assert outcome(Facts(online=online), rules)[0] == "", "without a manifest nothing is unannounced"


def test_an_unannounced_parcel_that_goes_on_says_so() -> None:
    def notes(facts: Facts) -> list[str]:
        decision = decide(S10, weighed(500), facts, PLAN, replace(RULES, unannounced="stop_online"), TODAY)
        assert isinstance(decision, Accept)
        return [note.code for note in decision.notes]

    assert notes(Facts(manifest_loaded=True, online=False)) == ["provisional"]
    assert notes(Facts(announced=KNOWN, manifest_loaded=True, online=False)) == []
    assert notes(Facts(online=False)) == []


def test_a_parcel_of_another_bag_is_a_missort() -> None:
    assert outcome(Facts(announced=KNOWN, bag="BAG-2"))[0] == "MS"
    assert outcome(Facts(announced=KNOWN, bag="BAG-1"))[0] == ""
    assert outcome(Facts(announced=replace(KNOWN, bag_id=None), bag="BAG-2"))[0] == ""
    assert outcome(Facts(announced=KNOWN))[0] == ""


def test_a_weight_of_another_billing_step_is_a_mismatch_and_says_both() -> None:
    rules = replace(RULES, billing=Billing(Decimal(100)))
    decision = decide(S10, weighed(510), Facts(announced=KNOWN), FUNCTIONS, rules, TODAY)
    assert isinstance(decision, Refusal)
    assert (decision.code, decision.values) == (Code.WEIGHT_MISMATCH, values_of(declared_g="480", grams="510"))
    assert outcome(Facts(announced=KNOWN), rules, grams=499)[0] == ""
    assert outcome(Facts(announced=replace(KNOWN, weight_g=None)), rules, grams=510)[0] == ""


def test_the_smaller_limit_of_service_and_country_of_destination_counts() -> None:
    rules = replace(RULES, country_max_g={"GB": Decimal(400), "US": Decimal(1)})
    assert outcome(Facts(announced=KNOWN), rules, grams=450)[0] == "OW"
    assert outcome(Facts(announced=KNOWN), rules, grams=400)[0] == ""
    lax = replace(RULES, country_max_g={"GB": Decimal(20000)})
    assert outcome(Facts(announced=KNOWN), lax, grams=2001)[0] == "OW"


def test_a_parcel_that_stops_again_and_again_goes_to_the_supervisor_unless_it_is_held() -> None:
    rules = replace(RULES, max_rounds=2)
    assert outcome(Facts(stops=1), rules, grams=5000)[0] == "OW"
    assert outcome(Facts(stops=2), rules, grams=5000)[0] == "RC"
    assert outcome(Facts(stops=2), rules)[0] == "", "what is in order now goes on"
    assert outcome(Facts(HOLD, stops=9), rules)[0] == "HD"


def test_a_parcel_whose_postcode_nobody_knows_is_told_from_one_without_a_rule() -> None:
    american = seen("9400111206206406260787")
    assert outcome(Facts(), choice=american)[0] == "NP"
    assert outcome(Facts(), choice=seen("42010001\x1d9400111206206406260787"))[0] == "NB"
    assert outcome(Facts(announced=Announced("9400111206206406260787", dest_postcode="90210")), choice=american) == (
        "",
        "U09",
    )
    assert outcome(Facts(), choice=seen("EE876543216CA"))[0] == "NB"
