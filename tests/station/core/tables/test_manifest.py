"""The manifest as a file: what a line may say, what is said of a bad one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.identify import identify
from station.core.tables import cells
from station.core.tables.manifest import read_manifest
from station.core.tables.table import CellError, Table
from tests.station.core.identify.valid_numbers import valid_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable


plain_texts = st.from_regex(r"[0-9A-Z]{10,26}", fullmatch=True)


def read(lines: Iterable[str], name: str = "m.csv") -> tuple[Table, list[dict[str, object]]]:
    table = Table(name)
    columns, chunks = read_manifest(table, lines)
    rows = [dict(zip(("line", *columns), row, strict=True)) for chunk in chunks for row in chunk]
    return table, [{name: value for name, value in row.items() if value is not None} for row in rows]


def good(*lines: str, name: str = "m.csv") -> list[dict[str, object]]:
    table, rows = read(lines, name)
    assert [str(problem) for problem in table.problems] == []
    return rows


FULL = {
    "parcel_id": "rb 123 456 785 gb",
    "alt_ids": "LP00123456789012|8123456789012345 | 1z 999 aa1 01 2345 6784",
    "carrier": "USPS",
    "dest_country": "us",
    "dest_postcode": "00601",
    "weight_g": "1999.5",
    "currency": "usd",
    "hs_codes": "8517.12 610910",
    "hold_flag": "Yes",
    "hold_reason": "unpaid duty",
    "customs_flag": "DUTIABLE",
    "status": "expected",
    "expected_at": "2026-11-30T12:00:00+02:00",
}
STORED = {
    "line": 2,
    "parcel_id": "RB123456785GB",
    "alt_ids": "LP00123456789012|8123456789012345|1Z999AA10123456784",
    "carrier": "usps",
    "dest_country": "US",
    "dest_postcode": "00601",
    "weight_g": "1999.5",
    "currency": "USD",
    "hs_codes": "851712|610910",
    "hold_flag": "yes",
    "hold_reason": "unpaid duty",
    "customs_flag": "dutiable",
    "status": "expected",
    "expected_at": "2026-11-30T10:00:00Z",
}


def test_a_full_line_is_taken_in_its_canonical_form() -> None:
    assert good(",".join(FULL), ",".join(FULL.values())) == [STORED]


def test_only_the_parcel_id_is_needed() -> None:
    assert good("parcel_id", "unknown-7") == [{"line": 2, "parcel_id": "UNKNOWN-7"}]


def test_json_lines_say_the_same() -> None:
    spoken = FULL | {
        "alt_ids": ["LP00123456789012", "8123456789012345", "1Z999AA10123456784"],
        "weight_g": 1999.5,
        "hs_codes": ["851712", "610910"],
        "hold_flag": True,
        "contents": None,
    }
    assert good(json.dumps(spoken), "", name="m.jsonl") == [STORED | {"line": 1}]


def test_a_decimal_comma_of_a_spreadsheet() -> None:
    assert good("parcel_id;weight_g", "A1;1999,5")[0]["weight_g"] == "1999.5"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("parcel_id", "RB123456784GB"),
        ("parcel_id", "A1|A2"),
        ("parcel_id", ""),
        ("dest_country", "XX"),
        ("carrier", "Royal Mail!"),
        ("weight_g", "-1"),
        ("weight_g", "heavy"),
        ("value", "1e99"),
        ("currency", "euro"),
        ("hs_codes", "shoe"),
        ("hold_flag", "maybe"),
        ("hold_reason", "no flag"),
        ("hold_until", "2026-02-30"),
        ("customs_flag", "two words"),
        ("status", "lost"),
        ("expected_at", "soon"),
        ("contents", "x\x1b[31m"),
        ("contents", "x" * 201),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_the_good_lines_are_kept(column: str, text: str) -> None:
    head = list(dict.fromkeys(["parcel_id", "source", column]))
    bad = {"parcel_id": "A2", "source": "erp", column: text}
    rows = [",".join(head), "A1,erp" + "," * (len(head) - 2), ",".join(bad[name] for name in head)]
    table, kept = read(rows)
    (problem,) = table.problems
    assert problem.line == 3
    assert problem.cure
    assert [row["parcel_id"] for row in kept] == ["A1"]


@pytest.mark.parametrize("line", ["[1]", "{", '{"parcel_id": {}}', '{"colour": "red", "parcel_id": "A"}', "[" * 99999])
def test_a_line_that_is_no_row_in_json(line: str) -> None:
    table, rows = read([line, '{"parcel_id": "A1"}'], "m.ndjson")
    assert (table.count, [row["parcel_id"] for row in rows]) == (1, ["A1"])


def test_so_many_problems_are_kept_and_the_others_counted() -> None:
    table = Table("m.csv", kept=50)
    _, chunks = read_manifest(table, ["parcel_id,weight_g", *(f"A{n},heavy" for n in range(12_000))])
    rows = list(chunks)
    assert (len(table.problems), table.count, sum(map(len, rows))) == (50, 12_000, 0)
    assert [problem.line for problem in table.problems] == list(range(2, 52))


@given(
    st.one_of(
        valid_numbers,
        valid_numbers.map(lambda text: text[:-1] + "0"),
        st.from_regex(r"[0-9A-Z]{10,26}", fullmatch=True),
    )
)
def test_the_short_way_to_a_canonical_id_gives_what_identification_gives(text: str) -> None:
    identity = identify(text, keyed=True)
    try:
        taken = cells.parcel_id(text)
    except CellError:
        assert identity.check is False
    else:
        assert taken == (identity.normalized if identity.accepted else text.upper())


@given(st.lists(st.text(max_size=60), max_size=5), st.sampled_from(["m.csv", "m.jsonl"]))
def test_any_text_gives_rows_or_problems(lines: list[str], name: str) -> None:
    table, rows = read(["parcel_id,alt_ids,weight_g", *lines] if name == "m.csv" else lines, name)
    assert len(rows) + len({problem.line for problem in table.problems}) <= 1 + sum(
        1 + line.count("\n") + line.count("\r") for line in lines
    )
    assert all(str(row["parcel_id"]).isprintable() for row in rows)
