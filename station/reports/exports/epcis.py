"""Scans of the record written out as one EPCIS document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import Reads
from station.record.log import utc_now
from station.reports.exports.progress import counted_rows, no_progress
from station.sync.epcis import declared_wrong, events_of, write_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from station.reports.exports.progress import Progress
    from station.sync.epcis import Event, Naming


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
        scans = counted_rows(reads.exported(since_utc), reads.count(), progress)
        return write_document(out, _events(reads, scans, naming, until_utc), utc_now())


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
