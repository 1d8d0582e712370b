"""Figures by quarter hour, as screens and reports ask for them: a few hundred cells, whatever the record holds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import Line, ReadClass
from station.record.log.quarter_counts import VALUES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from station.record.log.terms import TermTexts

BY = ("quarter", "operation", "operator", "bin", "carrier", "code", "cause")
"""What figures can be told apart by, and filtered by."""
_TERMS = frozenset({"operation", "operator", "carrier"})
_SUMS = ", ".join(f"sum({name})" for name in VALUES)
_TERM = "ifnull((SELECT id FROM term WHERE text = ?), 0)"


def lines(
    connection: sqlite3.Connection,
    terms: TermTexts,
    by: str,
    span: tuple[str, str],
    only: Mapping[str, str] | None = None,
) -> dict[str, Line]:
    """By the names of `by`, one of `BY`; without a name: an empty one. From one quarter hour to before another (UTC,
    `YYYY-MM-DDTHH:MM`), of the entries that `only` names.
    """
    only = only or {}
    if unknown := {by, *only} - set(BY):
        raise ValueError(f"figures are not kept by {sorted(unknown)}")
    where = "".join(f" AND {name} = {_TERM if name in _TERMS else '?'}" for name in only)
    question = f"SELECT {by}, {_SUMS} FROM quarter_count WHERE quarter >= ? AND quarter < ?{where} GROUP BY 1"  # noqa: S608
    found = connection.execute(question, (*span, *only.values())).fetchall()
    return {_name(by, name, terms): _line(dict(zip(VALUES, values, strict=True))) for name, *values in found}


def _name(by: str, name: int | str, terms: TermTexts) -> str:
    if by in _TERMS:
        return terms[int(name)] if name else ""
    return f"{name}:00Z" if by == "quarter" else str(name)


def _line(values: Mapping[str, int]) -> Line:
    return Line(
        read={each: values[each.name.lower()] for each in ReadClass},
        accepted=values["accepted"],
        stopped=values["stopped"],
        grams=Decimal(values["milligrams"]) / 1000,
        by_scanner=values["by_scanner"],
        overrides=values["overrides"],
        taken_back=values["taken_back"],
    )
