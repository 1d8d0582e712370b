"""What a file of the sort plan or of holds may say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.identify import identify
from station.core.sort_plan.index import parse_holds, parse_plan, route
from tests.places import ROOT
from tests.station.core.sort_plan.plans import plan

EXAMPLE = ROOT / "config" / "plan.example.csv"


@pytest.mark.parametrize("row", ["LOST,R,", "HOLD,,", "HOLD,R,BR", "NO_READ,R2,", "BIN,B,"])
def test_a_function_row_that_cannot_be_meant(row: str) -> None:
    read, problems = parse_plan(["function,bin,country", ",A,", "NO_READ,R,", "BIN,B,", row], "plan.csv")
    assert read is None
    assert [problem.line for problem in problems] == [5]


def test_a_plan_in_json_lines() -> None:
    lines = ['{"priority": 10, "country": "BR", "weight_max_g": 2000.5, "bin": "A"}', "", '{"bin": "Z"}']
    read, problems = parse_plan(lines, "plan.jsonl")
    assert problems == []
    assert read is not None
    assert [(r.line, r.priority, r.country, r.weight_max_g, r.bin) for r in read.rules] == [
        (1, 10, "BR", Decimal("2000.5"), "A"),
        (3, 100, None, None, "Z"),
    ]
    assert [hold.reason for hold in parse_holds(['{"parcel_id": "A1", "reason": "fraud"}'], "h.ndjson")[0]] == ["fraud"]


def test_of_rules_that_differ_in_dates_alone_each_clash_is_named_once() -> None:
    rows = [f"GB,2026-11-{day:02},2026-11-{day:02},A" for day in range(1, 30)]
    read, problems = parse_plan(["country,valid_from,valid_to,bin", *rows, "GB,2026-11-10,2026-11-12,B"], "plan.csv")
    assert read is None
    assert {problem.line for problem in problems} == {31}


# -- what a file may say


def test_the_shipped_example_is_a_plan_with_a_bin_for_every_kind_of_number() -> None:
    read, problems = parse_plan(EXAMPLE.read_text(encoding="utf-8").splitlines(), EXAMPLE.name)
    assert problems == []
    assert read is not None
    for text in ("RB123456785GB", "42000601\x1d9400111206206406260787", "1Z999AA10123456784", "LP00123456789012"):
        assert route(read, identify(text, "Code128"), Decimal(500), "2026-11-22"), text


def test_byte_order_mark_semicolons_and_decimal_commas_of_a_spreadsheet() -> None:
    read, problems = parse_plan(
        ["\ufeffbin;weight_max_g;postal_prefix\r\n", "A;1999,5;00601\r\n", ";;\r\n"], "plan.csv"
    )
    assert problems == []
    assert read is not None
    assert [(r.bin, r.weight_max_g, r.postal_prefix) for r in read.rules] == [("A", Decimal("1999.5"), "00601")]


def test_the_version_is_the_one_of_the_file_or_its_name() -> None:
    assert plan("bin,version", "A,2026-47", "A,2026-47").version == "2026-47"
    assert plan("bin", "A").version == "plan.csv"


def test_every_problem_of_a_file_is_listed_with_line_and_cure() -> None:
    rows = [
        "bin,country,priority,weight_min_g,weight_max_g,valid_from,valid_to,carrier",
        "A,XX,1,,,,,",
        "B,,first,,,,,",
        "C,,,heavy,NaN,,,",
        "D,,,,,2026-02-30,tomorrow,",
        ",,,,,,,usps",
        "E,,,5,4,2026-02-02,2026-02-01,",
        "F,,,,,,,Royal Mail!",
        "FAR-TOO-LONG-FOR-A-BIN,,,,,,,",
        "G,GB",
        "H,,,-1,,,,",
        "I\x1b,,,,,,,",
    ]
    read, problems = parse_plan(rows, "plan.csv")
    assert read is None
    assert sorted(problem.line for problem in problems) == [2, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 11, 12]
    assert all(problem.cure and problem.name == "plan.csv" for problem in problems)
    assert str(problems[0]) == "plan.csv:2: country: 'XX' is no country; write two letters by ISO 3166-1, such as BR"


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (["bin,colour", "A,red"], "unknown column 'colour'"),
        (["bin,bin", "A,B"], "twice"),
        (["country", "GB"], "no column 'bin'"),
        ([], "no column 'bin'"),
        (["bin"], "no rule"),
        (["bin,version", "A,1", "B,2"], "2 versions"),
        (["bin,country", '"A,GB'], "not CSV"),
        (["bin,country", "A,GB", "B,GB"], "the same conditions as line 2"),
    ],
)
def test_a_file_that_is_no_plan_says_why(rows: list[str], word: str) -> None:
    read, problems = parse_plan(rows, "plan.csv")
    assert read is None
    assert any(word in problem.what for problem in problems)


def test_equal_conditions_at_different_times_are_no_conflict() -> None:
    plan("country,valid_from,valid_to,bin", "GB,2026-01-01,2026-06-30,A", "GB,2026-07-01,,B")


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_gives_a_plan_or_problems(lines: list[str]) -> None:
    read, problems = parse_plan(["bin,country", *lines], "plan.csv")
    assert (read is None) == bool(problems)


# -- holds


def test_held_ids_are_taken_in_their_canonical_form() -> None:
    holds, problems = parse_holds(
        ["parcel_id,reason,until", "rb 123 456 785 gb,customs,2026-12-01", "UNKNOWN-7,fraud,", "LP00123456789012,,"],
        "holds.csv",
    )
    assert problems == []
    assert [(h.parcel_id, h.reason, h.until) for h in holds] == [
        ("RB123456785GB", "customs", "2026-12-01"),
        ("UNKNOWN-7", "fraud", None),
        ("LP00123456789012", "hold", None),
    ]


def test_a_hold_that_could_never_match_is_a_problem() -> None:
    holds, problems = parse_holds(["parcel_id,until", "RB123456784GB,", "RB123456785GB,soon"], "holds.csv")
    assert [problem.line for problem in problems] == [2, 3]
    assert "check digit" in problems[0].what
    assert [hold.parcel_id for hold in holds] == ["RB123456785GB"]


def test_a_hold_list_may_be_empty() -> None:
    assert parse_holds(["parcel_id,reason,until"], "holds.csv") == ([], [])
