"""The sort plan: which bin a parcel goes to. And the hold list: which parcel goes nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from station.core.csv_table import CellError, PlanProblem, Row, Table, read_table
from station.core.identify import identify
from station.core.identify.countries import COUNTRIES
from station.core.models import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from station.core.models import Identity

__all__ = ["PlanIndex", "PlanProblem", "PlanRule", "SortPlan", "parse_holds", "parse_plan", "route"]

COLUMNS = (
    "priority",
    "country",
    "carrier",
    "service",
    "postal_prefix",
    "weight_min_g",
    "weight_max_g",
    "valid_from",
    "valid_to",
    "bin",
    "bin_label",
    "version",
    "comment",
)
HOLD_COLUMNS = ("parcel_id", "reason", "until")
DEFAULT_PRIORITY = 100
LONGEST_BIN = 12
LONGEST_LABEL = 40
_EVER = "9999-12-31"
_CARRIER = re.compile(r"[a-z0-9][a-z0-9-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One row of a plan; None matches anything. All given fields must match (AND)."""

    line: int
    """Line of the CSV file, for messages."""
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


@dataclass(frozen=True, slots=True)
class SortPlan:
    """A whole plan as it was imported."""

    version: str
    rules: tuple[PlanRule, ...]


_Rank = tuple[int, int, int, int]
"""Priority, longer postal prefix first, more conditions first, line."""


class PlanIndex:
    """A plan made ready to be asked thousands of times."""

    def __init__(self, plan: SortPlan) -> None:
        self.plan = plan
        buckets: defaultdict[tuple[str | None, ...], list[PlanRule]] = defaultdict(list)
        for rule in plan.rules:
            buckets[rule.country, rule.carrier, rule.service, rule.postal_prefix].append(rule)
        self._buckets = {key: sorted(rules, key=_rank) for key, rules in buckets.items()}
        self._heads = {key[:3] for key in buckets}
        self._lengths = sorted({len(rule.postal_prefix) for rule in plan.rules if rule.postal_prefix})

    def route(self, identity: Identity, grams: Decimal | None, today: str) -> PlanRule | None:
        """The rule for a parcel on the UTC date `today`; None when the plan has none.

        Smallest priority first, then the longest postal prefix, then the rule with most conditions. A rule with a
        weight limit needs a weight.
        """
        best: PlanRule | None = None
        for key in self._keys(identity):
            for rule in self._buckets.get(key, ()):
                if best is not None and _rank(rule) > _rank(best):
                    break
                if _in_force(rule, today) and _weighs(rule, grams):
                    best = rule
                    break
        return best

    def _keys(self, identity: Identity) -> list[tuple[str | None, ...]]:
        postal = _postal(identity.postal_code or "")
        prefixes = [None, *(postal[:length] for length in self._lengths if length <= len(postal))]
        heads = [
            (country, carrier, service)
            for country in {None, identity.country}
            for carrier in {None, identity.carrier}
            for service in {None, identity.service}
        ]
        return [(*head, prefix) for head in heads if head in self._heads for prefix in prefixes]


def route(plan: SortPlan | PlanIndex, identity: Identity, grams: Decimal | None, today: str) -> PlanRule | None:
    """As `PlanIndex.route`; a bare plan is indexed for this one question."""
    return (plan if isinstance(plan, PlanIndex) else PlanIndex(plan)).route(identity, grams, today)


def _rank(rule: PlanRule) -> _Rank:
    given = (rule.country, rule.carrier, rule.service, rule.weight_min_g, rule.weight_max_g, rule.valid_to)
    conditions = sum(condition is not None for condition in given)
    return rule.priority, -len(rule.postal_prefix or ""), -conditions, rule.line


def _in_force(rule: PlanRule, today: str) -> bool:
    return (rule.valid_from or "") <= today <= (rule.valid_to or _EVER)


def _weighs(rule: PlanRule, grams: Decimal | None) -> bool:
    low, high = rule.weight_min_g, rule.weight_max_g
    if low is None and high is None:
        return True
    return grams is not None and (low is None or low <= grams) and (high is None or grams <= high)


def _postal(text: str) -> str:
    return text.upper().replace(" ", "").replace("-", "")


def parse_plan(lines: Iterable[str], name: str) -> tuple[SortPlan | None, list[PlanProblem]]:
    """A plan from CSV text, or None and every problem of the file. `name` is the file's, for messages.

    The bin is the one column that is required. The version is the file's own, else its name.
    """
    table, rows = read_table(lines, name, COLUMNS, "bin")
    rules = [_rule(row) for row in rows]
    versions = {row.cells["version"]: row.line for row in rows if "version" in row.cells}
    if len(versions) > 1:
        line = sorted(versions.values())[1]
        table.problem(line, f"{len(versions)} versions in one file", "write one version in every row")
    if not rules and not table.problems:
        table.problem(1, "no rule in the file", "add at least one row with a bin")
    wrong = {problem.line for problem in table.problems}
    _note_doubles(table, [rule for rule in rules if rule.line not in wrong])
    if table.problems:
        return None, sorted(table.problems, key=lambda problem: problem.line)
    return SortPlan(next(iter(versions), name), tuple(rules)), []


