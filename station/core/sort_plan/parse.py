"""Sort plans and hold lists as files."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from station.core.exception_codes import Function
from station.core.hold_list import Hold
from station.core.sort_plan.rules import EVER, FunctionRow, PlanRule, SortPlan
from station.core.tables import cells
from station.core.tables.csv_table import NO_PARCEL, read_table
from station.core.tables.table import CellError, PlanProblem, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

PLAN_COLUMNS = (
    "priority",
    "function",
    "country",
    "carrier",
    "service",
    "flag",
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
_OF_A_FUNCTION = {"function", "bin", "bin_label", "version", "comment"}


def parse_plan(lines: Iterable[str], name: str) -> tuple[SortPlan | None, list[PlanProblem]]:
    """A plan from CSV text, or None and every problem of the file. `name` is the file's, for messages; one that ends
    in `.jsonl` or the like holds JSON lines.

    The bin is the one column that is required. The version is the file's own, else its name.
    """
    table, rows = read_table(lines, name, PLAN_COLUMNS, "bin")
    weight = cells.grams(decimal_comma=table.decimal_comma)
    rules = [_rule(row, weight) for row in rows if "function" not in row.cells]
    functions = [found for row in rows if "function" in row.cells and (found := _function_row(row)) is not None]
    versions = {row.cells["version"]: row.line for row in reversed(rows) if "version" in row.cells}
    if len(versions) > 1:
        line = sorted(versions.values())[1]
        table.problem(line, f"{len(versions)} versions in one file", "write one version in every row")
    if not rules and not table.problems:
        table.problem(1, "no rule in the file", "add at least one row with a bin")
    wrong = {problem.line for problem in table.problems}
    _note_doubles(table, [rule for rule in rules if rule.line not in wrong])
    _note_double_functions(table, functions)
    if table.problems:
        return None, sorted(table.problems, key=lambda problem: problem.line)
    return SortPlan(next(iter(versions), name), tuple(rules), tuple(functions)), []


def parse_holds(lines: Iterable[str], name: str, *, empty: bool = True) -> tuple[list[Hold], list[PlanProblem]]:
    """The hold list from CSV text (`parcel_id`, `reason`, `until`), ids in their canonical form, and all problems.

    Unless `empty`, a file without a parcel is a problem too: most likely an export that went wrong.
    """
    table, rows = read_table(lines, name, HOLD_COLUMNS, "parcel_id")
    holds: list[Hold] = []
    for row in rows:
        parcel_id = row.take("parcel_id", cells.parcel_id)
        until = row.take("until", cells.day)
        if parcel_id is not None:
            holds.append(Hold(parcel_id, row.cells.get("reason", "hold"), until))
    if not (empty or rows or table.problems):
        table.problem(*NO_PARCEL)
    return holds, sorted(table.problems, key=lambda problem: problem.line)


def _rule(row: Row, weight: Callable[[str], Decimal]) -> PlanRule:
    rule = PlanRule(
        line=row.line,
        priority=_given(row.take("priority", _priority), DEFAULT_PRIORITY),
        country=row.take("country", cells.country),
        carrier=row.take("carrier", cells.carrier),
        service=row.cells.get("service"),
        flag=row.take("flag", cells.flag),
        postal_prefix=row.take("postal_prefix", cells.postal),
        weight_min_g=row.take("weight_min_g", weight),
        weight_max_g=row.take("weight_max_g", weight),
        valid_from=row.take("valid_from", cells.day),
        valid_to=row.take("valid_to", cells.day),
        bin=row.take("bin", _bin) or "",
        bin_label=row.take("bin_label", cells.at_most(LONGEST_LABEL)) or "",
    )
    if rule.valid_from and rule.valid_to and rule.valid_from > rule.valid_to:
        row.table.problem(row.line, "valid_to is before valid_from", "exchange the two dates")
    if rule.weight_min_g is not None and rule.weight_max_g is not None and rule.weight_min_g > rule.weight_max_g:
        row.table.problem(row.line, "weight_max_g is below weight_min_g", "exchange the two weights")
    return rule


def _function_row(row: Row) -> FunctionRow | None:
    function = row.take("function", _function)
    bin_ = row.take("bin", _bin)
    label = row.take("bin_label", cells.at_most(LONGEST_LABEL)) or ""
    conditions = [column for column in row.cells if column not in _OF_A_FUNCTION]
    if conditions:
        what = f"{', '.join(conditions)}: a function row has no conditions and no dates"
        row.table.problem(row.line, what, "empty these cells, or the function")
    return FunctionRow(row.line, function, bin_, label) if function and bin_ else None


def _bin(text: str) -> str:
    return cells.intact(cells.at_most(LONGEST_BIN)(text))


def _function(text: str) -> Function:
    try:
        return Function(text.upper())
    except ValueError:
        raise CellError(f"{text!r} is no function", f"write one of {', '.join(Function)}") from None


def _priority(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise CellError(f"{text!r} is not a whole number", "write 0 to 999999; the smallest is asked first")
    return int(text)


def _given(value: int | None, default: int) -> int:
    return default if value is None else value


def _note_doubles(table: Table, rules: list[PlanRule]) -> None:
    """Two rules that always match together and name different bins: the order of lines must not decide."""
    alike: defaultdict[tuple[object, ...], list[PlanRule]] = defaultdict(list)
    for rule in rules:
        where = rule.country, rule.carrier, rule.service, rule.flag, rule.postal_prefix
        alike[rule.priority, *where, rule.weight_min_g, rule.weight_max_g].append(rule)
    for same in alike.values():
        for one, other in _clashes(same):
            old, new = sorted((one, other), key=lambda rule: rule.line)
            what = f"the same conditions as line {old.line}, but bin {new.bin} instead of {old.bin}"
            table.problem(new.line, what, "remove one, or give them different priorities or dates")


def _clashes(rules: list[PlanRule]) -> list[tuple[PlanRule, PlanRule]]:
    """Rules that are in force on one day as another with a different bin; one rival each.

    Of those that begin before, it is enough to know which lasts longest, and which of another bin than that.
    """
    found: list[tuple[PlanRule, PlanRule]] = []
    lasting: list[PlanRule] = []
    for rule in sorted(rules, key=lambda rule: (rule.valid_from or "", rule.line)):
        rival = next((old for old in lasting if old.bin != rule.bin), None)
        if rival is not None and (rival.valid_to or EVER) >= (rule.valid_from or ""):
            found.append((rival, rule))
        lasting = _two_that_last([*lasting, rule])
    return found


def _two_that_last(rules: list[PlanRule]) -> list[PlanRule]:
    """The one that ends last, and the one that does so among those of other bins."""
    longest = max(rules, key=lambda rule: rule.valid_to or EVER)
    others = [rule for rule in rules if rule.bin != longest.bin]
    return [longest, *([max(others, key=lambda rule: rule.valid_to or EVER)] if others else [])]


def _note_double_functions(table: Table, rows: list[FunctionRow]) -> None:
    """One bin a function; a bin may be declared once."""
    seen: dict[str, FunctionRow] = {}
    for row in rows:
        key = f"BIN {row.bin}" if row.function is Function.BIN else row.function.value
        if key in seen:
            table.problem(row.line, f"{key} is on line {seen[key].line} already", "remove one of them")
        seen.setdefault(key, row)
