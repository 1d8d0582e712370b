"""A sort plan as its file says it."""

from __future__ import annotations

from station.core.sort_plan.index import SortPlan, parse_plan


def plan(header: str, *rows: str) -> SortPlan:
    read, problems = parse_plan([header, *rows], "plan.csv")
    assert [str(problem) for problem in problems] == []
    assert read is not None
    return read
