"""Numbers that a spreadsheet had in its hands: what lost nothing is taken, what lost something is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.core.sort_plan.index import parse_holds, parse_plan
from station.core.tables.manifest import read_manifest
from station.core.tables.postcodes import wrong_postcode
from station.core.tables.spreadsheet import damage, safe_cell, unwrapped
from station.core.tables.table import Table
from tests.station.core.identify.valid_numbers import digits, pics, valid_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

printable_texts = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=300)
ends = st.sampled_from(["\n", "\r\n", "\r"])


def manifest(lines: Sequence[str], name: str = "m.csv") -> tuple[list[dict[str, object]], Table]:
    table = Table(name)
    columns, chunks = read_manifest(table, lines)
    return [dict(zip(("line", *columns), row, strict=True)) for chunk in chunks for row in chunk], table


def shortened(number: str, comma: str, digits_kept: int) -> str:
    """What a spreadsheet makes of a long number."""
    mantissa, exponent = f"{Decimal(number):.{digits_kept}E}".split("E")
    return f"{mantissa.replace('.', comma)}E{int(exponent):+03d}"


@given(pics(), st.sampled_from([".", ","]), st.integers(1, 14))
def test_a_shortened_number_is_refused_in_every_column_of_numbers(number: str, comma: str, kept: int) -> None:
    text = shortened(number, comma, kept)
    for column in ("parcel_id", "alt_ids", "bag_id", "despatch_id", "dest_postcode", "weight_g", "value", "hs_codes"):
        head, cells = ("parcel_id", f'"{text}"') if column == "parcel_id" else (f"parcel_id;{column}", f"A1;{text}")
        rows, table = manifest([head, cells])
        assert (rows, table.count) == ([], 1), column
        assert table.problems[0].line == 2
        assert table.problems[0].what.startswith(f"{column}: ")
        assert table.problems[0].cure
    assert parse_holds(["parcel_id;reason", f"{text};fraud"], "h.csv")[0] == []
    for column in ("bin", "postal_prefix", "priority", "weight_max_g"):
        head, cells = ("bin", text) if column == "bin" else (f"bin;{column}", f"A1;{text}")
        plan, problems = (
            parse_plan([head, cells], "p.csv") if column != "bin" else parse_plan(["bin;comment", f"{text};x"], "p.csv")
        )
        assert plan is None, column
        assert [problem.line for problem in problems] == [2], column


@given(digits(15).filter(lambda text: text[0] != "0"), st.integers(3, 9), st.sampled_from(["parcel_id", "alt_ids"]))
def test_a_number_that_was_rounded_to_fifteen_digits_is_refused(kept: str, zeros: int, column: str) -> None:
    text = kept + "0" * zeros
    rows, table = manifest(
        [f"parcel_id,source,{column}" if column != "parcel_id" else "source,parcel_id", f"A1,x,{text}"]
        if column != "parcel_id"
        else ["source,parcel_id", f"x,{text}"]
    )
    found = rows and rows[0][column] == text
    assert table.count == 1 or (found and text.startswith(("91", "92", "93", "94", "95")))


@given(st.one_of(valid_numbers, st.from_regex(r"0[0-9]{4}|[0-9]{5}", fullmatch=True)))
def test_wrapped_numbers_are_what_they_wrap(number: str) -> None:
    for text in (f"'{number}", f'"=""{number}"""', f'"=""\'{number}"""'):
        plain, _ = parse_holds(["parcel_id", number], "h.csv")
        assert parse_holds(["parcel_id", text], "h.csv") == (plain, [])
        rows, table = manifest(["parcel_id,dest_postcode", f"A1,{text if len(number) == 5 else ''}"])
        assert table.count == 0
        assert rows[0]["dest_postcode"] == (number if len(number) == 5 else None)


@pytest.mark.parametrize(
    "text",
    [
        "940011120.0",
        "123456,0",
        "1,234,567",
        "1.234.567",
        "1'234'567",
        "#REF!",
        "#####",
        "#N/A",
        "=A1+1",
        "'rr 47 ?",
        "\u2019940011",
    ],
)
def test_other_damage_is_refused_with_line_and_cure(text: str) -> None:
    holds, problems = parse_holds(["parcel_id;reason", f"{text};x"], "h.csv")
    assert holds == []
    assert [(problem.line, bool(problem.cure)) for problem in problems] == [(2, True)]


@given(st.one_of(valid_numbers, st.from_regex(r"[A-Z]{2}[0-9]{1,9}|[0-9]{1,15}|1E[0-9]{2}|0[0-9]{2}", fullmatch=True)))
def test_whole_numbers_and_codes_are_not_damaged(text: str) -> None:
    assume(not re.fullmatch(r"[1-9][0-9]{14}0{3,}", text))  # a spreadsheet leaves the same of another number
    assert damage(text) is None


