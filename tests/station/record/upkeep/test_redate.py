"""Times found again: beside the scans of this boot that a wrong clock stamped, and beside no others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.models import ClockReading
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft

S = 10**9
NOW = ClockReading("2026-11-22T10:00:00.500Z", 1000 * S, "boot-2", "synced")


def scan(store: Store, boot: str, mono_s: float, state: str, at: str = "1970-01-01T00:00:00.000Z") -> int:
    clock = ClockReading(at, int(mono_s * S), boot, state)
    return store.commit(replace(draft(), clock=clock)).seq


def corrected(path: Path) -> dict[object, object]:
    with Reads(path) as reads:
        return {one["seq"]: one.get("scanned_at_corrected") for one in reads.exported()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "station.db", "lane-1")


def test_scans_of_this_boot_get_their_time_and_keep_their_own(store: Store) -> None:
    with store:
        scan(store, "boot-1", 990, "unsynced")
        scan(store, "boot-2", 10, "unsynced")
        scan(store, "boot-2", 400.25, "stepped")
        scan(store, "boot-2", 900, "synced", "2026-11-22T09:58:20.500Z")

        assert store.redate(NOW, 0, 2**62, 100) == (2, 0)
        assert store.redate(NOW, 0, 2**62, 100) == (0, 0), "never twice"
        assert corrected(store.path) == {
            1: None,
            2: "2026-11-22T09:43:30.500Z",
            3: "2026-11-22T09:50:00.750Z",
            4: None,
        }
        with Reads(store.path) as reads:
            batch = reads.next_batch(9)
        assert batch is not None
        assert [one["scanned_at"] for one in batch.scans][:3] == ["1970-01-01T00:00:00.000Z"] * 3
        assert all("scanned_at_corrected" not in one for one in batch.scans), "what is sent never changes"


def test_a_walk_in_steps_reaches_the_start_of_the_boot_and_no_further(store: Store) -> None:
    with store:
        for number in range(3):
            scan(store, "boot-1", 10 + number, "unsynced")
        for number in range(7):
            scan(store, "boot-2", 10 + number, "unsynced")
        below, steps = 2**62, []
        while below:
            dated, below = store.redate(NOW, 0, below, 2)
            steps.append(dated)

        assert steps == [2, 2, 2, 1]
        assert [seq for seq, time in corrected(store.path).items() if time] == [4, 5, 6, 7, 8, 9, 10]


def test_before_a_sleep_nothing_is_known(store: Store) -> None:
    with store:
        scan(store, "boot-2", 10, "unsynced")
        scan(store, "boot-2", 600, "unsynced")
        assert store.redate(NOW, 500 * S, 2**62, 100) == (1, 0)
        assert corrected(store.path) == {1: None, 2: "2026-11-22T09:53:20.500Z"}
