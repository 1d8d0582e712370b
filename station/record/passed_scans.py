"""Scans of known parcels that count, as the look for odd runs needs them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import Passed
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_PASSED = (
    "SELECT seq, scanned_at, parcel_id, ifnull(presentation, scan_id), grams, keyed FROM scan s "  # noqa: S608  # own words
    f"WHERE seq > ? AND parcel_id IS NOT NULL AND corrects IS NULL AND {IS_SCAN} AND {NOT_VOID} ORDER BY seq"
)
_FIRST = "SELECT ifnull(min(seq), 0) - 1 FROM (SELECT seq FROM scan WHERE scanned_at >= ? ORDER BY scanned_at LIMIT 1)"


def passed_scans(connection: sqlite3.Connection, after_seq: int) -> Iterator[Passed]:
    """Those after this number, in the order of the log; each at the time that its clock gave it."""
    for seq, at, parcel_id, presentation, grams, keyed in connection.execute(_PASSED, (after_seq,)):
        moment = datetime.fromisoformat(at).timestamp()
        weight = None if grams is None else Decimal(grams)
        yield Passed(seq, moment, parcel_id, uuid_text(presentation), weight, bool(keyed))


def before_moment(connection: sqlite3.Connection, since_utc: str) -> int:
    """The number after which the entries since a moment stand."""
    (seq,) = connection.execute(_FIRST, (since_utc,)).fetchone()
    return int(seq)
