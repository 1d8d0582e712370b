"""The file of departures: what leaves when. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from station.core.counting import CLOCK_TIME, Departure
from station.core.tables.csv_table import read_table
from station.core.tables.table import CellError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.core.tables.table import PlanProblem

COLUMNS = ("name", "leaves_at", "bins", "expected")
_LONGEST = 40


def parse_departures(lines: Iterable[str], name: str) -> tuple[list[Departure], list[PlanProblem]]:
    """The rows of a CSV file that are good, and every problem."""
    table, rows = read_table(lines, name, COLUMNS, "leaves_at")
    found = []
    for row in rows:
        leaves_at = row.take("leaves_at", _leaves_at)
        expected = row.take("expected", _count)
        if leaves_at is not None:
            bins = tuple(row.cells.get("bins", "").split())
            found.append(Departure(row.cells.get("name", leaves_at)[:_LONGEST], leaves_at, bins, expected))
    return found, sorted(table.problems, key=lambda problem: problem.line)


def _leaves_at(text: str) -> str:
    if not CLOCK_TIME.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise CellError(f"{text!r} is no time", "write HH:MM, or 2026-01-31T15:30") from None
    return text


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    raise CellError(f"{text!r} is no number of parcels", "write a whole number")
