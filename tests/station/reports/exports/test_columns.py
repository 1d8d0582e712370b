"""The columns of the exports: each has a meaning, and what an export adds to the record stands in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from station.core.models import ClockReading
from station.record.writer import Store
from station.reports.exports import Which, columns, export_scans
from tests.station.record.drafts import draft

S = 10**9
UNSYNCED = ClockReading("1970-01-01T00:00:00.000Z", 10 * S, "boot-2", "unsynced")
NOW = ClockReading("2026-11-22T10:00:00.500Z", 1000 * S, "boot-2", "synced")


def test_the_csv_has_both_times_side_by_side(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        store.commit(replace(draft(), clock=UNSYNCED))
        store.redate(NOW, 0, 2**62, 100)
        with (tmp_path / "scans.csv").open("w", newline="") as out:
            export_scans(store.path, "csv", out, since_utc=None, raw=True, which=Which.ENTRIES)
    head, row = (line.split(",") for line in (tmp_path / "scans.csv").read_text().splitlines())
    at = head.index("scanned_at")
    assert (head[at + 1], row[at], row[at + 1]) == (
        "scanned_at_corrected",
        "1970-01-01T00:00:00.000Z",
        "2026-11-22T09:43:30.500Z",
    )


def test_no_column_stands_twice_and_none_is_described_that_is_not_there() -> None:
    for names in (columns.ENTRIES, columns.SCANS, columns.REFUSED, columns.REQUESTS, columns.BAGS):
        assert len(set(names)) == len(names)
    written = {*columns.SCANS, *columns.REFUSED, *columns.REQUESTS, *columns.BAGS, *columns.MANIFEST}
    assert written >= {*columns.MEANINGS, *columns.TIMES, *columns.FIGURES}
    assert set(columns.MEANINGS_OF_REFUSED) <= set(columns.REFUSED)
    assert set(columns.MEANINGS_OF_BAGS) == set(columns.BAGS)
    assert set(columns.MEANINGS_OF_REQUESTS) <= set(columns.REQUESTS)
