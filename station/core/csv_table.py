"""A CSV table that a person wrote, read with every problem named instead of the first."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing that is wrong in a file, and what to do about it."""

    name: str
    """Of the file."""
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.what}; {self.cure}"


class CellError(ValueError):
    """A cell does not hold what its column wants."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what, self.cure = what, cure


@dataclass(slots=True)
class Table:
    """Rows of a file whose header is understood, and the problems found so far."""

    name: str
    problems: list[PlanProblem] = field(default_factory=list)
    decimal_comma: bool = False
    """The file is separated by semicolons, as spreadsheets do where the comma is the decimal sign."""

    def problem(self, line: int, what: str, cure: str) -> None:
        """Note a problem."""
        self.problems.append(PlanProblem(self.name, line, what, cure))


@dataclass(frozen=True, slots=True)
class Row:
    """One line; cells by column, stripped, empty ones left out."""

    table: Table
    line: int
    cells: dict[str, str]

    def take(self, column: str, convert: Callable[[str], T]) -> T | None:
        """The converted cell; None when it is empty, or wrong and noted as a problem."""
        text = self.cells.get(column)
        if text is None:
            return None
        try:
            return convert(text)
        except CellError as error:
            self.table.problem(self.line, f"{column}: {error.what}", error.cure)
            return None


def read_table(lines: Iterable[str], name: str, columns: tuple[str, ...], required: str) -> tuple[Table, list[Row]]:
    """Rows of comma, semicolon or tab separated text with a header; a byte order mark is dropped.

    `columns` are all that may occur, `required` the one that must, in the header and in every row.
    """
    table = Table(name)
    rest = iter(lines)
    head = next(rest, "").lstrip("\ufeff")
    delimiter = max(_DELIMITERS, key=head.count)
    table.decimal_comma = delimiter == ";"
    reader = csv.reader(chain([head], rest), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if _header_is_good(table, header, columns, required):
            rows.extend(_rows(table, reader, header, required))
    except csv.Error as error:
        table.problem(reader.line_num, f"not CSV: {error}", "save the file again as CSV")
    return table, rows


def _header_is_good(table: Table, header: list[str], columns: tuple[str, ...], required: str) -> bool:
    known = ", ".join(columns)
    for column in dict.fromkeys(header):
        if column not in columns:
            table.problem(1, f"unknown column {column!r}", f"remove it; known are {known}")
        if header.count(column) > 1:
            table.problem(1, f"column {column!r} is there twice", "remove one of them")
    if required not in header:
        table.problem(1, f"no column {required!r}", f"begin the file with a line of column names; known are {known}")
    return not table.problems


def _rows(table: Table, reader: Reader, header: list[str], required: str) -> Iterator[Row]:
    for cells in reader:
        line = reader.line_num
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if len(values) != len(header):
            what = f"{len(values)} cells under {len(header)} columns"
            table.problem(line, what, 'put text that holds the separator between "quotes"')
            continue
        row = Row(table, line, {column: value for column, value in zip(header, values, strict=True) if value})
        bad = [column for column, value in row.cells.items() if not value.isprintable()]
        for column in bad:
            table.problem(line, f"{column}: a character that cannot be printed", "type the cell again")
        if required not in row.cells:
            table.problem(line, f"{required} is empty", "fill it in")
        elif not bad:
            yield row
