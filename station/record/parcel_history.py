"""The scans of one parcel, the newest first, with what people did about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.core import Passed
from station.record.log.entry_kinds import NOT_VOID, OVERRIDE

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.terms import TermTexts

MOST = 20
_COLUMNS = f"s.seq, s.scanned_at, s.operation, s.bin, s.code, s.operator, s.entry, NOT {NOT_VOID}, s.details"
_PASSED = (
    f"SELECT {_COLUMNS} FROM scan s INDEXED BY scan_accepted WHERE parcel_id = ?1 AND code IS NULL "  # noqa: S608
    f"UNION ALL SELECT {_COLUMNS} FROM scan s INDEXED BY scan_stopped WHERE parcel_id = ?1 AND code IS NOT NULL "
    f"ORDER BY 1 DESC LIMIT {MOST}"
)


def passed(connection: sqlite3.Connection, terms: TermTexts, parcel_id: str) -> tuple[Passed, ...]:
    """At most `MOST`."""
    return tuple(
        Passed(
            seq=seq,
            at=at,
            operation=terms[operation],
            bin=bin_ or None,
            code=code,
            operator=None if operator is None else terms[operator],
            is_override=entry == OVERRIDE,
            taken_back=bool(taken_back),
            reason=json.loads(details).get("reason") if details else None,
        )
        for seq, at, operation, bin_, code, operator, entry, taken_back, details in connection.execute(
            _PASSED, (parcel_id,)
        ).fetchall()
    )
