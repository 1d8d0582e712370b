"""The newest scans as the screens list them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core import RecentScan
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OVERRIDE

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.terms import TermTexts

_RECENT = (
    "SELECT s.seq, scanned_at, parcel_id, carrier, service, grams, bin, s.code, keyed, "  # noqa: S608  # own words
    "CASE WHEN o.seq IS NOT NULL THEN 'queued' WHEN r.seq IS NOT NULL THEN 'refused' ELSE 'sent' END, "
    f"NOT {NOT_VOID} FROM scan s LEFT JOIN outbox o USING (seq) LEFT JOIN refused r USING (seq) "
    f"WHERE {IS_SCAN} ORDER BY s.seq DESC LIMIT ?"
)
_LIFTED = (
    "SELECT 1 FROM scan s INDEXED BY scan_about WHERE s.about = (SELECT scan_id FROM scan WHERE seq = ?) "  # noqa: S608
    f"AND s.entry = {OVERRIDE} AND {NOT_VOID}"
)


def is_lifted(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether an override of this stop stands."""
    return connection.execute(_LIFTED, (seq,)).fetchone() is not None


def recent(connection: sqlite3.Connection, terms: TermTexts, count: int) -> tuple[RecentScan, ...]:
    """At most so many, newest first."""
    return tuple(
        RecentScan(
            seq=seq,
            scanned_at=at,
            parcel_id=parcel_id,
            carrier=None if carrier is None else terms[carrier],
            service=None if service is None else terms[service],
            grams=None if grams is None else Decimal(grams),
            bin=bin_,
            code=code,
            keyed=bool(keyed),
            sent=sent,
            taken_back=bool(taken_back),
        )
        for seq, at, parcel_id, carrier, service, grams, bin_, code, keyed, sent, taken_back in connection.execute(
            _RECENT, (count,)
        ).fetchall()
    )
