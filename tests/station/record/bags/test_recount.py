"""`station verify` tells a bag that is not what its entries say, and old bags leave with their entries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.core.bag_requests import CloseBag, DispatchBags, OpenBag
from station.core.models import Receipt
from station.record.reads import Reads
from station.record.recovery.salvage import salvage
from station.record.recovery.verify import verify
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

EARLY, LATE = "2026-01-01T10:00:00.000Z", "2026-11-22T10:00:00.000Z"
EDITS = {
    "a parcel more": "INSERT INTO bagged VALUES ('BAG-1', 'RR999999995CN', 9, zeroblob(16), '10', 0)",
    "a parcel less": "DELETE FROM bagged WHERE seq = 2",
    "a parcel in another bag": "UPDATE bagged SET bag = 'BAG-2' WHERE seq = 2",
    "another count": "UPDATE bag SET count = 7 WHERE number = 'BAG-1'",
    "another weight": "UPDATE bag SET net_g = '1' WHERE number = 'BAG-1'",
    "closed by nobody": "UPDATE bag SET state = 'closed' WHERE number = 'BAG-1'",
    "a bag that is gone": "DELETE FROM bag WHERE number = 'BAG-2'",
    "a bag that nobody opened": (
        "INSERT INTO bag (number, bin, state, count, net_g, unweighed, opened_at, opened_seq, last_seq) "
        "VALUES ('BAG-9', 'Z', 'open', 0, '0', 0, '', 1, 1)"
    ),
}


def made(path: Path) -> Path:
    with Store.open(path, "lane-1", now=lambda: EARLY) as store:
        do(store, OpenBag("Ana", "A01", "BAG-1"))
        store.commit(draft())
        do(store, OpenBag("Ana", "B02", "BAG-2"))
    return path


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_edit_of_a_bag_is_found(edit: str, tmp_path: Path) -> None:
    path = made(tmp_path / "station.db")
    assert verify(path).count == 0
    with closing(sqlite3.connect(path)) as forger:
        forger.execute(edit)
        forger.commit()
    assert any("BAG-" in finding.words for finding in verify(path).findings)


def test_a_damaged_record_is_saved_with_its_bags(tmp_path: Path) -> None:
    path = made(tmp_path / "station.db")
    salvage(path, "lane-1")
    assert verify(path).count == 0
    with Reads(path) as reads:
        assert [(bag.number, bag.count) for bag in reads.bags.open()] == [("BAG-1", 1), ("BAG-2", 0)]


def test_open_bags_outlive_their_entries_and_sent_ones_do_not(tmp_path: Path) -> None:
    path = made(tmp_path / "station.db")
    with Store.open(path, "lane-1", now=lambda: EARLY) as store:
        do(store, CloseBag("BAG-1", "Ana"))
        do(store, DispatchBags(("BAG-1",), "D-0001", "Ana"))
        store.note_time(EARLY)
        with Reads(path) as reads:
            store.settle([Receipt(str(entry["scan_id"]), "stored") for entry in reads.exported()])
        store.note_time(LATE)
        assert store.retire(LATE, 100) == 5
        with Reads(path) as reads:
            assert [bag.number for bag in reads.bags.all()] == ["BAG-2"]
        store.commit(draft("RR473124829CN"))
        assert verify(path).count == 0
    salvage(path, "lane-1")
    with Reads(path) as reads:
        assert [bag.number for bag in reads.bags.open()] == ["BAG-2"]
