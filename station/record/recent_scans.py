"""The newest scans as the screens list them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core import RecentScan, utc_text
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OVERRIDE
from station.record.log.quarter_counts import CAUSE

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.terms import TermTexts

_ROWS = (
    "SELECT s.seq, scanned_at, parcel_id, carrier, service, grams, bin, s.code, keyed, "  # noqa: S608  # own words
    "CASE WHEN o.seq IS NOT NULL THEN 'queued' WHEN r.seq IS NOT NULL THEN 'refused' ELSE 'sent' END, "
    f"NOT {NOT_VOID} FROM scan s {{}} LEFT JOIN outbox o USING (seq) LEFT JOIN refused r USING (seq) WHERE {IS_SCAN} "
)
_RECENT = f"{_ROWS.format('')} ORDER BY s.seq DESC LIMIT ?"
_BEHIND = f"{_ROWS.format('INDEXED BY scan_by_time')} AND scanned_at >= ?1 AND scanned_at < ?2"
_IS = {
    "quarter": "?3 = ''",
    "code": "s.code = ?3",
    "cause": f"s.parcel_id IS NULL AND {CAUSE} = ?3",
    "bin": "s.bin = ?3",
    **{
        name: f"ifnull(s.{name}, 0) = iif(?3 = '', 0, (SELECT id FROM term WHERE text = ?3))"  # noqa: S608  # own words
        for name in ("operation", "operator", "carrier")
    },
}
"""What a scan has to be to stand behind a figure."""
_LIFTED = (
    "SELECT 1 FROM scan s INDEXED BY scan_about WHERE s.about = (SELECT scan_id FROM scan WHERE seq = ?) "  # noqa: S608
    f"AND s.entry = {OVERRIDE} AND {NOT_VOID}"
)


def is_lifted(connection: sqlite3.Connection, seq: int) -> bool:
    """Whether an override of this stop stands."""
    return connection.execute(_LIFTED, (seq,)).fetchone() is not None


def recent(connection: sqlite3.Connection, terms: TermTexts, count: int) -> tuple[RecentScan, ...]:
    """At most so many, newest first."""
    return _scans(connection.execute(_RECENT, (count,)).fetchall(), terms)


def behind(
    connection: sqlite3.Connection, terms: TermTexts, by: str, name: str, since_utc: str, count: int
) -> tuple[RecentScan, ...]:
    """The scans of a quarter hour, or those since a moment of an operator, a bin ...; at most so many, newest first.
    They stand by the time that their clock gave them.
    """
    span = (name[:16], _after(name)) if by == "quarter" else (since_utc[:16], "9999")
    question = f"{_BEHIND} AND {_IS[by]} ORDER BY scanned_at DESC, s.seq DESC LIMIT ?4"
    return _scans(connection.execute(question, (*span, "" if by == "quarter" else name, count)).fetchall(), terms)


def _after(quarter: str) -> str:
    return utc_text(datetime.fromisoformat(quarter) + timedelta(minutes=15))


def _scans(rows: list[tuple[Any, ...]], terms: TermTexts) -> tuple[RecentScan, ...]:
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
        for seq, at, parcel_id, carrier, service, grams, bin_, code, keyed, sent, taken_back in rows
    )
