"""What is wrong with a sort plan as a whole: faults that no single row shows.

A fault makes parcels go astray or stop; a warning is something that a planner may have meant.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.exception_codes import Function
from station.core.sort_plan.gaps import gaps
from station.core.sort_plan.index import PlanIndex
from station.core.sort_plan.overlaps import overlaps
from station.core.sort_plan.rules import EVER, in_force
from station.core.sort_plan.unreachable import shadows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from station.core.sort_plan.rules import FunctionRow, PlanRule, SortPlan


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    level: str
    """error or warning."""
    kind: str
    """shadowed, overlap, gap, unknown_bin, unused_bin, expired, not_yet_valid, no_default or no_function."""
    line: int | None
    """None: of the file as a whole."""
    what: str


def check(plan: SortPlan, today: str, bins: Collection[str] = ()) -> list[Finding]:
    """Everything there is to say of a plan on the UTC date `today`, by line, what is of the whole file at the end.

    Bins are known when they are named in `bins` or by rows with the function BIN; when neither names one, every bin
    that is used is taken to exist.
    """
    index = PlanIndex(plan)
    found = [
        *(Finding("error", "shadowed", rule.line, words) for rule, words in shadows(index)),
        *(Finding("error", "overlap", rule.line, words) for rule, words in overlaps(plan)),
        *(Finding("warning", "gap", rule.line, words) for rule, words in gaps(index, today)),
        *_bins(plan, set(bins)),
        *_dates(plan, today),
        *_missing(plan, today),
    ]
    return sorted(found, key=lambda finding: (finding.line is None, finding.line or 0))


def _bins(plan: SortPlan, given: set[str]) -> Iterator[Finding]:
    declared = {row.bin: row.line for row in plan.functions if row.function is Function.BIN}
    known = given | set(declared)
    rows: list[PlanRule | FunctionRow] = [
        *plan.rules,
        *(row for row in plan.functions if row.function is not Function.BIN),
    ]
    if not known:
        return
    for row in rows:
        if row.bin not in known:
            yield Finding("error", "unknown_bin", row.line, f"bin {row.bin} does not exist")
    used = {row.bin for row in rows}
    for name in sorted(known - used):
        yield Finding("warning", "unused_bin", declared.get(name), f"nothing goes into bin {name}")


def _dates(plan: SortPlan, today: str) -> Iterator[Finding]:
    ended = [rule for rule in plan.rules if (rule.valid_to or EVER) < today]
    to_come = [rule for rule in plan.rules if (rule.valid_from or "") > today]
    if len(ended) + len(to_come) == len(plan.rules):
        kind = "not_yet_valid" if to_come else "expired"
        day = min(rule.valid_from or "" for rule in to_come) if to_come else max(rule.valid_to or "" for rule in ended)
        words = f"no rule is in force on {today}: " + (
            f"the first begins {day}" if to_come else f"the last ended {day}"
        )
        yield Finding("error", kind, None, words)
    for rule in ended:
        yield Finding("warning", "expired", rule.line, f"ended {rule.valid_to}")
    for rule in to_come:
        yield Finding("warning", "not_yet_valid", rule.line, f"begins {rule.valid_from}")


def _missing(plan: SortPlan, today: str) -> Iterator[Finding]:
    if not any(_takes_all(rule) and in_force(rule, today) for rule in plan.rules):
        words = "no rule takes what all others leave: those parcels stop as NB; add a row without conditions"
        yield Finding("warning", "no_default", None, words)
    there = Counter(row.function for row in plan.functions)
    if not there[Function.DEFAULT]:
        missing = [f.value for f in Function if f not in (Function.BIN, Function.DEFAULT) and not there[f]]
        if missing:
            words = f"no function row for {', '.join(missing)}: the bins of the configuration are used"
            yield Finding("warning", "no_function", None, words)


def _takes_all(rule: PlanRule) -> bool:
    given = (rule.country, rule.carrier, rule.service, rule.flag, rule.postal_prefix)
    return all(condition is None for condition in given) and not rule.banded
