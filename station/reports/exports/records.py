"""Entries of the record, refused scans and requests, written out as CSV, JSON lines or XLSX."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING

from station.core import utc_text
from station.language import ENGLISH, language, scan_text
from station.record import Reads
from station.reports.exports import columns
from station.reports.exports.progress import counted_rows, no_progress
from station.reports.exports.row_formats import write_csv, write_jsonl, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from station.reports.exports.progress import Progress


class Which(Enum):
    """Which entries of the record are written; only a scan has a decision."""

    SCANS = auto()
    EXCEPTIONS = auto()
    """Scans of parcels that stopped."""
    ENTRIES = auto()
    """All."""


def export_scans(
    database: Path,
    form: str,
    out: TextIO,
    *,
    since_utc: str | None,
    raw: bool,
    until_utc: str | None = None,
    which: Which = Which.SCANS,
    progress: Progress = no_progress,
) -> int:
    """Write entries to `out` as `csv`, `jsonl` or `xlsx` (its bytes), under the names of `columns`; how many.

    People read a sentence in `message`. `raw`: CSV for programs. `progress` is told entries read, and how many at most
    there are.
    """
    with Reads(database) as reads:
        rows: Iterator[dict[str, object]] = counted_rows(reads.exported(since_utc), reads.count(), progress)
        if until_utc is not None:
            rows = (row for row in rows if str(row["scanned_at"]) < until_utc)
        if which is Which.ENTRIES:
            return _write(out, form, rows, columns.ENTRIES, raw=raw)
        marks = reads.marks()
        decisions = {"exception"} if which is Which.EXCEPTIONS else {"accept", "exception"}
        scans = (row | marks.get(str(row["scan_id"]), {}) for row in rows if row.get("decision") in decisions)
        if form != "jsonl" and not raw:
            scans = (scan | {"message": scan_text(scan, language(ENGLISH))} for scan in scans)
        return _write(out, form, scans, columns.SCANS, raw=raw)


def export_refused(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write the scans that the centre refused, with its words and what a person did; `form` as in `export_scans`."""
    with Reads(database) as reads:
        refused = reads.refusals()
    return _write(out, form, refused, columns.REFUSED, raw=raw)


def export_requests(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write what people asked of the station: who, why, and what came of it; `form` as in `export_scans`."""
    with Reads(database) as reads:
        asked = reads.requests()
    return _write(out, form, asked, columns.REQUESTS, raw=raw)


def export_bags(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write every bag that is kept, by number; `form` as in `export_scans`."""
    with Reads(database) as reads:
        found = reads.bags.all()
    named = ({**asdict(bag), "bag": bag.number, "state": bag.state.value} for bag in found)
    rows = ({name: _plain(row[name]) for name in columns.BAGS if row[name] is not None} for row in named)
    return _write(out, form, rows, columns.BAGS, raw=raw)


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def _write(out: TextIO, form: str, rows: Iterable[dict[str, object]], header: Sequence[str], *, raw: bool) -> int:
    match form:
        case "jsonl":
            return write_jsonl(out, rows)
        case "xlsx":
            return write_xlsx(out.buffer, rows, header=header)
        case _:
            return write_csv(out, rows, header=header, raw=raw)


def moment_of(text: str) -> str:
    """An ISO 8601 date or moment as the record spells it; local unless it names its zone. ValueError."""
    moment = datetime.fromisoformat(text)
    return utc_text(moment if moment.tzinfo else moment.astimezone())
