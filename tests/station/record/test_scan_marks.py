"""What is said of a scan later: it was taken back, or its stop was lifted, until that is taken back too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.core.requests import OverrideStop, VoidScan
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.requests.doing import do
from tests.station.requests.three_ways import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """1 to 3 rejected, 4 stored, 5 too heavy, 6 not read."""
    with Store.open(record(tmp_path), None) as store:
        yield store


def marks(store: Store) -> dict[object, dict[str, object]]:
    """By number, of what has marks."""
    with Reads(store.path) as reads:
        given = reads.marks()
        numbers = {str(scan["scan_id"]): scan["seq"] for scan in reads.exported()}
    return {numbers[name]: what for name, what in given.items()}


def test_a_scan_has_the_mark_of_the_last_word_about_it(store: Store) -> None:
    assert marks(store) == {}
    do(store, OverrideStop(5, "D02", "Ana", "weighed again"))
    do(store, VoidScan(4, "Ana", "two parcels"))
    assert marks(store) == {4: {"taken_back": True}, 5: {"override_bin": "D02"}}

    do(store, VoidScan(7, "Ana", "the wrong parcel"))
    assert marks(store) == {4: {"taken_back": True}, 7: {"taken_back": True}}, "the override is gone, the stop stands"
    do(store, VoidScan(5, "Ana", "the wrong parcel"))
    assert marks(store) == {seq: {"taken_back": True} for seq in (4, 5, 7)}


def test_the_newest_scan_of_a_parcel_is_a_scan_accepted_or_stopped(store: Store) -> None:
    with Reads(store.path) as reads:
        stopped = next(scan for scan in reads.exported() if scan["seq"] == 5)
        do(store, OverrideStop(5, "D02", "Ana", "weighed again"))
        assert reads.newest_scan(str(stopped["parcel_id"])) == 5, "not the override"
        again = store.commit(draft(str(stopped["parcel_id"])))
        assert reads.newest_scan(str(stopped["parcel_id"])) == again.seq
        assert reads.newest_scan("RR9") is None
