"""The spreadsheet of a day: the figures of the JSON, names as text whatever they are, and no formula."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from station.core import Accept
from station.record import Store
from station.reports import figures_json, figures_of_day, write_figures_xlsx
from tests.station.record.drafts import OVERWEIGHT, draft

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = "=1+1\x1b[31m"


def sheets(book: zipfile.ZipFile) -> dict[str, list[list[str]]]:
    """Cells by sheet, texts as texts."""
    texts = ["".join(each.itertext()) for each in ET.fromstring(book.read("xl/sharedStrings.xml"))]
    names = [each.attrib["name"] for each in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SPACE}sheet")]
    told = {}
    for number, name in enumerate(names, 1):
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        told[name] = [
            [
                texts[int("".join(cell.itertext()))] if cell.attrib.get("t") == "s" else "".join(cell.itertext())
                for cell in row.iter(f"{SPACE}c")
            ]
            for row in root.iter(f"{SPACE}row")
        ]
    return told


def test_a_day_as_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft("RR123456785CN", decision=Accept("007", "N"), operator=HOSTILE))
        store.commit(draft("RR473124829CN", decision=Accept("1E05", "N"), operator="陈 Bo"))
        store.commit(draft("RR473124829CN", decision=OVERWEIGHT, operator="陈 Bo"))
    told, out = figures_json(figures_of_day(path, date(2026, 11, 22))), io.BytesIO()
    write_figures_xlsx(out, told)
    with zipfile.ZipFile(out) as book:
        files = "".join(book.read(name).decode() for name in book.namelist())
        found = sheets(book)

    assert list(found) == ["figures", "stops", "quarter", "operation", "operator", "carrier", "bin"]
    assert {row[0]: row[1] for row in found["figures"][1:]} | {"presented": "3", "accepted": "2"} == {
        row[0]: row[1] for row in found["figures"][1:]
    }
    assert {row[0] for row in found["bin"][1:]} == {"007", "1E05", "REJECT"}
    assert sum(int(row[1]) for row in found["operator"][1:]) == told["presented"]
    assert any(row[0].startswith("=1+1") for row in found["operator"])
    assert any(row[0] == "陈 Bo" for row in found["operator"])
    assert not re.search("<f>|\x1b", files.replace("<c:f>", ""))