def parse_holds(lines: Iterable[str], name: str) -> tuple[list[Hold], list[PlanProblem]]:
    """The hold list from CSV text (`parcel_id`, `reason`, `until`), ids in their canonical form, and all problems."""
    table, rows = read_table(lines, name, HOLD_COLUMNS, "parcel_id")
    holds: list[Hold] = []
    for row in rows:
        parcel_id = row.take("parcel_id", _parcel_id)
        until = row.take("until", _day)
        if parcel_id is not None:
            holds.append(Hold(parcel_id, row.cells.get("reason", "hold"), until))
    return holds, sorted(table.problems, key=lambda problem: problem.line)


def _rule(row: Row) -> PlanRule:
    weight = _weight(row.table)
    rule = PlanRule(
        line=row.line,
        priority=_given(row.take("priority", _priority), DEFAULT_PRIORITY),
        country=row.take("country", _country),
        carrier=row.take("carrier", _carrier),
        service=row.cells.get("service"),
        postal_prefix=row.take("postal_prefix", _postal),
        weight_min_g=row.take("weight_min_g", weight),
        weight_max_g=row.take("weight_max_g", weight),
        valid_from=row.take("valid_from", _day),
        valid_to=row.take("valid_to", _day),
        bin=row.take("bin", _at_most(LONGEST_BIN)) or "",
        bin_label=row.take("bin_label", _at_most(LONGEST_LABEL)) or "",
    )
    if rule.valid_from and rule.valid_to and rule.valid_from > rule.valid_to:
        row.table.problem(row.line, "valid_to is before valid_from", "exchange the two dates")
    if rule.weight_min_g is not None and rule.weight_max_g is not None and rule.weight_min_g > rule.weight_max_g:
        row.table.problem(row.line, "weight_max_g is below weight_min_g", "exchange the two weights")
    return rule


def _given(value: int | None, default: int) -> int:
    return default if value is None else value


def _note_doubles(table: Table, rules: list[PlanRule]) -> None:
    """Two rules that always match together and name different bins: the order of lines must not decide."""
    seen: defaultdict[tuple[object, ...], list[PlanRule]] = defaultdict(list)
    for rule in rules:
        same = seen[
            rule.priority,
            rule.country,
            rule.carrier,
            rule.service,
            rule.postal_prefix,
            rule.weight_min_g,
            rule.weight_max_g,
        ]
        rival = next((old for old in same if old.bin != rule.bin and _overlap(old, rule)), None)
        if rival is not None:
            what = f"the same conditions as line {rival.line}, but bin {rule.bin} instead of {rival.bin}"
            table.problem(rule.line, what, "remove one, or give them different priorities or dates")
        same.append(rule)


def _overlap(one: PlanRule, other: PlanRule) -> bool:
    starts_in_time = (one.valid_from or "") <= (other.valid_to or _EVER)
    return starts_in_time and (other.valid_from or "") <= (one.valid_to or _EVER)


def _priority(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise CellError(f"{text!r} is not a whole number", "write 0 to 999999; the smallest is asked first")
    return int(text)


def _country(text: str) -> str:
    if text.upper() not in COUNTRIES:
        raise CellError(f"{text!r} is no country", "write two letters by ISO 3166-1, such as BR")
    return text.upper()


def _carrier(text: str) -> str:
    if not _CARRIER.fullmatch(text.lower()):
        raise CellError(f"{text!r} is no carrier name", "write it as `station identify` prints it, such as usps")
    return text.lower()


def _weight(table: Table) -> Callable[[str], Decimal]:
    def convert(text: str) -> Decimal:
        plain = text.replace(",", ".") if table.decimal_comma else text
        try:
            grams = Decimal(plain)
        except InvalidOperation:
            grams = Decimal("NaN")
        if not grams.is_finite() or not 0 <= grams <= 10**9:
            raise CellError(f"{text!r} is not a weight", "write grams as a plain number, such as 2000")
        return grams

    return convert


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise CellError(f"{text!r} is not a date", "write year-month-day, such as 2026-11-30")


def _at_most(longest: int) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if len(text) > longest:
            raise CellError(f"{len(text)} characters, at most {longest} fit on the screen", "shorten it")
        return text

    return convert


def _parcel_id(text: str) -> str:
    identity = identify(text, keyed=True)
    if identity.check is False:
        raise CellError(f"{text!r} fails its check digit", "compare it with the source of the list")
    return identity.normalized if identity.accepted and identity.normalized else text.upper()
