"""Runs of scans for somebody to look at, from the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core import utc_text_of
from station.core.counting import OddRuns
from station.record import ReportReads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.counting import OddRun


@dataclass(frozen=True, slots=True)
class OddRow:
    """One run, as it is told."""

    run: OddRun
    told: dict[str, Any]


def odd_runs(database: Path, since_utc: str) -> list[OddRow]:
    """Since a moment, the newest last. StoreError."""
    runs = OddRuns()
    with ReportReads(database) as reads:
        for scan in reads.passed_scans(reads.before_moment(since_utc)):
            runs.add(scan)
    return [OddRow(run, _told(run)) for run in runs.found()]


def _told(run: OddRun) -> dict[str, Any]:
    first = run.scans[0]
    return {
        "kind": run.kind.value,
        "since": utc_text_of(first.at),
        "until": utc_text_of(run.scans[-1].at),
        "count": len(run.scans),
        "grams": None if first.grams is None else str(first.grams),
        "scans": [{"seq": scan.seq, "parcel_id": scan.parcel_id} for scan in run.scans],
    }
