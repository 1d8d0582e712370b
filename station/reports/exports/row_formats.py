"""Rows written out: JSON lines (canonical, the wire form), CSV for people or programs, XLSX for people.

For people each text stays text in a spreadsheet, figures are figures, and times are local with their offset from UTC.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core import printable
from station.core.tables import safe_cell
from station.record.log import as_now, canonical
from station.reports.exports.columns import FIGURES, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import BinaryIO, TextIO

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIGURE = re.compile(r"-?(?=[0-9.]{1,16}\Z)[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)
_EXACT = 10**15
"""From here on a spreadsheet rounds a whole number."""
_CELL = 10_000
_SHEET_ROWS = 1_048_576
_SHEET_WIDTH = 22


def write_jsonl(out: TextIO, scans: Iterable[dict[str, object]]) -> int:
    """One wire form a line; how many lines."""
    lines = 0
    for scan in scans:
        out.write(canonical(scan).decode() + "\n")
        lines += 1
    return lines


def write_csv(out: TextIO, scans: Iterable[dict[str, object]], *, header: Sequence[str], raw: bool = False) -> int:
    """One scan a row under `header` (RFC 4180); how many rows without it. Control characters are shown as pictures.

    With a byte order mark and `="..."` around what a spreadsheet would read as a number, an apostrophe before what it
    would run as a formula (CWE-1236); `raw`: without all that, times in UTC.
    """
    if not raw:
        out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(header)
    rows = 0
    for scan in scans:
        cells = _values(scan, header) if raw else map(_for_people, header, _values(scan, header))
        writer.writerow([_text(cell) if raw else _guarded(cell) for cell in cells])
        rows += 1
    return rows


def write_xlsx(out: BinaryIO, scans: Iterable[dict[str, object]], *, header: Sequence[str]) -> int:
    """One scan a row under `header`, texts as text cells; how many rows without it.

    A full sheet is followed by another. Memory stays flat: a row that is written is on disk.
    """
    from xlsxwriter import Workbook

    rows = 0
    with Workbook(out, {"constant_memory": True, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        sheet, line = book.add_worksheet(), _SHEET_ROWS
        for scan in scans:
            if line == _SHEET_ROWS:
                sheet = book.add_worksheet() if rows else sheet
                line = _begin_sheet(sheet, header, bold)
            for column, cell in enumerate(map(_for_people, header, _values(scan, header))):
                if _is_figure(cell):
                    sheet.write_number(line, column, cell)
                elif cell is not None:
                    sheet.write_string(line, column, _text(cell))
            line += 1
            rows += 1
        if not rows:
            _begin_sheet(sheet, header, bold)
    return rows


def _begin_sheet(sheet: Worksheet, header: Sequence[str], bold: Format) -> int:
    """The first line is the header, and stays in view; the number of the next."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, _SHEET_WIDTH)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    return 1


def _values(scan: Mapping[str, object], header: Sequence[str]) -> list[object]:
    weight = scan.get("weight")
    flat = {
        **as_now(dict(scan)),
        **({f"weight_{key}": value for key, value in weight.items()} if isinstance(weight, dict) else {}),
    }
    return [flat.get(name) for name in header]


def _for_people(name: str, value: object) -> object:
    """A figure that a spreadsheet holds exactly, else a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < _EXACT else str(value)
    if name in FIGURES and isinstance(value, str) and _FIGURE.fullmatch(value):
        return Decimal(value)
    return _local(value) if name in TIMES and isinstance(value, str) else value


def _local(utc: str) -> str:
    try:
        return datetime.fromisoformat(utc).astimezone().isoformat(" ", "milliseconds")
    except (ValueError, OverflowError):
        return utc


def _guarded(value: object) -> str:
    return _text(value) if _is_figure(value) or isinstance(value, bool) else safe_cell(_text(value))


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return printable(canonical(value).decode(), _CELL)
    if isinstance(value, list):
        return printable("; ".join(map(str, value)), _CELL)
    return str(value) if _is_figure(value) else printable(str(value), _CELL)
