"""Rules of a sort plan between which only the order of lines decides, and that name different bins."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from station.core.sort_plan.rules import EVER, rank
from station.core.sort_plan.unreachable import START, band

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.core.sort_plan.rules import PlanRule, SortPlan

_Head = tuple[str | None, ...]


def overlaps(plan: SortPlan) -> Iterator[tuple[PlanRule, str]]:
    """Each rule that a parcel may match together with an earlier line of equal priority, equally long postal prefix
    and equally many conditions; one rival is named.
    """
    alike: defaultdict[tuple[object, ...], list[PlanRule]] = defaultdict(list)
    for rule in plan.rules:
        alike[*rank(rule)[:3], rule.postal_prefix].append(rule)
    for rules in alike.values():
        if len(rules) > 1:
            yield from _among(rules)


def _among(rules: Sequence[PlanRule]) -> Iterator[tuple[PlanRule, str]]:
    """Rules by the conditions they give: two may meet when those that both give are equal."""
    masks = {_mask(_head(rule)) for rule in rules}
    seen: dict[tuple[_Head, _Head], dict[_Head, dict[object, PlanRule]]] = {
        (mine, theirs): defaultdict(dict) for mine in masks for theirs in masks
    }
    for rule in sorted(rules, key=lambda rule: rule.line):
        mine = _mask(_head(rule))
        rival = next((r for theirs in masks if (r := _rival(rule, seen[mine, theirs][_common(rule, theirs)]))), None)
        if rival is not None:
            yield (
                rule,
                f"line {rival.line} takes some of the same parcels to {rival.bin}, this one to {rule.bin}: "
                + ("only their order decides; give them different priorities"),
            )
        for theirs in masks:
            seen[theirs, mine][_common(rule, theirs)].setdefault(_box(rule), rule)


def _rival(rule: PlanRule, others: dict[object, PlanRule]) -> PlanRule | None:
    """Rules of one box and bin are one here, so that few have to be looked at."""
    return next((other for other in others.values() if other.bin != rule.bin and _meet(rule, other)), None)


def _head(rule: PlanRule) -> _Head:
    return rule.country, rule.carrier, rule.service, rule.flag


def _mask(head: _Head) -> _Head:
    return tuple(None if value is None else "given" for value in head)


def _common(rule: PlanRule, mask: _Head) -> _Head:
    return tuple(value if given else None for value, given in zip(_head(rule), mask, strict=True))


def _box(rule: PlanRule) -> tuple[object, ...]:
    return band(rule), rule.valid_from, rule.valid_to, rule.bin


def _meet(one: PlanRule, other: PlanRule) -> bool:
    (low, high), (other_low, other_high) = band(one), band(other)
    in_time = (one.valid_from or START) <= (other.valid_to or EVER) and (other.valid_from or START) <= (
        one.valid_to or EVER
    )
    return in_time and low <= other_high and other_low <= high
