"""Figures by quarter hour, as screens and reports ask for them: a few hundred cells, whatever the record holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import Line, ReadClass
from station.record.log.quarter_sums import PART_H, VALUES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from station.record.log.terms import TermTexts

BY = ("quarter", "operation", "operator", "bin", "carrier", "code", "cause")
"""What figures can be told apart by, and filtered by."""
_TERMS = frozenset({"operation", "operator", "carrier"})
_VALUES = ", ".join(VALUES)
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
    asked = [
        (f"SELECT {by}, {_VALUES} FROM {table} WHERE {time} >= ? AND {time} < ?{where}", (*part, *only.values()))  # noqa: S608
        for table, time, part in _tables({by, *only}, span)
    ]
    question = f"SELECT {by}, {_SUMS} FROM ({' UNION ALL '.join(text for text, _ in asked)}) GROUP BY 1"  # noqa: S608
    found = connection.execute(question, [each for _, values in asked for each in values]).fetchall()
    return {_name(by, name, terms): _line(dict(zip(VALUES, values, strict=True))) for name, *values in found}


def _tables(names: set[str], span: tuple[str, str]) -> list[tuple[str, str, tuple[str, str]]]:
    """Table, its column of time and the stretch that it answers for: few rows, and each quarter hour once."""
    if names <= {"quarter", "operation", "operator"}:
        return [("quarter_sum", "quarter", span)]
    parts = _whole_parts(span)
    if parts is None or "quarter" in names:
        return [("quarter_count", "quarter", span)]
    ends = ((span[0], parts[0]), (parts[1], span[1]))
    return [("part_sum", "part", parts), *(("quarter_count", "quarter", end) for end in ends)]


def _whole_parts(span: tuple[str, str]) -> tuple[str, str] | None:
    """Beginning and end of the whole parts of a day within it; None: there is none, or the span is not of moments."""
    try:
        since, until = (datetime.fromisoformat(each[:16]) for each in span)
        first = _part(since) if _part(since) == since else _part(since) + timedelta(hours=PART_H)
    except (ValueError, OverflowError):
        return None
    last = _part(until)
    return (f"{first:%Y-%m-%dT%H:%M}", f"{last:%Y-%m-%dT%H:%M}") if first < last else None


def _part(at: datetime) -> datetime:
    return at.replace(hour=at.hour - at.hour % PART_H, minute=0)


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
