"""What a sort plan is made of, and which of two rules is asked first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.exception_codes import Function

if TYPE_CHECKING:
    from decimal import Decimal

EVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One row of a plan; None matches anything. All given fields must match (AND)."""

    line: int
    """Line of the file, for messages."""
    priority: int
    """The smallest is asked first."""
    country: str | None
    carrier: str | None
    service: str | None
    postal_prefix: str | None
    """Text, never a number: leading zeros count."""
    weight_min_g: Decimal | None
    weight_max_g: Decimal | None
    """Inclusive."""
    valid_from: str | None
    """UTC date YYYY-MM-DD, inclusive."""
    valid_to: str | None
    bin: str
    bin_label: str
    flag: str | None = None
    """The customs flag that the manifest must give."""

    @property
    def banded(self) -> bool:
        """It asks for a weight."""
        return self.weight_min_g is not None or self.weight_max_g is not None


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One row of a plan that is no rule."""

    line: int
    function: Function
    bin: str
    bin_label: str


@dataclass(frozen=True, slots=True)
class SortPlan:
    """A whole plan as it was imported."""

    version: str
    rules: tuple[PlanRule, ...]
    functions: tuple[FunctionRow, ...] = ()

    def bins(self) -> tuple[str, ...]:
        """Every bin that it names, each once, in their order by name."""
        return tuple(sorted({row.bin for row in self.rules} | {row.bin for row in self.functions}))

    def bin_of(self, function: Function) -> str | None:
        """The bin of an exception: that of its own row, else of the row DEFAULT; None when the plan has neither."""
        bins = {row.function: row.bin for row in self.functions}
        return bins.get(function) or bins.get(Function.DEFAULT)


Rank = tuple[int, int, int, int]
"""Priority, longer postal prefix first, more conditions first, line."""


def rank(rule: PlanRule) -> Rank:
    """Of two rules that match, the one with the smaller rank wins."""
    given = (rule.country, rule.carrier, rule.service, rule.flag, rule.weight_min_g, rule.weight_max_g, rule.valid_to)
    conditions = sum(condition is not None for condition in given)
    return rule.priority, -len(rule.postal_prefix or ""), -conditions, rule.line


def in_force(rule: PlanRule, today: str) -> bool:
    """Whether a rule counts on a UTC date."""
    return (rule.valid_from or "") <= today <= (rule.valid_to or EVER)


def weighs(rule: PlanRule, grams: Decimal | None) -> bool:
    """Whether a weight lies within the rule's limits; without a weight only a rule without limits fits."""
    low, high = rule.weight_min_g, rule.weight_max_g
    if low is None and high is None:
        return True
    return grams is not None and (low is None or low <= grams) and (high is None or grams <= high)
