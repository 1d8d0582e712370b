"""Scans written out as EPCIS events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.store.moments import utc_now
from station.store.reads import Reads
from station.sync.epcis import declared_wrong, event_of, write_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from station.sync.epcis import Event, Naming


def export_epcis(database: Path, out: TextIO, naming: Naming, since_utc: str | None, until_utc: str | None) -> int:
    """Write an EPCISDocument of the scans from one moment on and before another; how many events."""
    with Reads(database) as reads:
        return write_document(out, _events(reads, naming, since_utc, until_utc), utc_now())


def _events(reads: Reads, naming: Naming, since_utc: str | None, until_utc: str | None) -> Iterator[Event]:
    """The event of each scan; before one that stands in another's place, the other again, declared wrong."""
    corrected = reads.corrected()
    for scan in reads.exported(since_utc):
        if until_utc is not None and str(scan["scanned_at"]) >= until_utc:
            continue
        event = event_of(scan, naming)
        original = corrected.get(str(scan.get("corrects")))
        if original is not None:
            yield declared_wrong(event_of(original, naming), event)
        yield event
