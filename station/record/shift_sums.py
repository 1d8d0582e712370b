"""What a shift came to: counted by the order of its entries, so that no step of the clock changes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.core import ShiftSums
from station.core.counting import ReadCounts
from station.record import bags
from station.record.last_hour import CLASSES
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OF_SHIFT, SHIFT

if TYPE_CHECKING:
    import sqlite3

MOST_NAMED = 50
_BEGAN = f"SELECT seq, details FROM scan WHERE entry = {SHIFT} AND {OF_SHIFT} ORDER BY seq DESC"  # noqa: S608  # own words
_OF_IT = f"FROM scan s WHERE s.seq > ?1 AND s.corrects IS NULL AND {IS_SCAN}"
_COUNTS = f"SELECT {CLASSES} {_OF_IT}"
_STOPPED = f"{_OF_IT} AND s.code IS NOT NULL AND {NOT_VOID}"
_CODES = f"SELECT s.code, count(*) {_STOPPED} GROUP BY s.code ORDER BY 2 DESC, 1"
_WENT_ON = (
    "SELECT 1 FROM scan a INDEXED BY scan_accepted WHERE a.parcel_id = s.parcel_id AND a.code IS NULL "  # noqa: S608
    f"AND a.seq > s.seq AND {NOT_VOID.replace('s.scan_id', 'a.scan_id')}"
)
"""A later scan or an override, that nobody took back."""
_OPEN = (
    f"SELECT ifnull(s.parcel_id, '#' || s.seq) {_STOPPED} AND s.code <> 'DUP' AND NOT EXISTS ({_WENT_ON}) "
    f"GROUP BY 1 ORDER BY max(s.seq) DESC LIMIT {MOST_NAMED}"
)
_NOT_PUT = (
    f"SELECT s.parcel_id {_OF_IT} AND s.code IS NULL AND {NOT_VOID} "  # noqa: S608
    "AND EXISTS (SELECT 1 FROM bag WHERE bag.bin = s.bin AND bag.state = 'open') "
    "AND NOT EXISTS (SELECT 1 FROM bagged WHERE bagged.parcel_id = s.parcel_id) "
    f"GROUP BY 1 ORDER BY max(s.seq) DESC LIMIT {MOST_NAMED}"
)


def sums(connection: sqlite3.Connection) -> ShiftSums:
    """Of the shift that was opened last."""
    began = 0
    for seq, details in connection.execute(_BEGAN):
        if json.loads(details or "{}").get("is") == "open":
            began = seq
            break
    counts = connection.execute(_COUNTS, (began,)).fetchone()
    return ShiftSums(
        read=ReadCounts(*(max(0, int(count)) for count in counts)),
        codes=tuple(connection.execute(_CODES, (began,)).fetchall()),
        open_bags=tuple(bag.number for bag in bags.open_bags(connection))[:MOST_NAMED],
        open_exceptions=_numbers(connection, _OPEN, began),
        not_put=_numbers(connection, _NOT_PUT, began),
    )


def between(connection: sqlite3.Connection, first: int, last: int) -> dict[str, object]:
    """How the parcels of these entries were read, both left out, by name."""
    counts = connection.execute(f"{_COUNTS} AND s.seq < ?2", (first, last)).fetchone()
    read = ReadCounts(*(max(0, int(count)) for count in counts))
    return {"presented": read.presented, "read": read.read, "keyed": read.keyed, "not_read": read.not_read}


def _numbers(connection: sqlite3.Connection, query: str, began: int) -> tuple[str, ...]:
    return tuple(number for (number,) in connection.execute(query, (began,)).fetchall())
