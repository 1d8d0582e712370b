"""Figures by quarter hour, written with each entry, in its transaction. They are always those of the entries that are
there: what is retired leaves them, and an entry whose time was found out later moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import SCANNER_ENGINE
from station.core.counting import ReadClass
from station.record.log import quarter_sums
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OVERRIDE
from station.record.log.quarter_sums import CELL, VALUES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_AT = "ifnull(r.scanned_at, s.scanned_at)"
# Of a number that is no time the quarter is some text all the same: no scan is refused for it.
_QUARTER = f"substr({_AT}, 1, 14) || substr('00153045', 1 + 2 * (min(substr({_AT}, 15, 2) + 0, 59) / 15), 2)"
_NOW = """max(ifnull(s.read_before, 0),
    CASE WHEN s.is_read THEN iif(s.read_before IS NULL, 3, 2) WHEN s.keyed THEN 1 ELSE 0 END)"""
_CLASSES = ", ".join(
    f"({IS_SCAN} AND ({_NOW}) = {number}) - ({IS_SCAN} AND ifnull(s.read_before, -1) = {number})"
    for number in ReadClass
)
_SCANNED = f"EXISTS (SELECT 1 FROM term t WHERE t.id = s.engine AND t.text GLOB '{SCANNER_ENGINE}*')"  # noqa: S608
BY_SCANNER = f"({IS_SCAN} AND s.is_read AND {_SCANNED})"
_STANDS = f"({NOT_VOID})"
_GOES = f"(({IS_SCAN} AND s.code IS NULL OR ifnull(s.entry, 0) = {OVERRIDE}) AND {_STANDS})"
# Older rows hold a sentence, which begins with what is a code now.
CAUSE = "replace(substr(s.cause, 1, instr(s.cause || ':', ':') - 1), ' ', '_')"
_COUNTED = f"""SELECT {_QUARTER} AS quarter, ifnull(s.operation, 0) AS operation, ifnull(s.operator, 0) AS operator,
    s.bin AS bin, ifnull(s.carrier, 0) AS carrier, iif({IS_SCAN}, ifnull(s.code, ''), '') AS code,
    iif(s.parcel_id IS NULL, ifnull({CAUSE}, ''), '') AS cause, {_CLASSES},
    {BY_SCANNER},
    {IS_SCAN}, {_GOES}, {IS_SCAN} AND s.code IS NOT NULL AND {_STANDS}, ifnull(s.entry, 0) = {OVERRIDE} AND {_STANDS},
    NOT {_STANDS}, iif({_GOES}, CAST(round(ifnull(s.grams, 0) * 1000) AS INTEGER), 0)"""  # own words
_COUNTS = f"s.corrects IS NULL AND ({IS_SCAN} OR s.entry = {OVERRIDE})"
"""A scan in the place of a refused one is no parcel that passed."""
_ALL = f"{_COUNTED} FROM scan s LEFT JOIN redated r USING (seq) WHERE {_COUNTS}"
_KEY = ", ".join(CELL)
_NUMBERED = f"{_KEY}, {', '.join(VALUES)}"
_SUMS, _SIGNED = (", ".join(f"{sign}sum({name})" for name in VALUES) for sign in ("", "?3 * "))
FILL = (
    f"WITH counted ({_NUMBERED}) AS ({_ALL}) "  # noqa: S608  # own words, as below
    f"INSERT INTO quarter_count SELECT {_KEY}, {_SUMS} FROM counted GROUP BY {_KEY}"
)
_ADD = (
    f"WITH counted ({_NUMBERED}) AS ({_ALL} AND s.seq BETWEEN ?1 AND ?2) "  # noqa: S608
    f"INSERT INTO quarter_count SELECT {_KEY}, {_SIGNED} FROM counted WHERE true GROUP BY {_KEY} "
    f"ON CONFLICT DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in VALUES)}"
)
_EMPTY = f"DELETE FROM quarter_count WHERE {' AND '.join(f'{name} = 0' for name in VALUES)}"  # noqa: S608
# What a wrong clock stamped is found by its own time alone.
_OF_DAY = (
    f"{_COUNTED} FROM scan s INDEXED BY scan_by_time LEFT JOIN redated r USING (seq) "
    f"WHERE s.scanned_at >= ?1 AND s.scanned_at < ?2 AND r.seq IS NULL AND {_COUNTS} UNION ALL "
    f"{_COUNTED} FROM redated r CROSS JOIN scan s USING (seq) "
    f"WHERE r.scanned_at >= ?1 AND r.scanned_at < ?2 AND {_COUNTS}"
)
_DIFFERENCES = (
    f"WITH counted ({_NUMBERED}) AS ({_OF_DAY} UNION ALL "  # noqa: S608
    f"SELECT {_KEY}, {', '.join(f'-{name}' for name in VALUES)} FROM quarter_count "
    "WHERE quarter >= ?1 AND quarter < ?2) "
    f"SELECT DISTINCT quarter FROM (SELECT {_KEY} FROM counted GROUP BY {_KEY} "
    f"HAVING {' OR '.join(f'sum({name}) <> 0' for name in VALUES)}) ORDER BY quarter"
)
_NEXT_DAY = "SELECT substr(min(scanned_at), 1, 10) FROM scan INDEXED BY scan_by_time WHERE scanned_at >= ?"
_OTHER_DAYS = "SELECT substr(scanned_at, 1, 10) FROM redated UNION SELECT substr(quarter, 1, 10) FROM quarter_count"


def count(connection: sqlite3.Connection, first: int, last: int, sign: int = 1) -> None:
    """Add the entries of these numbers, or with `sign` -1 take them out: before something about them changes, and
    after it. Part of the caller's transaction.
    """
    connection.execute(_ADD, (first, last, sign))


def count_anew(connection: sqlite3.Connection) -> None:
    """Of every entry that is there; part of the caller's transaction. Reads the whole log."""
    connection.execute("DELETE FROM quarter_count")
    connection.execute(FILL)
    quarter_sums.sum_anew(connection)


def drop_empty(connection: sqlite3.Connection) -> None:
    """Cells of which every entry has left; part of the caller's transaction."""
    connection.execute(_EMPTY)
    quarter_sums.drop_empty(connection)


def differences(connection: sqlite3.Connection) -> Iterator[str]:
    """Quarter hours of which the kept figures are not those of the entries. A short look a day, so that a station goes
    on writing meanwhile.
    """
    for day in sorted(_days(connection)):
        yield from (quarter for (quarter,) in connection.execute(_DIFFERENCES, (day, f"{day}U")).fetchall())
    yield from quarter_sums.differences(connection)


def _days(connection: sqlite3.Connection) -> set[str]:
    days = {day for (day,) in connection.execute(_OTHER_DAYS)}
    (day,) = connection.execute(_NEXT_DAY, ("",)).fetchone()
    while day is not None:
        days.add(day)
        (day,) = connection.execute(_NEXT_DAY, (f"{day}U",)).fetchone()
    return days
