"""`station bench store`: what it measures is a true record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.bench.record import acknowledge_all_but, fill
from station.core.models import Receipt
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.bench.command import station_bench

if TYPE_CHECKING:
    from pathlib import Path


def test_the_filled_record_is_as_a_station_would_have_left_it(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    fill(path, 2500)
    with Reads(path) as reads:
        assert reads.quick_check() is None
        assert (reads.count(), reads.backlog().pending, reads.size().scans) == (2500, 2500, 2500)
        scans = list(reads.exported())
        assert [scan["seq"] for scan in scans] == list(range(1, 2501))
        assert len({scan["scan_id"] for scan in scans}) == 2500
        times = [str(scan["scanned_at"]) for scan in scans]
        assert times == sorted(times)
    acknowledge_all_but(path, 10)
    with Store.open(path, None) as store, Reads(path) as reads:
        assert reads.backlog().pending == 10
        batch = reads.next_batch(500)
        assert batch is not None
        store.settle([Receipt(str(scan["scan_id"]), "stored") for scan in batch.scans])
        store.note_time("2998-01-01T00:00:00.000Z")
        assert (reads.backlog().pending, store.retire("2999", 100)) == (0, 100)


def test_every_figure_is_printed() -> None:
    result = station_bench("store", "--count", "20", "--rows", "3000", "--json")

    assert result.exit_code == 0, result.output
    names = [json.loads(line)["name"] for line in result.stdout.splitlines()]
    assert names[0] == "commit, new record"
    assert {"start to first batch", "quick_check", "next batch of 500", "settle 500", "retire 100"} <= set(names)
    assert len([name for name in names if name.startswith("screen: ")]) == 15


def test_rows_belong_to_the_store() -> None:
    assert station_bench("line", "--rows", "3").exit_code == 2
