"""Sums of the figures by quarter hour, kept by triggers in the same transaction: views of many days read few rows.

`quarter_sum` has a row for each quarter hour, operation and operator; `part_sum` the whole cells of four hours each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

CELL = ("quarter", "operation", "operator", "bin", "carrier", "code", "cause")
VALUES = (
    "not_read", "keyed", "after_retries", "first_time", "by_scanner", "scans", "accepted", "stopped", "overrides",
    "taken_back", "milligrams",
)  # fmt: skip
PART_H = 4
_KINDS = {"quarter": "TEXT", "operation": "INTEGER", "operator": "INTEGER", "carrier": "INTEGER"}
# Of a quarter that is no time the part is some text all the same.
_PART = "substr({0}quarter, 1, 11) || substr('000408121620', 1 + 2 * (min(substr({0}quarter, 12, 2) + 0, 23) / 4), 2)"


class Sum(NamedTuple):
    """A table of sums: its key, by the columns of `quarter_count`."""

    table: str
    key: tuple[str, ...]
    """The first one is its time."""

    def named(self, row: str = "") -> str:
        """The key of a row of `quarter_count`; `row`: `NEW.` or `OLD.` in a trigger."""
        time = f"{_PART.format(row)} || ':00'" if self.table == "part_sum" else f"{row}quarter"
        return ", ".join([time, *(f"{row}{name}" for name in self.key[1:])])


SUMS = (
    Sum("quarter_sum", ("quarter", "operation", "operator")),
    Sum("part_sum", ("part", *CELL[1:])),
)
_ADDED = ", ".join(f"sum({value})" for value in VALUES)


def _fill(of: Sum) -> str:
    return f"INSERT INTO {of.table} SELECT {of.named()}, {_ADDED} FROM quarter_count GROUP BY {of.named()}"  # noqa: S608


def _table(of: Sum) -> str:
    columns = [f"{name} {_KINDS.get(name, 'TEXT')} NOT NULL" for name in of.key]
    columns += [f"{value} INTEGER NOT NULL" for value in VALUES]
    return f"CREATE TABLE {of.table} ({', '.join(columns)}, PRIMARY KEY ({', '.join(of.key)})) STRICT, WITHOUT ROWID"


def _triggers(of: Sum) -> Iterator[str]:
    values = ", ".join(f"NEW.{value}" for value in VALUES)
    more = ", ".join(f"{value} = {value} + excluded.{value}" for value in VALUES)
    here = f"({', '.join(of.key)}) = ({{}})"
    change = ", ".join(f"{value} = {value} + NEW.{value} - OLD.{value}" for value in VALUES)
    less = ", ".join(f"{value} = {value} - OLD.{value}" for value in VALUES)
    yield (
        f"CREATE TRIGGER {of.table}_added AFTER INSERT ON quarter_count BEGIN INSERT INTO {of.table} "  # noqa: S608
        f"VALUES ({of.named('NEW.')}, {values}) ON CONFLICT DO UPDATE SET {more}; END"
    )
    yield (
        f"CREATE TRIGGER {of.table}_changed AFTER UPDATE ON quarter_count BEGIN UPDATE {of.table} "  # noqa: S608
        f"SET {change} WHERE {here.format(of.named('NEW.'))}; END"
    )
    yield (
        f"CREATE TRIGGER {of.table}_gone AFTER DELETE ON quarter_count BEGIN UPDATE {of.table} "  # noqa: S608
        f"SET {less} WHERE {here.format(of.named('OLD.'))}; END"
    )


MADE = tuple(statement for each in SUMS for statement in (_table(each), _fill(each), *_triggers(each)))
"""What makes and fills them."""


def sum_anew(connection: sqlite3.Connection) -> None:
    """From `quarter_count`; part of the caller's transaction."""
    for each in SUMS:
        connection.execute(f"DELETE FROM {each.table}")  # noqa: S608  # own names
        connection.execute(_fill(each))


def drop_empty(connection: sqlite3.Connection) -> None:
    """Sums of which every entry has left; part of the caller's transaction."""
    for each in SUMS:
        nothing = " AND ".join(f"{value} = 0" for value in VALUES)
        connection.execute(f"DELETE FROM {each.table} WHERE {nothing}")  # noqa: S608  # own names


def differences(connection: sqlite3.Connection) -> Iterator[str]:
    """Quarter hours, or the beginnings of four hours, of which the sums are not those of `quarter_count`."""
    for each in SUMS:
        unequal = " OR ".join(f"sum({value}) <> 0" for value in VALUES)
        signed = ", ".join(f"-{value}" for value in VALUES)
        key, values = ", ".join(each.key), ", ".join(VALUES)
        question = (
            f"WITH every ({key}, {values}) AS (SELECT {each.named()}, {values} FROM quarter_count "  # noqa: S608
            f"UNION ALL SELECT {key}, {signed} FROM {each.table}) "
            f"SELECT DISTINCT {each.key[0]} FROM (SELECT {key} FROM every GROUP BY {key} HAVING {unequal})"
        )
        yield from (at for (at,) in connection.execute(question).fetchall())
