"""The scans and overrides of a stretch of the log, as figures need them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import CountedScan, ReadClass
from station.record.log.entry_kinds import IS_SCAN, NOT_VOID, OVERRIDE
from station.record.log.quarter_counts import BY_SCANNER
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from station.record.log.terms import TermTexts

_COLUMNS = (
    "s.seq, ifnull(r.scanned_at, s.scanned_at), ifnull(s.presentation, s.scan_id), s.parcel_id IS NOT NULL, s.keyed, "
    "s.read_before, s.code, s.cause, s.operator, s.bin, s.carrier, s.service, s.country, s.operation, s.grams, "
    f"s.settle_ms, s.verdict_tenths, ifnull(s.entry, 0) = {OVERRIDE}, NOT {NOT_VOID}, r.scanned_at IS NOT NULL, "
    f"{BY_SCANNER}"
)
_COUNTS = f"s.corrects IS NULL AND ({IS_SCAN} OR s.entry = {OVERRIDE})"
"""A scan in the place of a refused one is no parcel that passed."""
BY_NUMBER = (
    f"SELECT {_COLUMNS} FROM scan s LEFT JOIN redated r USING (seq) "  # noqa: S608  # own names, as below
    f"WHERE s.seq > ?1 AND s.seq < ?2 AND {_COUNTS} ORDER BY s.seq"
)
# What a wrong clock stamped is found by its own time alone.
BY_TIME = (
    f"SELECT {_COLUMNS} FROM scan s INDEXED BY scan_by_time LEFT JOIN redated r USING (seq) "  # noqa: S608
    f"WHERE s.scanned_at >= ?1 AND s.scanned_at < ?2 AND r.seq IS NULL AND {_COUNTS} "
    f"UNION ALL SELECT {_COLUMNS} FROM redated r CROSS JOIN scan s USING (seq) "
    f"WHERE r.scanned_at >= ?1 AND r.scanned_at < ?2 AND {_COUNTS} ORDER BY 1"
)


def counted_scans(
    connection: sqlite3.Connection, terms: TermTexts, question: str, span: tuple[object, object]
) -> Iterator[CountedScan]:
    """`question`: BY_NUMBER between two numbers, both left out, or BY_TIME from one moment to before another (UTC)."""
    for row in connection.execute(question, span):
        _, at, presentation, has_id, keyed, before, code, cause, operator, bin_, *rest = row
        carrier, service, country, operation, grams, settle_ms, tenths, is_override, taken_back, redated, by_scanner = (
            rest
        )
        yield CountedScan(
            at=at,
            presentation=uuid_text(presentation),
            has_id=bool(has_id),
            keyed=bool(keyed),
            read_before=None if before is None else ReadClass(before),
            code=None if is_override else code,
            cause=cause,
            operator=None if operator is None else terms[operator],
            bin=bin_,
            carrier=None if carrier is None else terms[carrier],
            service=None if service is None else terms[service],
            country=country,
            operation=None if operation is None else terms[operation],
            grams=None if grams is None else Decimal(grams),
            settle_ms=settle_ms,
            verdict_ms=None if tenths is None else tenths / 10,
            is_override=bool(is_override),
            taken_back=bool(taken_back),
            redated=bool(redated),
            by_scanner=bool(by_scanner),
        )
