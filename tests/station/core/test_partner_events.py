"""Partner event codes: the table says what an office of exchange emits, and nothing that the station did not see."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, parse
from config.model import StationSection
from config.partner import EventName, EventSet
from station.assembly.rules import station_rules
from station.core.exception_codes import Code
from station.core.models import Accept, Decision, Refusal
from station.core.partner_events import SETS, codes_of, event_code

OPERATIONS = ("arrival", "induct", "sort", "load", "dispatch", "return", "audit")
NEVER_TOLD = {Code.NO_READ, Code.MULTI_READ, Code.CHECK_DIGIT, Code.DUPLICATE}
EMSEVT = {
    "upu-outward": {"EMB", "EXA", "EXD", "EXX", "EMC"},
    "upu-transit": {"EMJ", "EMK"},
    "upu-inward": {"EMD", "EDA", "EDB", "EMF", "EDD"},
}
"""The codes that an office of each kind may emit."""
accepted = Accept("A01", "")


def stopped(code: Code) -> Decision:
    return Refusal(code, (), "REJECT")


def test_a_configuration_names_exactly_what_the_station_does_and_the_sets_that_there_are() -> None:
    assert set(get_args(EventName)) == {*OPERATIONS, *(code.value for code in Code)}
    assert set(get_args(StationSection.model_fields["operation"].annotation)) == set(OPERATIONS)
    assert set(get_args(EventSet)) == set(SETS)
    assert all(set(codes) <= set(get_args(EventName)) for codes in SETS.values())


@pytest.mark.parametrize("name", EMSEVT)
def test_an_office_of_exchange_emits_codes_of_its_own_kind_alone(name: str) -> None:
    assert set(SETS[name].values()) == EMSEVT[name]


@pytest.mark.parametrize(
    ("name", "operation", "decision", "code"),
    [
        ("upu-outward", "arrival", accepted, "EMB"),
        ("upu-outward", "dispatch", accepted, "EMC"),
        ("upu-outward", "sort", accepted, None),
        ("upu-outward", "arrival", stopped(Code.HOLD), "EXD"),
        ("upu-outward", "arrival", stopped(Code.CUSTOMS), "EXA"),
        ("upu-outward", "dispatch", stopped(Code.CANCELLED), "EXX"),
        ("upu-transit", "arrival", accepted, "EMJ"),
        ("upu-transit", "dispatch", accepted, "EMK"),
        ("upu-transit", "arrival", stopped(Code.HOLD), None),
        ("upu-inward", "arrival", accepted, "EMD"),
        ("upu-inward", "sort", accepted, "EDD"),
        ("upu-inward", "dispatch", accepted, "EMF"),
        ("upu-inward", "sort", stopped(Code.OVERWEIGHT), "EDA"),
        ("upu-inward", "arrival", stopped(Code.CUSTOMS), "EDB"),
        ("none", "arrival", accepted, None),
    ],
)
def test_which_hub_emits_what(name: str, operation: str, decision: Decision, code: str | None) -> None:
    assert event_code(codes_of(name, {}), operation, decision) == code


@given(st.sampled_from(sorted(SETS)), st.sampled_from(OPERATIONS), st.sampled_from(sorted(NEVER_TOLD)))
def test_no_set_tells_of_a_parcel_that_was_not_identified_or_was_told_of(name: str, operation: str, code: Code) -> None:
    assert event_code(codes_of(name, {}), operation, stopped(code)) is None


@given(
    st.sampled_from(sorted(SETS)),
    st.dictionaries(st.sampled_from(get_args(EventName)), st.sampled_from(["", "X1", "E-2"])),
    st.sampled_from(OPERATIONS),
    st.sampled_from([accepted, *map(stopped, Code)]),
)
def test_own_codes_stand_over_the_set_and_an_empty_one_takes_it_away(
    name: str, own: dict[str, str], operation: str, decision: Decision
) -> None:
    key = decision.code.value if isinstance(decision, Refusal) else operation

    expected = own[key] if key in own else SETS[name].get(key)
    assert event_code(codes_of(name, own), operation, decision) == (expected or None)


def test_the_rules_of_a_station_carry_the_codes_of_its_configuration() -> None:
    text = '[events]\nset = "upu-outward"\n[events.codes]\nOW = "EDA"\nHD = ""\nsort = "S1"\n'

    codes = station_rules(parse(text, "x"), 0.3).event_codes

    assert codes == {"arrival": "EMB", "dispatch": "EMC", "OW": "EDA", "XR": "EXA", "CL": "EXX", "sort": "S1"}
    assert station_rules(Config(), 0.3).event_codes == {}
