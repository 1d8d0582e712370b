"""JSON lines as a table: an object a line, its keys are the columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.core.tables.table import Table

ENDINGS = (".jsonl", ".ndjson", ".json")
_CURE = 'write one JSON object a line, such as {"parcel_id": "RR473124829CN"}'
_LONGEST = 65536
"""Characters of a line."""


def json_cells(table: Table, lines: Iterable[str], columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of each line and its values as text in the order of `columns`; problems go to `table`.

    Numbers keep their digits, a list becomes its items with `|` between them, null is an empty cell.
    """
    known = set(columns)
    for number, line in enumerate(lines, start=1):
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        row = _object(text)
        if row is None:
            table.problem(number, "not a JSON object", _CURE)
            continue
        wrong = [key for key in row if key not in known]
        for key in wrong:
            table.problem(number, f"unknown column {key[:60]!r}", f"remove it; known are {', '.join(columns)}")
        cells = [_cell(row.get(column)) for column in columns]
        for column, cell in zip(columns, cells, strict=True):
            if cell is None:
                table.problem(number, f"{column}: an object or list inside", "write a text or a number")
        if not wrong and None not in cells:
            yield number, [cell for cell in cells if cell is not None]


def _object(text: str) -> dict[str, object] | None:
    """Numbers stay text: what is written is what counts, not the nearest float."""
    if len(text) > _LONGEST:
        return None
    try:
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cell(value: object) -> str | None:
    """None: a value that is no cell."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case list():
            items = [item.strip() for item in value if isinstance(item, str)]
            return "|".join(items) if len(items) == len(value) else None
        case _:
            return None
