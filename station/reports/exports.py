"""What was recorded, written out for other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from station import record
from station.core import utc_text
from station.language import ENGLISH, language, scan_text
from station.record import Reads, is_database, spare_the_record
from station.record.log import StoreError, utc_now
from station.record.outbox import ASKED, REFUSAL
from station.sync.epcis import declared_wrong, events_of, write_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from station.sync.epcis import Event, Naming


Progress: TypeAlias = Callable[[int, int], None]
_STEP = 500
"""Entries between two words of progress."""


class Which(Enum):
    """Which entries of the record are written; only a scan has a decision."""

    SCANS = auto()
    EXCEPTIONS = auto()
    """Scans of parcels that stopped."""
    ENTRIES = auto()
    """All."""


def no_progress(_done: int, _count: int) -> None:
    """Nobody watches."""


def export_epcis(
    database: Path,
    out: TextIO,
    naming: Naming,
    since_utc: str | None,
    until_utc: str | None,
    progress: Progress = no_progress,
) -> int:
    """Write an EPCISDocument of the scans from one moment on and before another; how many events."""
    with Reads(database) as reads:
        scans = _told(reads.exported(since_utc), reads.count(), progress)
        return write_document(out, _events(reads, scans, naming, until_utc), utc_now())


def _told(scans: Iterable[dict[str, object]], count: int, progress: Progress) -> Iterator[dict[str, object]]:
    """The scans, while `progress` is told how many of how many at most have come."""
    for done, scan in enumerate(scans):
        if not done % _STEP:
            progress(done, count)
        yield scan


def _events(reads: Reads, scans: Iterable[dict[str, object]], naming: Naming, until_utc: str | None) -> Iterator[Event]:
    """The events of each scan; a correcting scan is preceded by the original event with an EPCIS errorDeclaration, and
    a scan that was taken back is followed by it.
    """
    corrected = reads.corrected()
    for scan in scans:
        if until_utc is not None and str(scan["scanned_at"]) >= until_utc:
            continue
        events = events_of(scan, naming)
        original = corrected.get(str(scan.get("corrects", scan.get("about"))))
        if original is not None and (events or scan["kind"] == "void"):
            yield from (declared_wrong(event, events, scan) for event in events_of(original, naming))
        yield from events


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
    """Write entries to `out` as `csv`, `jsonl` or `xlsx` (its bytes); how many. Scans have `MARKS` beside them.

    People read a sentence in `message`. `raw`: CSV for programs. `progress` is told entries read, and how many at most
    there are.
    """
    with Reads(database) as reads:
        rows: Iterator[dict[str, object]] = _told(reads.exported(since_utc), reads.count(), progress)
        if until_utc is not None:
            rows = (row for row in rows if str(row["scanned_at"]) < until_utc)
        if which is Which.ENTRIES:
            return _write(out, form, rows, record.HEADER, raw=raw)
        marks = reads.marks()
        decisions = {"exception"} if which is Which.EXCEPTIONS else {"accept", "exception"}
        scans = (row | marks.get(str(row["scan_id"]), {}) for row in rows if row.get("decision") in decisions)
        if form != "jsonl" and not raw:
            scans = (scan | {"message": scan_text(scan, language(ENGLISH))} for scan in scans)
        return _write(out, form, scans, (*record.HEADER, *record.MARKS), raw=raw)


def export_refused(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write the scans that the centre refused, with its words and what a person did; `form` as in `export_scans`."""
    with Reads(database) as reads:
        refused = reads.refusals()
    return _write(out, form, refused, REFUSAL, raw=raw)


def export_requests(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write what people asked of the station: who, why, and what came of it; `form` as in `export_scans`."""
    with Reads(database) as reads:
        asked = reads.requests()
    return _write(out, form, asked, ASKED, raw=raw)


def _write(out: TextIO, form: str, rows: Iterable[dict[str, object]], header: Sequence[str], *, raw: bool) -> int:
    match form:
        case "jsonl":
            return record.write_jsonl(out, rows)
        case "xlsx":
            return record.write_xlsx(out.buffer, rows, header=header)
        case _:
            return record.write_csv(out, rows, header=header, raw=raw)


def moment_of(text: str) -> str:
    """An ISO 8601 date or moment as the record spells it; local unless it names its zone. ValueError."""
    moment = datetime.fromisoformat(text)
    return utc_text(moment if moment.tzinfo else moment.astimezone())


def export_to(file: Path, database: Path, write: Callable[[TextIO], int]) -> int:
    """Let `write` make a file, which appears when it is whole; how many `write` says it wrote. StoreError when the file
    is the record itself or another database.
    """
    spare_the_record(file, database)
    if is_database(file):
        raise StoreError(f"{file}: is a database, and not written over. Name another file")
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            count = write(out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return count
