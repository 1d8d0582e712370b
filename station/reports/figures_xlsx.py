"""The figures of a shift or a day as a spreadsheet, with a chart of its quarter hours and one of its stops."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from station.core import printable

if TYPE_CHECKING:
    from typing import BinaryIO

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

GROUPS = ("quarter", "operation", "operator", "carrier", "bin")
COLUMNS = (
    "presented",
    "first_time",
    "after_retries",
    "keyed",
    "not_read",
    "accepted",
    "stopped",
    "accepted_g",
)
_NAME_WIDTH, _WIDTH, _LONGEST = 28, 14, 200


def write_figures_xlsx(out: BinaryIO, told: dict[str, Any]) -> int:
    """`told`: as `figures_json` has them. A sheet for the whole, one for the stops, one for each group. Names are text
    cells, so that none is run as a formula and none is rounded. How many sheets.
    """
    from xlsxwriter import Workbook

    with Workbook(out, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        _whole(book, told)
        _stops(book, told)
        for group in GROUPS:
            _group(book, group, told.get(f"by_{group}", {}))
    return len(GROUPS) + 2


def _whole(book: Workbook, told: dict[str, Any]) -> None:
    sheet = _sheet(book, "figures", ("figure", "value", "rate", "from", "to"))
    rows: list[tuple[str, Any, dict[str, Any] | None]] = [
        ("station", told["station_id"], None),
        ("operator", told["operator"] or "", None),
        ("since", _moment(told["since"]), None),
        ("until", _moment(told["until"]) if told["until"] else "", None),
        *((name, told[name], told.get(f"{name}_rate")) for name in COLUMNS[:-1]),
        ("read", told["first_time"] + told["after_retries"], told["read_rate"]),
        *((name, told[name], None) for name in ("scans", "overrides", "taken_back", "redated")),
        ("lifted_kg", float(told["lifted_g"]) / 1000, None),
        *(
            (f"{of}_{share}_ms", told[f"{of}_ms"][share], None)
            for of in ("settle", "verdict")
            for share in ("p50", "p95")
        ),
    ]
    percent = book.add_format({"num_format": "0.0%"})
    for line, (name, value, rate) in enumerate(rows, 1):
        _write(sheet, line, 0, name)
        _write(sheet, line, 1, value)
        for column, key in enumerate(("rate", "low", "high"), 2):
            if rate is not None:
                sheet.write_number(line, column, rate[key], percent)


def _stops(book: Workbook, told: dict[str, Any]) -> None:
    """Most first, with a chart."""
    sheet = _sheet(book, "stops", ("code", "count", "share"))
    percent = book.add_format({"num_format": "0.0%"})
    for line, each in enumerate(told["codes"], 1):
        _write(sheet, line, 0, each["code"])
        _write(sheet, line, 1, each["count"])
        sheet.write_number(line, 2, each["share"], percent)
    for line, each in enumerate(told["causes"], len(told["codes"]) + 2):
        _write(sheet, line, 0, each["cause"].replace("_", " "))
        _write(sheet, line, 1, each["count"])
    _chart(book, sheet, "stops", len(told["codes"]), ("count",), 1)


def _group(book: Workbook, group: str, lines: dict[str, Any]) -> None:
    sheet = _sheet(book, group, (group, *COLUMNS))
    for line, (name, row) in enumerate(lines.items(), 1):
        _write(sheet, line, 0, _moment(name) if group == "quarter" else name or "-")
        for column, key in enumerate(COLUMNS, 1):
            _write(sheet, line, column, float(row[key]) if key == "accepted_g" else row[key])
    if group == "quarter":
        _chart(book, sheet, group, len(lines), ("presented",), 1)


def _sheet(book: Workbook, name: str, header: tuple[str, ...]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(1, len(header), _WIDTH)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title.replace("_", " "), book.add_format({"bold": True}))
    return sheet


def _chart(book: Workbook, sheet: Worksheet, name: str, rows: int, titles: tuple[str, ...], first: int) -> None:
    """Columns over the names of the sheet."""
    if not rows:
        return
    chart = book.add_chart({"type": "column"})
    for column, title in enumerate(titles, first):
        chart.add_series(
            {
                "name": title,
                "categories": [name, 1, 0, rows, 0],
                "values": [name, 1, column, rows, column],
            }
        )
    sheet.insert_chart(1, len(COLUMNS) + 2, chart)


def _write(sheet: Worksheet, line: int, column: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    elif value is not None:
        sheet.write_string(line, column, printable(str(value), _LONGEST))


def _moment(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"
