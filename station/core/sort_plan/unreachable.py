"""Rules of a sort plan that never win.

A parcel that shows exactly what a rule asks for, and nothing more, matches the fewest other rules: where one of these
is asked first for every weight and day of the rule, the rule is dead. So only rules that ask for a part of the same
have to be looked at, on a map of weight and day.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.sort_plan.index import Traits
from station.core.sort_plan.rules import EVER, rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.core.sort_plan.index import PlanIndex
    from station.core.sort_plan.rules import PlanRule

ENDLESS = Decimal("Infinity")
START = "0001-01-01"


def shadows(index: PlanIndex) -> Iterator[tuple[PlanRule, str]]:
    """Every rule that can win for no parcel on no day, with words."""
    for rule in index.plan.rules:
        lines = _covering(rule, index)
        if lines is not None:
            names = ", ".join(map(str, lines[:3])) + (" ..." if len(lines) > 3 else "")
            yield rule, f"never reached: all it takes goes by line{'s' * (len(lines) > 1)} {names} before"


def traits_of_rule(rule: PlanRule, grams: Decimal | None = None) -> Traits:
    """A parcel that shows what a rule asks for and nothing more."""
    return Traits(rule.country, rule.carrier, rule.service, rule.flag, rule.postal_prefix or "", grams)


def band(rule: PlanRule) -> tuple[Decimal, Decimal]:
    """Its weights, inclusive; no weight is below 0."""
    high = rule.weight_max_g
    return rule.weight_min_g or Decimal(0), ENDLESS if high is None else high


def _covering(rule: PlanRule, index: PlanIndex) -> list[int] | None:
    """Lines of the rules that leave nothing to it; None: something is left."""
    own = rank(rule)
    before = []
    for other in index.apart_from_weight_and_date(traits_of_rule(rule)):
        if rank(other) < own and _meet(rule, other):
            if _holds(other, rule):
                return [other.line]
            before.append(other)
    return _together(rule, before)


def _meet(rule: PlanRule, other: PlanRule) -> bool:
    """Whether a weight and a day are in both. Without limits a rule takes parcels without a weight too."""
    if other.banded and not rule.banded:
        return False
    (low, high), (other_low, other_high) = band(rule), band(other)
    (start, end), (other_start, other_end) = _days(rule), _days(other)
    return low <= other_high and other_low <= high and start <= other_end and other_start <= end


def _holds(outer: PlanRule, inner: PlanRule) -> bool:
    (low, high), (outer_low, outer_high) = band(inner), band(outer)
    (start, end), (outer_start, outer_end) = _days(inner), _days(outer)
    return outer_low <= low and high <= outer_high and outer_start <= start and end <= outer_end


def _together(rule: PlanRule, before: Sequence[PlanRule]) -> list[int] | None:
    """Day by day where something changes: do their weights leave no hole?"""
    if len(before) < 2:
        return None
    first, last = _days(rule)
    changes = {first, *(_days(other)[0] for other in before), *(_day_after(_days(other)[1]) for other in before)}
    used: set[int] = set()
    for day in sorted(changes):
        if first <= day <= last:
            lines = _leave_no_hole(rule, [other for other in before if _days(other)[0] <= day <= _days(other)[1]])
            if lines is None:
                return None
            used.update(lines)
    return sorted(used)


def _leave_no_hole(rule: PlanRule, others: Sequence[PlanRule]) -> list[int] | None:
    reach, high = band(rule)
    used: list[int] = []
    closed = False
    for other in sorted(others, key=band):
        low, top = band(other)
        if low > reach:
            return None
        if not closed or top > reach:
            used.append(other.line)
            reach, closed = max(reach, top), True
        if reach >= high:
            return used
    return None


def _days(rule: PlanRule) -> tuple[str, str]:
    return rule.valid_from or START, rule.valid_to or EVER


def _day_after(day: str) -> str:
    return day if day == EVER else (date.fromisoformat(day) + timedelta(days=1)).isoformat()
