"""The sort plan and the hold list in the database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core import Hold
from station.core.sort_plan import Function, FunctionRow, PlanRule, SortPlan

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_RULE = (
    "line, priority, country, carrier, service, postal_prefix, weight_min_g, weight_max_g, valid_from, valid_to, "
    "bin, bin_label, flag"
)


def replace_plan(connection: sqlite3.Connection, plan: SortPlan, imported_at: str) -> None:
    """Write a plan over the old one, in the open transaction."""
    connection.execute("DELETE FROM plan_rule")
    connection.execute("DELETE FROM plan_function")
    connection.execute("DELETE FROM plan")
    connection.execute("INSERT INTO plan VALUES (1, ?, ?)", (plan.version, imported_at))
    connection.executemany(
        f"INSERT INTO plan_rule ({_RULE}) VALUES ({', '.join('?' * 13)})",  # noqa: S608  # names of our own
        (
            (
                *(r.line, r.priority, r.country, r.carrier, r.service, r.postal_prefix),
                *(None if g is None else format(g, "f") for g in (r.weight_min_g, r.weight_max_g)),
                *(r.valid_from, r.valid_to, r.bin, r.bin_label, r.flag),
            )
            for r in plan.rules
        ),
    )
    connection.executemany(
        "INSERT INTO plan_function VALUES (?, ?, ?, ?)",
        ((f.line, f.function.value, f.bin, f.bin_label) for f in plan.functions),
    )


def plan(connection: sqlite3.Connection) -> SortPlan | None:
    """The stored plan, rules in the order of their lines; None: none was imported."""
    version = connection.execute("SELECT version FROM plan").fetchone()
    if version is None:
        return None
    rows = connection.execute(f"SELECT {_RULE} FROM plan_rule ORDER BY line").fetchall()  # noqa: S608  # names of our own
    functions = connection.execute("SELECT line, function, bin, bin_label FROM plan_function ORDER BY line")
    return SortPlan(
        version[0],
        tuple(_rule(row) for row in rows),
        tuple(FunctionRow(line, Function(name), bin_, label) for line, name, bin_, label in functions),
    )


def _rule(row: tuple[Any, ...]) -> PlanRule:
    line, priority, country, carrier, service, postal_prefix, low, high, valid_from, valid_to, bin_, bin_label, flag = (
        row
    )
    return PlanRule(
        line=line,
        priority=priority,
        country=country,
        carrier=carrier,
        service=service,
        postal_prefix=postal_prefix,
        weight_min_g=None if low is None else Decimal(low),
        weight_max_g=None if high is None else Decimal(high),
        valid_from=valid_from,
        valid_to=valid_to,
        bin=bin_,
        bin_label=bin_label,
        flag=flag,
    )


def replace_holds(connection: sqlite3.Connection, holds: Iterable[Hold]) -> int:
    """Write a hold list over the old one, in the open transaction; of two lines for one parcel the later counts."""
    connection.execute("DELETE FROM hold")
    connection.executemany(
        "INSERT OR REPLACE INTO hold VALUES (?, ?, ?)", ((h.parcel_id, h.reason, h.until) for h in holds)
    )
    (lines,) = connection.execute("SELECT count(*) FROM hold").fetchone()
    return int(lines)


def hold_of(connection: sqlite3.Connection, numbers: Iterable[str], today: str) -> Hold | None:
    """The first hold that is in force on `today` (UTC date) on a parcel that has these numbers."""
    for number in dict.fromkeys(numbers):
        found = connection.execute(
            "SELECT parcel_id, reason, until FROM hold WHERE parcel_id = ? AND (until IS NULL OR until >= ?)",
            (number, today),
        ).fetchone()
        if found is not None:
            return Hold(*found)
    return None
