"""The checks of a shift: which one passes with what. Nothing here books anything."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Check(StrEnum):
    """In the order in which they are asked."""

    ZERO = "zero"
    """The empty scale shows nothing."""
    WEIGHT = "test_weight"
    LABEL = "test_label"
    LISTS = "lists"
    """How old the sort plan and the lists are."""
    CLOCK = "clock"
    SOUND = "sound"
    """The worker hears the tones."""


SELF_TEST = (Check.LABEL, Check.WEIGHT)
"""What is asked again from hour to hour."""
NOTHING_SEEN = "-"
"""The value of what was not seen."""


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What this lane checks; as it stands here, nothing."""

    at_log_in: tuple[Check, ...] = ()
    zero_g: Decimal = Decimal(1)
    """So far from zero an empty scale may be."""
    weight_g: Decimal = Decimal(0)
    """Of the test weight; 0: there is none."""
    tolerance_g: Decimal = Decimal(0)
    label: str = ""
    """The text of the test label; empty: there is none."""
    lists_h: float = 24.0
    """So old the lists may be."""
    stop: bool = False
    """A failed check stops the lane."""
    every_h: float = 0.0
    """Hours between two self-tests; 0: none."""

    def is_possible(self, check: Check) -> bool:
        """Whether there is what it needs."""
        return {Check.WEIGHT: self.weight_g > 0, Check.LABEL: bool(self.label)}.get(check, True)

    @property
    def all(self) -> tuple[Check, ...]:
        """Those at log-in, or where none are, each that is possible."""
        return self.at_log_in or tuple(check for check in Check if self.is_possible(check))

    @property
    def self_test(self) -> tuple[Check, ...]:
        """What is asked from hour to hour."""
        return tuple(check for check in SELF_TEST if self.is_possible(check))


NO_CHECKS = CheckRules()


@dataclass(frozen=True, slots=True)
class Sights:
    """What the station sees at one moment."""

    grams: Decimal | None
    """A weight that is fresh and does not move; None: there is none."""
    label_read: bool
    list_age_s: float | None
    """Of the oldest list in force; None: there is no sort plan, or its age is not known."""
    clock: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check with what was seen, and within what it passes; both are texts of the record."""

    check: Check
    value: str
    limit: str
    passed: bool


def judged(check: Check, sights: Sights, rules: CheckRules) -> CheckResult | None:
    """What a check came to by itself; None: it waits for a load, a label or a word of the worker."""
    seen = told(check, sights, rules, passed=True)
    match check:
        case Check.ZERO:
            passes = sights.grams is not None and abs(sights.grams) <= rules.zero_g
        case Check.WEIGHT:
            passes = sights.grams is not None and abs(sights.grams - rules.weight_g) <= rules.tolerance_g
        case Check.LABEL:
            passes = sights.label_read
        case Check.LISTS:
            fresh = sights.list_age_s is not None and sights.list_age_s <= rules.lists_h * 3600
            return told(check, sights, rules, passed=fresh)
        case Check.CLOCK:
            return told(check, sights, rules, passed=sights.clock == "synced")
        case Check.SOUND:
            passes = False
    return seen if passes else None


def told(check: Check, sights: Sights, rules: CheckRules, *, passed: bool) -> CheckResult:
    """The check by somebody's word, with what is seen at this moment."""
    grams = NOTHING_SEEN if sights.grams is None else format(sights.grams.normalize(), "f")
    match check:
        case Check.ZERO:
            return CheckResult(check, grams, f"0 +- {rules.zero_g:f}", passed)
        case Check.WEIGHT:
            return CheckResult(check, grams, f"{rules.weight_g:f} +- {rules.tolerance_g:f}", passed)
        case Check.LABEL:
            return CheckResult(check, rules.label if sights.label_read else NOTHING_SEEN, rules.label, passed)
        case Check.LISTS:
            hours = NOTHING_SEEN if sights.list_age_s is None else f"{sights.list_age_s / 3600:.1f}"
            return CheckResult(check, hours, f"{rules.lists_h:g}", passed)
        case Check.CLOCK:
            return CheckResult(check, sights.clock, "synced", passed)
        case Check.SOUND:
            return CheckResult(check, "heard" if passed else NOTHING_SEEN, "heard", passed)


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry of the kind `check` as the record has it."""

    at: str
    """UTC."""
    details: dict[str, object]
    who: str | None = None

    @property
    def what(self) -> str:
        return str(self.details.get("is"))

    @property
    def passed(self) -> bool:
        return self.details.get("passed") is True


ASKED = "asked"
"""What an entry is by which somebody has checks asked."""


def due(noted: Sequence[Noted], opened_at: str | None, rules: CheckRules) -> tuple[Check, ...]:
    """The checks that wait for their result, in their order. `noted`: the newest first; `opened_at`: of the shift.

    They follow from the record alone, so that a start after a power cut goes on where it was.
    """
    results: set[str] = set()
    for each in noted:
        if opened_at is not None and each.at < opened_at:
            break
        if each.what == ASKED:
            named = each.details.get("checks")
            wanted = [str(name) for name in named] if isinstance(named, list) else [*rules.all]
            return _in_order(wanted, results, rules)
        results.add(each.what)
    return _in_order(rules.at_log_in, results, rules) if opened_at is not None else ()


def who_asked(noted: Sequence[Noted], opened_at: str | None) -> str | None:
    """Who had the checks asked that wait now; None: they are those of the log-in. `noted`: the newest first."""
    newest = next((each for each in noted if each.what == ASKED), None)
    return newest.who if newest is not None and (opened_at is None or newest.at >= opened_at) else None


def _in_order(wanted: Sequence[str], results: set[str], rules: CheckRules) -> tuple[Check, ...]:
    return tuple(each for each in Check if each in wanted and each not in results and rules.is_possible(each))


def failed(noted: Sequence[Noted], opened_at: str | None) -> tuple[CheckResult, ...]:
    """The checks of this shift whose newest result is that they failed, in their order. `noted`: the newest first."""
    newest: dict[str, Noted] = {}
    for each in noted:
        if opened_at is not None and each.at < opened_at:
            break
        if each.what in set(Check):
            newest.setdefault(each.what, each)
    return tuple(
        CheckResult(
            check, str(newest[check].details.get("value")), str(newest[check].details.get("limit")), passed=False
        )
        for check in Check
        if check in newest and not newest[check].passed
    )


LOOKED_BACK = 5
"""Test weights that tell a trend."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The scale moves away from its test weight."""

    first_g: Decimal
    last_g: Decimal
    count: int


def drift(noted: Sequence[Noted], rules: CheckRules) -> Drift | None:
    """Whether the last test weights go one way, and the last is more than half its tolerance off. At least three."""
    values = [value for each in noted if each.what == Check.WEIGHT and (value := _grams(each)) is not None][
        :LOOKED_BACK
    ]
    if len(values) < 3 or rules.weight_g <= 0:
        return None
    newest, oldest = values[0], values[-1]
    steps = [later - earlier for later, earlier in pairwise(values)]
    one_way = all(step >= 0 for step in steps) or all(step <= 0 for step in steps)
    off = abs(newest - rules.weight_g)
    away = off > abs(oldest - rules.weight_g) and off > rules.tolerance_g / 2
    return Drift(oldest, newest, len(values)) if one_way and away else None


def _grams(each: Noted) -> Decimal | None:
    """None: nothing was seen, or somebody recorded a text that is no weight."""
    try:
        value = Decimal(str(each.details.get("value")))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
