"""Exports: JSON lines are the wire form to the byte; a CSV cell neither runs nor drives anything."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.models import ScanDraft
from station.core.tables.spreadsheet import unwrapped
from station.record.log.rows import row_of
from station.record.log.wire import wire_of
from station.reports.exports import moment_of
from station.reports.exports.columns import ENTRIES
from station.reports.exports.row_formats import write_csv, write_jsonl, write_xlsx
from tests.station.record.drafts import draft, drafts

FIGURES = ("mono_ns", "verdict_ms", "weight_grams", "weight_value", "weight_tare")


def scan(of: ScanDraft) -> dict[str, object]:
    return wire_of(row_of(1, bytes(16), of))


def table(scans: list[dict[str, object]], *, raw: bool = False) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    assert write_csv(out, scans, header=ENTRIES, raw=raw) == len(scans)
    text = out.getvalue()
    assert text.startswith("\ufeff") is not raw
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


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
        assert tuple(row) == ENTRIES
        for name, cell in row.items():
            assert cell.isprintable()
            assert not cell.startswith(("+", "@", "\t", "\r"))
            assert not cell.startswith("=") or re.fullmatch(r'="[^"=]*"', cell)
            assert not cell.startswith("-") or name in FIGURES


@given(st.lists(drafts, min_size=1, max_size=3))
def test_what_is_guarded_comes_back_as_it_was(many: list[ScanDraft]) -> None:
    scans = [scan(one) for one in many]
    for safe, raw in zip(table(scans), table(scans, raw=True), strict=True):
        for name in ENTRIES:
            if name in ("scanned_at", "scanned_at_corrected"):
                assert not raw[name] or datetime.fromisoformat(safe[name]) == datetime.fromisoformat(raw[name])
            else:
                assert unwrapped(safe[name]).strip() == raw[name].strip()


def test_long_numbers_and_bins_stay_what_they_are_and_figures_are_figures() -> None:
    one = scan(draft("9405510200829415553590", grams="2350"))
    for bin_ in ("007", "1E05", "1-2"):
        row = table([one | {"bin": bin_, "operator": "\u9648", "mono_ns": 123456789012345678}])[0]
        assert (row["parcel_id"], row["bin"]) == ('="9405510200829415553590"', f'="{bin_}"')
        assert (row["operator"], row["mono_ns"], row["weight_grams"]) == ("\u9648", '="123456789012345678"', "2350")
        assert (row["seq"], row["keyed"]) == ("1", "false")


def test_times_are_local_and_name_their_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        one = scan(draft("A1")) | {"scanned_at": "2026-11-28T23:30:00.000Z"}
        assert table([one])[0]["scanned_at"] == "2026-11-29 07:30:00.000+08:00"
        assert table([one], raw=True)[0]["scanned_at"] == "2026-11-28T23:30:00.000Z"
        assert moment_of("2026-11-29") == "2026-11-28T16:00:00.000Z"
        assert moment_of("2026-11-29T00:00:00Z") == "2026-11-29T00:00:00.000Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def sheet(scans: list[dict[str, object]]) -> tuple[list[dict[str, str]], list[dict[str, str]], list[str]]:
    """Cells by column letter, their types, and the texts of all files in the workbook."""
    out = io.BytesIO()
    assert write_xlsx(out, scans, header=ENTRIES) == len(scans)
    with zipfile.ZipFile(out) as book:
        files = [book.read(name).decode() for name in book.namelist()]
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells, kinds = [], []
    for row in root.iter(f"{space}row"):
        found = {re.sub("[0-9]", "", cell.attrib["r"]): cell for cell in row.iter(f"{space}c")}
        cells.append({at: "".join(cell.itertext()) for at, cell in found.items()})
        kinds.append({at: cell.attrib.get("t", "n") for at, cell in found.items()})
    return cells, kinds, files


@pytest.mark.parametrize(
    "number", ["9405510200829415553590", "007", "1E05", "=1+1", "+1", "-1", "@x", " x", "http://a.b"]
)
def test_a_workbook_holds_texts_as_text(number: str) -> None:
    cells, kinds, files = sheet([scan(draft(number, grams="2350.5"))])
    at = {name: letter for letter, name in cells[0].items()}
    assert tuple(at) == ENTRIES
    assert (cells[1][at["parcel_id"]], kinds[1][at["parcel_id"]]) == (number, "inlineStr")
    assert (cells[1][at["weight_grams"]], kinds[1][at["weight_grams"]]) == ("2350.5", "n")
    assert not any("<f>" in file or "hyperlink" in file for file in files)


@given(st.lists(drafts, max_size=3))
def test_any_scan_can_stand_in_a_workbook(many: list[ScanDraft]) -> None:
    cells, _, _ = sheet([scan(one) for one in many])
    assert len(cells) == len(many) + 1


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.reports.exports.row_formats._SHEET_ROWS", 3)
    out = io.BytesIO()
    assert write_xlsx(out, (scan(draft(f"A{n}")) for n in range(5)), header=ENTRIES) == 5
    with zipfile.ZipFile(out) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert all(book.read(name).count(b"<row ") in (2, 3) for name in sheets)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_gets_an_apostrophe_unless_raw(start: str) -> None:
    evil = scan(draft(f"{start}1+2"))
    shown = {"\t": "<TAB>", "\r": "<CR>"}.get(start, start) + "1+2"

    guard = "" if shown.startswith("<") else "'"
    assert table([evil])[0]["parcel_id"] == guard + shown
    assert table([evil], raw=True)[0]["parcel_id"] == shown


def test_a_row_says_what_the_scan_says() -> None:
    row = table([scan(draft("RR123456785CN", grams="2350"))])[0]

    assert (row["parcel_id"], row["decision"], row["bin"], row["code"]) == ("RR123456785CN", "accept", "A01", "")
    assert (row["weight_grams"], row["weight_value"], row["weight_unit"]) == ("2350", "2.35", "kg")
    assert (row["keyed"], row["check"], row["verdict_ms"]) == ("false", "true", "41.2")
    assert bytes.fromhex(row["raw_hex"]) == b"RR123456785CN"
    assert row["weight_raw_hex"] == b"S S 2.350 kg\r\n".hex()
