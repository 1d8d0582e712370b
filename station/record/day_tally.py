"""The figures of whole quarter hours as a report tells them: from what was counted, with times and weights of scans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import Line, Tally
from station.record import quarter_reads
from station.record.log.entry_kinds import IS_SCAN

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.terms import TermTexts

_COLUMNS = "s.seq, s.settle_ms, s.verdict_tenths, s.grams, ifnull(s.presentation, s.scan_id), r.seq IS NOT NULL"
# What a wrong clock stamped is found by its own time alone.
_SCANS = (
    f"SELECT {_COLUMNS} FROM scan s INDEXED BY scan_by_time LEFT JOIN redated r USING (seq) "  # noqa: S608  # own words
    f"WHERE s.scanned_at >= ?1 AND s.scanned_at < ?2 AND r.seq IS NULL AND s.corrects IS NULL AND {IS_SCAN} "
    f"UNION ALL SELECT {_COLUMNS} FROM redated r CROSS JOIN scan s USING (seq) "
    f"WHERE r.scanned_at >= ?1 AND r.scanned_at < ?2 AND s.corrects IS NULL AND {IS_SCAN}"
)
GROUPS = ("operator", "bin", "carrier", "operation", "quarter")


def day_tally(connection: sqlite3.Connection, terms: TermTexts, since_utc: str, until_utc: str) -> Tally:
    """From the beginning of one quarter hour to before that of another (UTC)."""
    span = (since_utc[:16], until_utc[:16])
    told = Tally()
    for group in GROUPS:
        lines = quarter_reads.lines(connection, terms, group, span)
        if named := {name: line for name, line in lines.items() if line != Line()}:
            told.groups[group] = named
    for line in told.groups.get("quarter", {}).values():
        told.all.add(line)
    told.overrides, told.taken_back = told.all.overrides, told.all.taken_back
    for counts, by in ((told.codes, "code"), (told.causes, "cause")):
        lines = quarter_reads.lines(connection, terms, by, span)
        counts.update({name: line.stopped for name, line in lines.items() if name and line.stopped})
    _times(connection, told, (since_utc, until_utc))
    return told


def _times(connection: sqlite3.Connection, told: Tally, span: tuple[str, str]) -> None:
    """Also the weight of each presentation: that of its last scan."""
    rows = connection.execute(_SCANS, span).fetchall()
    rows.sort(key=lambda row: row[0])
    grams = {presentation: weight for _, _, _, weight, presentation, _ in rows if weight is not None}
    told.scans = len(rows)
    told.redated = sum(row[5] for row in rows)
    told.settle_ms = [row[1] for row in rows if row[1] is not None]
    told.verdict_ms = [row[2] / 10 for row in rows if row[2] is not None]
    told.presented_grams = {"": sum(map(Decimal, grams.values()), Decimal(0))}
