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
    from collections.abc import Mapping, Sequence

    from station.record.log.terms import TermTexts

_ROWS = (
    "SELECT s.seq, scanned_at, parcel_id, carrier, service, grams, bin, s.code, keyed, "  # noqa: S608  # own words
    "CASE WHEN o.seq IS NOT NULL THEN 'queued' WHEN r.seq IS NOT NULL THEN 'refused' ELSE 'sent' END, "
    f"NOT {NOT_VOID} FROM scan s {{}} LEFT JOIN outbox o USING (seq) LEFT JOIN refused r USING (seq) WHERE {IS_SCAN} "
)
_NUMBERED = f"{_ROWS.format('')} AND s.seq = ?"
_RECENT = f"{_ROWS.format('')} ORDER BY s.seq DESC LIMIT ?"
_BEHIND = f"{_ROWS.format('INDEXED BY scan_by_time')} AND scanned_at >= :since AND scanned_at < :until"
_TERMS = ("operation", "operator", "carrier")
_IS = {
    "code": "s.code = :code",
    "cause": f"s.code IS NOT NULL AND s.parcel_id IS NULL AND {CAUSE} = :cause",
    "bin": "s.bin = :bin",
    **{
        name: f"ifnull(s.{name}, 0) = iif(:{name} = '', 0, (SELECT id FROM term WHERE text = :{name}))"  # noqa: S608
        for name in _TERMS
    },
}
"""What a scan has to be to stand behind a figure."""
_QUARTERS = "SELECT quarter, sum(scans) FROM quarter_count WHERE quarter >= :since AND quarter < :until"
_CELL = {
    name: f"{name} = " + (f"ifnull((SELECT id FROM term WHERE text = :{name}), 0)" if name in _TERMS else f":{name}")  # noqa: S608
    for name in _IS
}
_EVERY = "SELECT quarter, sum(scans) FROM quarter_sum WHERE quarter >= :since AND quarter < :until GROUP BY 1"
READ = 20_000
"""Scans that are gone through for one answer: what is rarer is told as far as it was found."""
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


def numbered(connection: sqlite3.Connection, terms: TermTexts, seqs: Sequence[int]) -> tuple[RecentScan, ...]:
    """Those of these numbers, newest first."""
    rows = [connection.execute(_NUMBERED, (seq,)).fetchone() for seq in sorted(seqs, reverse=True)]
    return _scans([row for row in rows if row is not None], terms)


def behind(
    connection: sqlite3.Connection,
    terms: TermTexts,
    only: Mapping[str, str],
    stretch: tuple[str, str],
    count: int,
) -> tuple[RecentScan, ...]:
    """The scans from one moment to before another (UTC) of an operator, a bin, a code ...; at most so many, newest
    first. They stand by the time that their clock gave them. Only quarter hours are read whose figures have such scans.
    """
    question = (
        f"{_BEHIND}{''.join(f' AND {_IS[name]}' for name in only)} ORDER BY scanned_at DESC, s.seq DESC LIMIT :count"
    )
    found: list[tuple[Any, ...]] = []
    read = 0
    for quarter, scans in _quarters(connection, only, stretch):
        span = {"since": quarter, "until": _after(quarter), "count": count - len(found)}
        found += connection.execute(question, {**only, **span}).fetchall()
        read += scans
        if len(found) >= count or read >= READ:
            break
    return _scans(found, terms)


def _quarters(
    connection: sqlite3.Connection, only: Mapping[str, str], stretch: tuple[str, str]
) -> list[tuple[str, int]]:
    """Those with such scans, the newest first, and how many scans each has, those of others too."""
    span = {"since": stretch[0][:16], "until": stretch[1][:16]}
    cells = "".join(f" AND {_CELL[name]}" for name in only)
    named = connection.execute(f"{_QUARTERS}{cells} GROUP BY 1 HAVING sum(scans) > 0", {**only, **span}).fetchall()
    every = dict(connection.execute(_EVERY, span))
    return [(quarter, every.get(quarter, scans)) for quarter, scans in reversed(named)]


def _after(quarter: str) -> str:
    return utc_text(datetime.fromisoformat(f"{quarter}:00Z") + timedelta(minutes=15))


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
