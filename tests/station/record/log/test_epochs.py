"""A new epoch: at the centre each is numbered from 1 without a gap, and no batch mixes two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.models import Receipt
from station.record.log.wire import canonical, first_link, next_link
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch


@given(spans=st.lists(st.integers(0, 4), min_size=1, max_size=5), limit=st.integers(1, 7))
def test_each_epoch_is_numbered_from_one_and_chained_from_its_own_beginning(
    tmp_path_factory: pytest.TempPathFactory, spans: list[int], limit: int
) -> None:
    path = tmp_path_factory.mktemp("epochs") / "station.db"
    expected: list[tuple[str, int]] = []
    with Store.open(path, "lane-1") as store:
        for i, scans in enumerate(spans):
            if i:
                begin_epoch(store, "test")
            for _ in range(scans):
                store.commit(draft())
            expected += [(store.epoch, number) for number in range(1, scans + 1)]
        sent: list[tuple[str, int]] = []
        chain: dict[str, bytes] = {}
        with Reads(path) as reads:
            while (batch := reads.next_batch(limit)) is not None:
                assert len(batch.scans) <= limit
                numbers = [scan["seq"] for scan in batch.scans]
                assert (numbers[0], numbers[-1]) == (batch.first_seq, batch.last_seq)
                link = chain.get(batch.epoch, first_link("lane-1", batch.epoch))
                for scan in batch.scans:
                    link = next_link(link, canonical(scan))
                chain[batch.epoch] = link
                assert batch.head == link.hex()
                sent += [(batch.epoch, int(str(number))) for number in numbers]
                store.settle([Receipt(str(scan["scan_id"]), "stored") for scan in batch.scans])
    assert sent == expected


def test_a_new_epoch_outlives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
        name = begin_epoch(store, "restored")
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        store.commit(draft("RR123456799CN"))
        assert store.epoch == reads.epoch == name
        assert reads.next_batch(9) is not None
