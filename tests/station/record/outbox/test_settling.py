"""The laws of the queue: a scan leaves it once, by the centre's word on it alone; a refused one stays in sight."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Receipt
from station.core.requests import ResendRejected
from station.record.outbox.backlog import Backlog
from station.record.reads import Reads
from station.record.writer import Settled, Store
from tests.station.record.drafts import NOW, draft
from tests.station.requests.doing import count, do

if TYPE_CHECKING:
    from collections.abc import Iterator

LATER = "2026-11-22T10:05:00.000Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "station.db", "lane-1", now=lambda: LATER) as store:
        yield store


@pytest.fixture
def reads(store: Store) -> Iterator[Reads]:
    with Reads(store.path) as reads:
        yield reads


def queued(reads: Reads) -> list[object]:
    batch = reads.next_batch(1000, 10**9)
    return [] if batch is None else [scan["seq"] for scan in batch.scans]


@pytest.mark.parametrize("status", ["stored", "duplicate"])
def test_an_acknowledged_scan_leaves_once(store: Store, reads: Reads, status: str) -> None:
    first, second = store.commit(draft()), store.commit(draft())

    assert store.settle([Receipt(first.scan_id, status)]) == Settled(1, 0)
    assert queued(reads) == [second.seq]
    assert store.settle([Receipt(first.scan_id, status)] * 2) == Settled(0, 0)
    assert reads.backlog() == Backlog(1, NOW, 0)
    assert reads.count() == 2


@pytest.mark.parametrize("status", ["rejected", "conflict"])
def test_a_refused_scan_is_kept_with_the_words_of_the_centre(store: Store, reads: Reads, status: str) -> None:
    scan = store.commit(draft("LP00123456789012"))

    assert store.settle([Receipt(scan.scan_id, status, "bad_weight", "negative \x1b[2J\ud800")]) == Settled(0, 1)
    assert queued(reads) == []
    assert reads.backlog() == Backlog(0, None, 1)
    (dead,) = reads.refused(10)
    assert (dead.seq, dead.scan_id, dead.parcel_id, dead.at) == (scan.seq, scan.scan_id, "LP00123456789012", LATER)
    assert (dead.code, dead.message) == ("bad_weight", "negative \x1b[2J\\ud800")
    assert store.settle([Receipt(scan.scan_id, "stored")]) == Settled(0, 0)
    assert len(reads.refused(10)) == 1


def test_a_refusal_without_words_says_its_status(store: Store, reads: Reads) -> None:
    store.settle([Receipt(store.commit(draft()).scan_id, "conflict")])

    assert [(dead.code, dead.message) for dead in reads.refused(10)] == [("conflict", "")]


def test_words_about_others_change_nothing(store: Store, reads: Reads) -> None:
    scan = store.commit(draft())
    strange = [
        Receipt(str(uuid.uuid4()), "stored"),
        Receipt("no uuid", "stored"),
        Receipt("", "rejected"),
        Receipt(scan.scan_id, "accepted"),
        Receipt(scan.scan_id, ""),
    ]

    assert store.settle(strange) == Settled(0, 0)
    assert queued(reads) == [scan.seq]
    assert reads.backlog().dead == 0


def test_the_refused_go_back_in_their_order(store: Store, reads: Reads) -> None:
    scans = [store.commit(draft()) for _ in range(4)]
    store.settle([Receipt(scan.scan_id, "rejected", "x", "y") for scan in scans[:3]])

    assert count(store, ResendRejected((2, 2, 4, 99))) == 1
    assert queued(reads) == [2, 4]
    assert count(store, ResendRejected()) == 2
    assert queued(reads) == [1, 2, 3, 4]
    assert reads.backlog() == Backlog(4, NOW, 0)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_scan_ends_acknowledged_refused_or_queued(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("laws") / "station.db"
    state: dict[str, str] = {}
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        for _ in range(data.draw(st.integers(1, 6))):
            for _ in range(data.draw(st.integers(0, 3))):
                state[store.commit(draft()).scan_id] = "queued"
            names = st.sampled_from([*state, str(uuid.uuid4())])
            words = st.sampled_from(["stored", "duplicate", "rejected", "conflict", "absent"])
            receipts = [Receipt(n, w) for n, w in data.draw(st.lists(st.tuples(names, words), max_size=6))]
            store.settle(receipts)
            for receipt in receipts:
                if state.get(receipt.scan_id) == "queued" and receipt.status != "absent":
                    state[receipt.scan_id] = "gone" if receipt.status in ("stored", "duplicate") else "refused"
            if data.draw(st.booleans()):
                do(store, ResendRejected())
                state = {name: "queued" if what == "refused" else what for name, what in state.items()}

            batch = reads.next_batch(1000, 10**9)
            waiting = {scan["scan_id"] for scan in batch.scans} if batch else set()
            assert waiting == {n for n in state if state[n] == "queued"}
            assert {dead.scan_id for dead in reads.refused(1000)} == {n for n in state if state[n] == "refused"}
            assert reads.count() == len(state)
            counted = list(state.values())
            assert (reads.backlog().pending, reads.backlog().dead) == (
                counted.count("queued"),
                counted.count("refused"),
            )
