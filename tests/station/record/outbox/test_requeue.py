"""Laws of sending again what the centre had acknowledged and lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Held, Receipt
from station.record.outbox import requeue
from station.record.reads import Reads
from station.record.writer import Settled, Store
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch

runs = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 15)).map(lambda run: (run[0], run[0] + run[1])), max_size=3
)


def queued(store: Store) -> list[int]:
    with Reads(store.path) as reads:
        batch = reads.next_batch(1000)
        return [] if batch is None else [int(str(scan["seq"])) for scan in batch.scans]


def settled(store: Store, held: Held) -> tuple[Settled, int]:
    """As the loop does it: until nothing is left to look at. The last word, and how many went back in all."""
    back = 0
    while True:
        now = store.settle([], held)
        back += now.back
        if not now.rest:
            return now, back
        held = Held(held.epoch, held.high_water, now.rest, now.gone)


@settings(max_examples=40, deadline=None)
@given(runs, st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)), st.integers(1, 7))
def test_what_was_acknowledged_and_is_asked_for_goes_back_and_nothing_else(
    missing: list[tuple[int, int]], waiting: set[int], refused: set[int], most: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        Store.open(Path(folder) / "station.db", "test-1") as store,
    ):
        patch.setattr(requeue, "MOST", most)
        scans = [store.commit(draft(parcel_id=f"P{n}")) for n in range(1, 31)]
        refused -= waiting
        store.settle([Receipt(one.scan_id, "rejected", "x", "x") for one in scans if one.seq in refused])
        store.settle([Receipt(one.scan_id, "stored", None, None) for one in scans if one.seq not in waiting | refused])

        held = Held(store.epoch, 40, tuple(missing))
        asked = {seq for first, last in missing for seq in range(first, last + 1)} & set(range(1, 31))
        told, back = settled(store, held)

        assert set(queued(store)) == waiting | (asked - refused)
        assert (back, told.gone) == (len(asked - waiting - refused), 0)
        assert settled(store, held)[1] == 0, "what is back already is not put back again"


def test_numbers_count_in_their_epoch_and_an_epoch_that_is_not_ours_asks_for_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "test-1") as store:
        old = store.epoch
        scans = [store.commit(draft(parcel_id=f"P{n}")) for n in range(1, 4)]
        begin_epoch(store, "a test")
        scans += [store.commit(draft(parcel_id=f"P{n}")) for n in range(4, 7)]
        store.settle([Receipt(one.scan_id, "stored", None, None) for one in scans])

        assert settled(store, Held(old, 9, ((2, 9),)))[1] == 2
        assert queued(store) == [2, 3]
        assert settled(store, Held("another", 9, ((1, 9),)))[1] == 0
        assert settled(store, Held(store.epoch, 9, ((1, 1), (3, 2**62))))[1] == 2
        with Reads(store.path) as reads:
            assert reads.backlog().pending == 4


def test_scans_that_retention_took_are_counted_and_do_not_come_back(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "test-1") as store:
        scans = [store.commit(draft(parcel_id=f"P{n}")) for n in range(1, 11)]
        store.settle([Receipt(one.scan_id, "stored", None, None) for one in scans])
        with store._transaction() as connection:
            connection.execute("DELETE FROM scan WHERE seq <= 4")

        told, back = settled(store, Held(store.epoch, 99, ((1, 6), (10, 99))))

    assert (told.gone, back) == (4, 3)


def test_verdicts_count_only_after_everything_that_is_lost_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A station that is cut off in between sends the batch again and is asked again."""
    monkeypatch.setattr(requeue, "MOST", 2)
    with Store.open(tmp_path / "station.db", "test-1") as store:
        scans = [store.commit(draft(parcel_id=f"P{n}")) for n in range(1, 7)]
        store.settle([Receipt(one.scan_id, "stored", None, None) for one in scans[:5]])
        verdict = [Receipt(scans[5].scan_id, "stored", None, None)]

        first = store.settle(verdict, Held(store.epoch, 6, ((1, 3),)))
        assert (first.acknowledged, first.rest) == (0, ((3, 3),))
        assert queued(store) == [1, 2, 6]

        last = store.settle(verdict, Held(store.epoch, 6, first.rest))
        assert (last.acknowledged, last.rest) == (1, ())
        assert queued(store) == [1, 2, 3]
