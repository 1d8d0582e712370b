"""Exports: JSON lines are the wire form to the byte; a CSV cell neither runs nor drives anything."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.models import ScanDraft
from station.store.export import HEADER, write_csv, write_jsonl
from station.store.rows import row_of
from station.store.wire import wire_of
from tests.store.drafts import draft, drafts


def scan(of: ScanDraft) -> dict[str, object]:
    return wire_of(row_of(1, bytes(16), of))


def table(scans: list[dict[str, object]], *, raw: bool = False) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    assert write_csv(out, scans, raw=raw) == len(scans)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


@given(st.lists(drafts, max_size=4))
def test_json_lines_are_the_wire_form(many: list[ScanDraft]) -> None:
    scans = [scan(one) for one in many]
    out = io.StringIO(newline="")

    assert write_jsonl(out, scans) == len(scans)
    lines = out.getvalue().split("\n")
    assert [json.loads(line) for line in lines[:-1]] == scans
    assert lines[-1] == ""


@given(st.lists(drafts, min_size=1, max_size=4))
def test_no_cell_is_a_formula_and_none_holds_a_control_character(many: list[ScanDraft]) -> None:
    for row in table([scan(one) for one in many]):
        assert tuple(row) == HEADER
        for name, cell in row.items():
            assert cell.isprintable()
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or name in ("mono_ns", "verdict_ms")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_gets_an_apostrophe_unless_raw(start: str) -> None:
    evil = scan(draft(f"{start}1+2"))
    shown = {"\t": "<TAB>", "\r": "<CR>"}.get(start, start) + "1+2"

    assert table([evil])[0]["parcel_id"] == f"'{shown}"
    assert table([evil], raw=True)[0]["parcel_id"] == shown


def test_a_row_says_what_the_scan_says() -> None:
    row = table([scan(draft("RR123456785CN", grams="2350"))])[0]

    assert (row["parcel_id"], row["decision"], row["bin"], row["exception"]) == ("RR123456785CN", "accept", "A01", "")
    assert (row["weight_grams"], row["weight_value"], row["weight_unit"]) == ("2350", "2.35", "kg")
    assert (row["keyed"], row["check"], row["verdict_ms"]) == ("false", "true", "41.2")
    assert bytes.fromhex(row["raw_hex"]) == b"RR123456785CN"
    assert row["weight_raw_hex"] == b"S S 2.350 kg\r\n".hex()
