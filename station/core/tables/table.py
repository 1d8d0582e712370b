"""A table that is being read: its rows, and every problem found in it, each with line and cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


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
    """A file that is being read, and the problems found so far."""

    name: str
    problems: list[PlanProblem] = field(default_factory=list)
    kept: int | None = None
    """So many problems are kept, None: all; the others are only counted."""
    count: int = 0
    """Problems in all."""
    decimal_comma: bool = False
    """The file is separated by semicolons, as spreadsheets do where the comma is the decimal sign."""

    def problem(self, line: int, what: str, cure: str) -> None:
        """Note a problem."""
        self.count += 1
        if self.kept is None or len(self.problems) < self.kept:
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
