"""A table that a person or a program wrote, CSV or JSON lines, read with every problem named instead of the first."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from station.core.tables.json_table import ENDINGS, json_cells
from station.core.tables.spreadsheet import unwrapped
from station.core.tables.table import Row, Table

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
Cells = tuple[int, list[str]]
"""The number of a line, and its cells, stripped."""
NO_PARCEL = (1, "no parcel in the file", "export it again, or say --empty to end the old list")
"""Line, problem and cure of a file with a header alone."""
_DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)
"""A first line that is written for a spreadsheet."""
_LINE_BREAK = re.compile(r" *[\r\n]+ *")


def lines_of(text: str) -> list[str]:
    """The lines of a text as a file has them, with their ends: no other character of Unicode ends one."""
    return list(io.StringIO(text, newline=None))


def read_table(lines: Iterable[str], name: str, columns: tuple[str, ...], required: str) -> tuple[Table, list[Row]]:
    """All rows of a file, as `read_cells` finds them."""
    table = Table(name)
    header, found = read_cells(table, lines, columns, required)
    rows = [
        Row(table, line, {column: value for column, value in zip(header, cells, strict=True) if value})
        for line, cells in found
    ]
    return table, rows


def read_cells(
    table: Table, lines: Iterable[str], columns: tuple[str, ...], required: str
) -> tuple[list[str], Iterator[Cells]]:
    """Names of the columns, and the good lines one after the other; the problems of the bad ones go to `table`.

    Comma, semicolon or tab separated text with a header (a byte order mark and a line `sep=;` before it do not count),
    or JSON lines when the name ends as those do. `columns` are all that may occur, `required` the one that must, in the
    header and in every row.
    """
    rest = iter(lines)
    if table.name.lower().endswith(ENDINGS):
        header = list(columns)
        return header, good_cells(table, json_cells(table, rest, header), header, required)
    head = next(rest, "").lstrip("\ufeff")
    if table.count:
        return [], iter(())  # the lines could not be read
    told = _SEPARATOR.fullmatch(head.strip("\r\n "))
    before = ["\n"] if told else []  # a line that counts and holds nothing
    head = next(rest, "") if told else head
    delimiter = told[1] if told else max(_DELIMITERS, key=head.count)
    table.decimal_comma = delimiter == ";"
    reader = csv.reader(chain(before, [head], rest), delimiter=delimiter, strict=True)
    try:
        for _ in before:
            next(reader)
        header = [cell.strip().lower() for cell in next(reader, [])]
    except csv.Error as error:
        _note_no_csv(table, reader, error)
        return [], iter(())
    if not header_is_good(table, header, columns, required, len(before) + 1):
        return [], iter(())
    return header, good_cells(table, _csv_cells(table, reader, len(header)), header, required)


def header_is_good(table: Table, header: list[str], columns: tuple[str, ...], required: str, line: int = 1) -> bool:
    """Whether these are known columns, each once, with the required one; problems go to `table`."""
    known = ", ".join(columns)
    for column in dict.fromkeys(header):
        if column not in columns:
            table.problem(line, f"unknown column {column!r}", f"remove it; known are {known}")
        if header.count(column) > 1:
            table.problem(line, f"column {column!r} is there twice", "remove one of them")
    if required not in header:
        table.problem(line, f"no column {required!r}", f"begin the file with a line of column names; known are {known}")
    return table.count == 0


def _csv_cells(table: Table, reader: Reader, width: int) -> Iterator[Cells]:
    try:
        for cells in reader:
            values = list(map(str.strip, cells))
            if len(values) == width:
                yield reader.line_num, values
            elif any(values):
                what = f"{len(values)} cells under {width} columns"
                table.problem(reader.line_num, what, 'put text that holds the separator between "quotes"')
    except csv.Error as error:
        _note_no_csv(table, reader, error)


def _note_no_csv(table: Table, reader: Reader, error: csv.Error) -> None:
    table.problem(reader.line_num, f"not CSV: {error}", "save the file again as CSV")


def good_cells(table: Table, found: Iterable[Cells], header: list[str], required: str) -> Iterator[Cells]:
    """Lines that hold something, whose characters can be printed, with the required cell filled in.

    What keeps a spreadsheet from taking a cell for a number is off; a line break in a cell is a blank.
    """
    needed = header.index(required)
    for line, given in found:
        cells = given
        together = "".join(cells)
        if "'" in together or "=" in together:
            cells = list(map(unwrapped, cells))
            together = "".join(cells)
        if not together.isprintable():
            cells = [_LINE_BREAK.sub(" ", cell) for cell in cells]
            wrong = [column for column, cell in zip(header, cells, strict=True) if not cell.isprintable()]
            for column in wrong:
                table.problem(line, f"{column}: a character that cannot be printed", "type the cell again")
        if not cells[needed] and together:
            table.problem(line, f"{required} is empty", "fill it in")
        elif cells[needed] and (together.isprintable() or not wrong):
            yield line, cells
