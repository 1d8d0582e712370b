"""Why a parcel goes where it goes, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.sort_plan.rules import EVER, rank, weighs

if TYPE_CHECKING:
    from station.core.sort_plan.index import Traits
    from station.core.sort_plan.rules import PlanRule, SortPlan

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule and what became of it."""

    rule: PlanRule
    reasons: tuple[str, ...]
    """Of one that matches why it won or lost; of another the conditions that failed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`matching` in the order in which they are asked, the first wins; then those that came nearest."""

    matching: tuple[Tried, ...]
    nearest: tuple[Tried, ...]


def explain(plan: SortPlan, traits: Traits, today: str) -> Explanation:
    """Every rule that matches on the UTC date `today`, and of the others those with the fewest failed conditions."""
    judged = [(failed(rule, traits, today), rule) for rule in plan.rules]
    matching = sorted((rule for why, rule in judged if not why), key=rank)
    others = sorted(((why, rule) for why, rule in judged if why), key=lambda pair: (len(pair[0]), rank(pair[1])))
    return Explanation(
        tuple(Tried(rule, (_place(rule, matching),)) for rule in matching),
        tuple(Tried(rule, why) for why, rule in others[:_NEAREST]),
    )


def failed(rule: PlanRule, traits: Traits, today: str) -> tuple[str, ...]:
    """The conditions of a rule that do not hold, in words; empty: it matches."""
    why = [
        f"{name} is {has or 'not known'}, not {wanted}"
        for name, wanted, has in (
            ("country", rule.country, traits.country),
            ("carrier", rule.carrier, traits.carrier),
            ("service", rule.service, traits.service),
            ("flag", rule.flag, traits.flag),
        )
        if wanted is not None and wanted != has
    ]
    if rule.postal_prefix and not traits.postal_code.startswith(rule.postal_prefix):
        why.append(f"postcode {traits.postal_code or 'not known'} does not begin with {rule.postal_prefix}")
    if not weighs(rule, traits.grams):
        why.append(f"{_weight(traits)} is not {_band(rule)}")
    if not (rule.valid_from or "") <= today:
        why.append(f"begins {rule.valid_from}")
    if today > (rule.valid_to or EVER):
        why.append(f"ended {rule.valid_to}")
    return tuple(why)


def _place(rule: PlanRule, matching: list[PlanRule]) -> str:
    """Why this one is asked when it is."""
    first = matching[0]
    if rule is first:
        return "wins" if len(matching) == 1 else f"wins: {_reason(first, matching[1])}"
    return f"later than line {first.line}: {_reason(first, rule)}"


def _reason(first: PlanRule, later: PlanRule) -> str:
    one, other = rank(first), rank(later)
    if one[0] != other[0]:
        return f"priority {one[0]} goes before {other[0]}"
    if one[1] != other[1]:
        return f"{-one[1]} characters of postcode go before {-other[1]}"
    if one[2] != other[2]:
        return f"{-one[2]} conditions go before {-other[2]}"
    return "only the order of lines decides"


def _weight(traits: Traits) -> str:
    return "an unknown weight" if traits.grams is None else f"{traits.grams:f} g"


def _band(rule: PlanRule) -> str:
    low, high = rule.weight_min_g, rule.weight_max_g
    if low is None:
        return f"at most {high:f} g"
    return f"at least {low:f} g" if high is None else f"{low:f} to {high:f} g"
