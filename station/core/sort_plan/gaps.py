"""GapCheck that a planner probably did not mean: weights between two bands, one digit missing among postal prefixes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from station.core.sort_plan.index import Traits
from station.core.sort_plan.rules import PlanRule, in_force
from station.core.sort_plan.unreachable import ENDLESS, band

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from station.core.sort_plan.index import PlanIndex

DIGITS = "0123456789"
_SIBLINGS = 5
"""With so many of the ten digits there, the others are missed."""


def gaps(index: PlanIndex, today: str) -> Iterator[tuple[PlanRule, str]]:
    """GapCheck on the UTC date `today`, each with the rule before it, and where those parcels go instead."""
    groups: defaultdict[tuple[str | None, ...], list[PlanRule]] = defaultdict(list)
    for rule in index.plan.rules:
        if in_force(rule, today):
            groups[rule.country, rule.carrier, rule.service, rule.flag, rule.postal_prefix].append(rule)
    for key, rules in groups.items():
        if all(rule.banded for rule in rules):
            yield from _weights(index, today, key, rules)
    yield from _postcodes(index, today, groups)


def _weights(
    index: PlanIndex, today: str, key: tuple[str | None, ...], rules: Sequence[PlanRule]
) -> Iterator[tuple[PlanRule, str]]:
    """Between two bands always; below the first and above the last when no other rule takes it."""
    ordered = sorted(rules, key=band)
    low, high = band(ordered[0])
    if low > 0 and _first(index, today, key, low / 2) is None:
        yield ordered[0], f"below {low:f} g no rule takes {_name(key)}"
    last = ordered[0]
    for rule in ordered[1:]:
        low, top = band(rule)
        if low > high:
            instead = _goes(_first(index, today, key, (low + high) / 2))
            yield rule, f"between {high:f} g and {low:f} g {_name(key)} {instead}; limits are inclusive"
        if top > high:
            high, last = top, rule
    if high < ENDLESS and _first(index, today, key, high + 1) is None:
        yield last, f"above {high:f} g no rule takes {_name(key)}"


def _postcodes(
    index: PlanIndex, today: str, groups: dict[tuple[str | None, ...], list[PlanRule]]
) -> Iterator[tuple[PlanRule, str]]:
    """A digit missing among its siblings, when no shorter prefix of the same conditions takes it."""
    families: defaultdict[tuple[str | None, ...], dict[str, PlanRule]] = defaultdict(dict)
    for (*head, prefix), rules in groups.items():
        if prefix and prefix[-1] in DIGITS:
            families[*head, prefix[:-1]][prefix[-1]] = rules[0]
    for (*head, parent), children in families.items():
        missing = [digit for digit in DIGITS if digit not in children]
        shorter = [None, *((parent or "")[:length] for length in range(1, len(parent or "") + 1))]
        if len(children) < _SIBLINGS or not missing or any((*head, prefix) in groups for prefix in shorter):
            continue
        for digit in missing:
            prefix = f"{parent}{digit}"
            instead = _goes(_first(index, today, (*head, prefix), None))
            rule = max(children.values(), key=lambda rule: rule.line)
            yield rule, f"{_name((*head, prefix))} {instead}, its neighbours have rules of their own"


def _first(index: PlanIndex, today: str, key: tuple[str | None, ...], grams: Decimal | None) -> PlanRule | None:
    country, carrier, service, flag, prefix = key
    return index.first(Traits(country, carrier, service, flag, prefix or "", grams), today)


def _goes(rule: PlanRule | None) -> str:
    return "goes nowhere" if rule is None else f"goes to {rule.bin} by line {rule.line}"


def _name(key: tuple[str | None, ...]) -> str:
    names = ("country", "carrier", "service", "flag", "postcode")
    given = [f"{name} {value}" for name, value in zip(names, key, strict=True) if value is not None]
    return ", ".join(given) + ("..." if key[-1] is not None else "") or "any parcel"
