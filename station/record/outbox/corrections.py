"""A refused scan that a person puts right: it stays as it is, and another one takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from station.core.counting import class_after
from station.record.log.entry_kinds import SCAN
from station.record.log.rows import identity_values, text
from station.record.log.scan_columns import NAMES, uuid_text
from station.record.log.scan_ids import new_scan_id
from station.record.log.terms import TermTexts

if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from station.core import Identity
    from station.record.log.scan_columns import Row

_OPEN = (
    f"SELECT {', '.join(NAMES)} FROM scan WHERE seq = ? "  # noqa: S608  # names of our own
    "AND seq IN (SELECT seq FROM refused) AND seq NOT IN (SELECT seq FROM resolution) "
    f"AND ifnull(entry, {SCAN}) = {SCAN}"
)
_IDENTITY = NAMES[NAMES.index("parcel_id") : NAMES.index("refs")]
_RESOLVE = "INSERT INTO resolution (seq, how, who, why, at, successor) VALUES (?, 'fixed', ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Fix:
    """What a person says instead of what was recorded. Time and weight are facts: they stay."""

    seq: int
    identity: Identity | None
    """Of a keyed parcel id; None: as recorded."""
    bin: str | None
    """None: as recorded."""
    who: str
    why: str


def is_scan(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether there is an entry of this number, and it is a scan: nothing else is corrected."""
    row = connection.execute("SELECT ifnull(entry, ?) FROM scan WHERE seq = ?", (SCAN, seq)).fetchone()
    return row is not None and int(row[0]) == SCAN


def successor(connection: sqlite3.Connection, fix: Fix, now_utc: str) -> Row | None:
    """The row in whose `seq` the next number goes; None: no such scan is refused and open."""
    found = connection.execute(_OPEN, (fix.seq,)).fetchone()
    if found is None:
        return None
    row: dict[str, Any] = dict(zip(NAMES, TermTexts(connection).full(found), strict=True))
    row |= {
        "corrects": uuid_text(row["scan_id"]),
        "scan_id": new_scan_id(row["scanned_at"]).bytes,
        "verdict_tenths": None,
        "corrected_by": text(fix.who),
        "correction_reason": text(fix.why),
        "corrected_at": now_utc,
        **_same_presentation(row),
    }
    if fix.identity is not None:
        row |= {"keyed": 1, "symbology": None, "aim": None, "engine": None, "frames": 0, "cause": None}
        row |= zip(_IDENTITY, identity_values(fix.identity), strict=True)
        row["raw"] = fix.identity.raw.encode(errors="backslashreplace")
    if fix.bin is not None:
        row["bin"] = text(fix.bin)
    return tuple(row[name] for name in NAMES)


def _same_presentation(row: dict[str, Any]) -> dict[str, Any]:
    """The parcel was presented once. A row of before version 8 is a presentation of its own."""
    has_id, keyed = row["parcel_id"] is not None, bool(row["keyed"])
    return {
        "entry": SCAN,
        "presentation": row["presentation"] or row["scan_id"],
        "read_before": int(class_after(row["read_before"], has_id=has_id, keyed=keyed)),
    }


def corrected_scan(row: Row) -> UUID:
    """The name of the scan in whose place this row stands."""
    return UUID(row[NAMES.index("corrects")])


def resolve(connection: sqlite3.Connection, fix: Fix, by_seq: int, now_utc: str) -> None:
    """Note who put what in its place, and why."""
    connection.execute(_RESOLVE, (fix.seq, text(fix.who), text(fix.why), now_utc, by_seq))
