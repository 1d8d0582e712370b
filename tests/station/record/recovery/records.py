"""Records of a test: made, and looked at."""

from __future__ import annotations

from pathlib import Path

from station.core.models import Receipt
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft

STATION = "lane-1"


def record(path: Path, scans: int, sent: int = 0) -> list[str]:
    """A record with so many scans, the first `sent` of them acknowledged; their ids."""
    with Store.open(path, STATION) as store:
        ids = [store.commit(draft(f"P{n}")).scan_id for n in range(scans)]
        store.settle([Receipt(scan_id, "stored") for scan_id in ids[:sent]])
    return ids


def ids_in(path: Path) -> list[str]:
    with Reads(path) as reads:
        return [str(scan["scan_id"]) for scan in reads.exported()]


def queued_in(path: Path) -> list[str]:
    with Store.open(path, None) as store, Reads(path) as reads:
        found: list[str] = []
        while (batch := reads.next_batch(500)) is not None:
            found += [str(scan["scan_id"]) for scan in batch.scans]
            store.settle([Receipt(str(scan["scan_id"]), "stored") for scan in batch.scans])
    return found
