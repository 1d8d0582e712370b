"""What was recorded, written out for other programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.store import export
from station.store.errors import StoreError
from station.store.moments import utc_now, utc_text
from station.store.reads import Reads
from station.store.stories import REFUSAL
from station.store.targets import is_database, spare_the_record
from station.sync.epcis import declared_wrong, events_of, write_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from station.sync.epcis import Event, Naming


def export_epcis(database: Path, out: TextIO, naming: Naming, since_utc: str | None, until_utc: str | None) -> int:
    """Write an EPCISDocument of the scans from one moment on and before another; how many events."""
    with Reads(database) as reads:
        return write_document(out, _events(reads, naming, since_utc, until_utc), utc_now())


def _events(reads: Reads, naming: Naming, since_utc: str | None, until_utc: str | None) -> Iterator[Event]:
    """The events of each scan; before those of one that stands in another's place, the other again, declared wrong."""
    corrected = reads.corrected()
    for scan in reads.exported(since_utc):
        if until_utc is not None and str(scan["scanned_at"]) >= until_utc:
            continue
        events = events_of(scan, naming)
        original = corrected.get(str(scan.get("corrects")))
        if original is not None:
            yield from (declared_wrong(event, events) for event in events_of(original, naming))
        yield from events


def export_scans(
    database: Path,
    form: str,
    out: TextIO,
    *,
    since_utc: str | None,
    raw: bool,
    until_utc: str | None = None,
    exceptions: bool = False,
) -> int:
    """Write scans, or exceptions alone, to `out` as `csv` or `jsonl`; how many."""
    with Reads(database) as reads:
        scans = reads.exported(since_utc)
        if until_utc is not None:
            scans = (scan for scan in scans if str(scan["scanned_at"]) < until_utc)
        if exceptions:
            scans = (scan for scan in scans if scan["decision"] == "exception")
        return export.write_jsonl(out, scans) if form == "jsonl" else export.write_csv(out, scans, raw=raw)


def export_refused(database: Path, form: str, out: TextIO, *, raw: bool) -> int:
    """Write the scans that the centre refused, with its words and what a person did, as `csv` or `jsonl`; how many."""
    with Reads(database) as reads:
        told = reads.refusals()
    return export.write_jsonl(out, told) if form == "jsonl" else export.write_csv(out, told, header=REFUSAL, raw=raw)


def moment_of(text: str) -> str:
    """An ISO 8601 date or moment as the record spells it; UTC unless it names its zone. ValueError."""
    moment = datetime.fromisoformat(text)
    return utc_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


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
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return count