@given(printable_texts.map(str.strip))
def test_a_safe_cell_comes_back_as_it_was(text: str) -> None:
    assert unwrapped(safe_cell(text)) == text


@given(st.sampled_from("=+-@\t\r'\uff1d"), printable_texts)
def test_no_safe_cell_is_a_formula(first: str, rest: str) -> None:
    cell = safe_cell(first + rest)
    assert cell.startswith("'")


@given(
    st.one_of(
        digits(22),
        digits(3),
        st.sampled_from(["1E05", "007", "1-2", "03/04", "MAR1", "2 APR", "TRUE", "1.50", "12:30"]),
    )
)
def test_what_a_spreadsheet_would_read_is_text(text: str) -> None:
    assert safe_cell(text) == f'="{text}"'


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=2), st.booleans())
def test_a_number_with_two_readings_is_asked_about(head: int, groups: list[int], semicolons: bool) -> None:
    part = "." if semicolons else ","
    text = part.join([str(head), *(f"{group:03}" for group in groups)])
    between = ";" if semicolons else "\t"
    rows, table = manifest([f"parcel_id{between}weight_g", f"A1{between}{text}"])
    assert rows == []
    (problem,) = table.problems
    assert text.replace(part, "") in problem.what
    assert parse_plan([f"bin{between}weight_max_g", f"A1{between}{text}"], "p.csv")[0] is None


@pytest.mark.parametrize(
    ("text", "grams"),
    [("1500", "1500"), ("1,5", "1.5"), ("12.25", "12.25"), ("0,125", "0.125"), ("0.500", "0.500"), ("2,000", "2.000")],
)
def test_a_number_with_one_reading_is_taken(text: str, grams: str) -> None:
    rows, table = manifest(["parcel_id;weight_g", f"A1;{text}"])
    assert (table.count, [row["weight_g"] for row in rows]) == (0, [grams])


@pytest.mark.parametrize("text", ["1e3", "1_000", "\u0661\u0662", "1 500", "1.500,25", "NaN", "--1", "320 g", "1'500"])
def test_only_plain_numbers_are_numbers(text: str) -> None:
    rows, table = manifest(["parcel_id;weight_g", f"A1;{text}"])
    assert (rows, table.count) == ([], 1)


@pytest.mark.parametrize(
    ("country", "good", "lost"),
    [
        ("US", "02138", "2138"),
        ("US", "02138-1234", "2138-1234"),
        ("ES", "08001", "8001"),
        ("DE", "01067", "1067"),
        ("FR", "01000", "1000"),
        ("IT", "00118", "118"),
        ("RU", "101000", "10100"),
        ("BR", "01310-100", "1310-100"),
        ("CN", "010000", "10000"),
        ("MX", "01000", "1000"),
        ("AU", "0800", "800"),
        ("JP", "060-0000", "60-0000"),
        ("DE", "D-01067", "D-1067"),
        ("PL", "00-950", "0-950"),
        ("SE", "SE-111 22", "1112"),
    ],
)
def test_a_postcode_that_lost_its_zero_is_refused_and_not_filled_up(country: str, good: str, lost: str) -> None:
    rows, table = manifest(["parcel_id,dest_country,dest_postcode", f"A1,{country},{good}", f"A2,{country},{lost}"])
    assert [row["dest_postcode"] for row in rows] == [good]
    (problem,) = table.problems
    assert (problem.line, lost in problem.what) == (3, True)


def test_postcodes_of_other_countries_are_taken_as_they_are() -> None:
    assert wrong_postcode("IE", "D02 AF30") is None
    assert wrong_postcode("GB", "SW1A 1AA") is None
    assert wrong_postcode("CA", "K1A 0B1") is None
    assert wrong_postcode("CA", "K1A") is not None


@given(ends, st.sampled_from([";", ",", "\t"]))
def test_a_line_for_the_spreadsheet_names_the_separator(end: str, between: str) -> None:
    lines = [
        f"sep={between}{end}",
        f"parcel_id{between}dest_country{end}",
        f"RR473124829CN{between}ES{end}",
        f"A2{between}XX",
    ]
    rows, table = manifest(lines)
    assert [(row["line"], row["parcel_id"]) for row in rows] == [(3, "RR473124829CN")]
    assert [problem.line for problem in table.problems] == [4]


def test_a_line_break_in_a_cell_is_a_blank() -> None:
    rows, table = manifest(["parcel_id,contents\n", 'A1,"toy\r\n', 'battery"\n', 'A2,"x"'])
    assert table.count == 0
    assert [row["contents"] for row in rows] == ["toy battery", "x"]
    _, table = manifest(["parcel_id,contents\n", 'A1,"toy\n', 'bat\x1btery"\n'])
    assert table.count == 1


def test_a_file_that_is_no_text_has_one_problem() -> None:
    table = Table("m.csv")
    table.problem(1, "not UTF-8 text", "save the file again as UTF-8")
    assert read_manifest(table, iter(()))[0] == []
    assert table.count == 1
