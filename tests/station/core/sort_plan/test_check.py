"""What is said of a plan as a whole: true by trying every parcel."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.sort_plan.check import check
from station.core.sort_plan.explain import explain, failed
from station.core.sort_plan.index import PlanIndex, PlanRule, SortPlan, Traits, parse_plan
from station.core.sort_plan.overlaps import overlaps
from station.core.sort_plan.rules import rank
from station.core.sort_plan.unreachable import shadows

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = "2026-11-22"
DAYS = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24")
WEIGHTS = (None, *(Decimal(grams) for grams in ("0", "1", "100", "250", "500", "1000", "2000", "3000")))
choices = st.sampled_from


@st.composite
def rules(draw: st.DrawFn) -> PlanRule:
    low, high = draw(choices([(None, None), (None, None), (0, 100), (100, 500), (None, 500), (500, None), (500, 2000)]))
    start, end = draw(
        choices([(None, None), (None, None), (None, DAYS[1]), (DAYS[2], None), (DAYS[1], DAYS[2]), (DAYS[3], DAYS[3])])
    )
    return PlanRule(
        line=0,
        priority=draw(st.integers(0, 2)),
        country=draw(choices([None, None, "US"])),
        carrier=draw(choices([None, None, "usps"])),
        service=None,
        flag=draw(choices([None, None, "dutiable"])),
        postal_prefix=draw(choices([None, "0", "00"])),
        weight_min_g=None if low is None else Decimal(low),
        weight_max_g=None if high is None else Decimal(high),
        valid_from=start,
        valid_to=end,
        bin=draw(choices("ABC")),
        bin_label="",
    )


plans = st.lists(rules(), min_size=1, max_size=8).map(
    lambda drawn: SortPlan("1", tuple(replace(rule, line=line) for line, rule in enumerate(drawn, start=2)))
)


def every_parcel() -> Iterator[Traits]:
    """Every parcel between which a rule drawn here may distinguish."""
    for country, carrier, flag, code, grams in product(
        (None, "US"), (None, "usps"), (None, "dutiable"), ("", "0", "00", "1"), WEIGHTS
    ):
        yield Traits(country, carrier, None, flag, code, grams)


def matching(plan: SortPlan, traits: Traits, day: str) -> list[PlanRule]:
    return sorted((rule for rule in plan.rules if not failed(rule, traits, day)), key=rank)


@given(plans)
def test_a_rule_is_shadowed_exactly_when_no_parcel_ever_gets_to_it(plan: SortPlan) -> None:
    winners = {found[0].line for traits in every_parcel() for day in DAYS if (found := matching(plan, traits, day))}
    assert {rule.line for rule, _ in shadows(PlanIndex(plan))} == {rule.line for rule in plan.rules} - winners


@given(plans)
def test_an_overlap_is_exactly_where_the_order_of_lines_decides(plan: SortPlan) -> None:
    found = set()
    for traits, day in product(every_parcel(), DAYS):
        fitting = matching(plan, traits, day)
        found |= {
            later.line
            for at, one in enumerate(fitting)
            for later in fitting[at + 1 :]
            if rank(one)[:3] == rank(later)[:3] and one.bin != later.bin
        }
    assert {rule.line for rule, _ in overlaps(plan)} == found


@given(plans, st.sampled_from(list(every_parcel())), choices(DAYS))
def test_the_index_and_the_explanation_agree_with_reading_every_rule(plan: SortPlan, traits: Traits, day: str) -> None:
    by_hand = matching(plan, traits, day)
    told = explain(plan, traits, day)

    assert PlanIndex(plan).first(traits, day) == (by_hand[0] if by_hand else None)
    assert [tried.rule for tried in told.matching] == by_hand
    assert all(tried.reasons == failed(tried.rule, traits, day) for tried in told.nearest)


@given(plans)
def test_a_check_ends_in_findings_for_any_plan(plan: SortPlan) -> None:
    lines = {rule.line for rule in plan.rules} | {None}
    assert {finding.line for finding in check(plan, TODAY)} <= lines


def kinds(header: str, *rows: str, bins: tuple[str, ...] = ()) -> list[tuple[str, int | None]]:
    plan, problems = parse_plan([header, *rows], "plan.csv")
    assert [str(problem) for problem in problems] == []
    assert plan is not None
    return [(finding.kind, finding.line) for finding in check(plan, TODAY, bins)]


REST = "DEFAULT,,,,,,,Z"
COLUMNS = "function,priority,country,carrier,postal_prefix,weight_min_g,weight_max_g,bin"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([",90,,,,,,Z"], []),
        ([",1,,,,,,Z", ",2,BR,,,,,A"], [("shadowed", 3)]),
        ([",1,BR,,,,1000,A", ",1,BR,,,1000,,A", ",2,BR,,,500,2000,B", ",9,,,,,,Z"], [("shadowed", 4)]),
        ([",1,BR,,,,999,A", ",1,BR,,,1000,,A", ",2,BR,,,500,2000,B", ",9,,,,,,Z"], []),
        ([",1,BR,,,,999,A", ",1,BR,,,1000,,A", ",9,,,,,,Z"], [("gap", 3)]),
        ([",1,BR,,,,1000,A", ",1,BR,,,1000,,A", ",9,,,,,,Z"], []),
        ([",1,BR,,,,1000,A"], [("gap", 2), ("no_default", None)]),
        ([",1,BR,,,,,A", ",1,,usps,,,,B", ",9,,,,,,Z"], [("overlap", 3)]),
        ([",1,BR,,,,,A", ",2,,usps,,,,B", ",9,,,,,,Z"], []),
        ([",1,BR,,,,,A", ",1,,usps,,,,A", ",9,,,,,,Z"], []),
        ([f",1,,usps,{digit},,,A" for digit in "012346789"] + [",9,,,,,,Z"], [("gap", 10)]),
        ([f",1,,usps,{digit},,,A" for digit in "012346789"] + [",2,,usps,,,,B", ",9,,,,,,Z"], []),
    ],
)
def test_what_is_found(rows: list[str], wanted: list[tuple[str, int | None]]) -> None:
    assert kinds(COLUMNS, *rows, REST) == wanted


def test_bins_are_known_when_they_are_declared() -> None:
    rows = ["BIN,,,,,,,Z", "BIN,,,,,,,Y", ",1,BR,,,,,A", ",9,,,,,,Z", "DEFAULT,,,,,,,N"]
    assert kinds(COLUMNS, *rows) == [("unused_bin", 3), ("unknown_bin", 4), ("unknown_bin", 6)]
    assert kinds(COLUMNS, *rows[2:], bins=("A", "Z", "N")) == []


def test_dates() -> None:
    head = "bin,valid_from,valid_to,function"
    assert kinds(head, "A,,2026-11-21,", "B,2026-11-23,,", "Z,,,DEFAULT") == [
        ("expired", 2),
        ("not_yet_valid", 3),
        ("not_yet_valid", None),
        ("no_default", None),
    ]
    assert kinds(head, "A,,2026-11-21,", "Z,,,DEFAULT")[1] == ("expired", None)


def test_missing_function_rows_are_named() -> None:
    plan, _ = parse_plan(["bin,function", "Z,", "R,NO_READ"], "plan.csv")
    assert plan is not None
    (finding,) = check(plan, TODAY)
    assert finding.kind == "no_function"
    assert "NO_RULE" in finding.what
    assert "NO_READ" not in finding.what


def test_the_explanation_says_why_the_winner_wins_and_what_others_lack() -> None:
    rows = ["10,BR,,01,,P", "10,BR,,,,C", "20,,,,,D", "5,BR,usps,,,U", "5,BR,,,100,W"]
    plan, _ = parse_plan(["priority,country,carrier,postal_prefix,weight_max_g,bin", *rows], "plan.csv")
    assert plan is not None
    told = explain(plan, Traits("BR", None, None, None, "01310100", Decimal(500)), TODAY)
    assert [(tried.rule.bin, *tried.reasons) for tried in told.matching] == [
        ("P", "wins: 2 characters of postcode go before 0"),
        ("C", "later than line 2: 2 characters of postcode go before 0"),
        ("D", "later than line 2: priority 10 goes before 20"),
    ]
    assert [(tried.rule.bin, *tried.reasons) for tried in told.nearest] == [
        ("U", "carrier is not known, not usps"),
        ("W", "500 g is not at most 100 g"),
    ]
