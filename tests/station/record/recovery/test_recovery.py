"""The record after a disaster: nothing that was confirmed is lost unless no byte of it can be read, and it is said."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from station.core.models import Held, Receipt
from station.record.log import end_mark, swap_files
from station.record.outbox import settling
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.record.recovery.records import STATION, ids_in, queued_in, record

# -- damage


def garbage(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xa5" * 4096)


def zeroed(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(bytes(4096))


def truncated(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.truncate(page * 4096)


@pytest.mark.parametrize("spoil", [garbage, zeroed, truncated])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_damaged_record_is_set_aside_and_saved_as_far_as_it_can_be_read(
    spoil: Callable[[Path, int], None], share: float, tmp_path: Path
) -> None:
    path = tmp_path / "station.db"
    ids = record(path, 400, sent=150)
    spoil(path, int(path.stat().st_size / 4096 * share))
    (tmp_path / "station.db.lock").write_text("4711")  # the last writer was cut off
    with Store.open(path, STATION) as store:
        words = store.opened_with
        store.commit(draft("NEW"))
    saved = ids_in(path)[:-1]
    assert saved == [one for one in ids if one in set(saved)]
    if words is None:
        assert saved == ids or (spoil is truncated and not share)  # an empty file is a new record
        return
    assert f"{len(saved)} scans saved" in words
    if "how many" not in words:
        lost = int(words.split(" could not be read")[0].split()[-1]) if "could not be read" in words else 0
        assert len(saved) + lost == 400
        assert spoil is truncated or len(saved) > 300
    else:
        assert not saved
        assert spoil is truncated
    waiting = queued_in(path)
    assert set(saved) - set(ids[:150]) <= set(waiting)
    assert len(swap_files.set_aside(path)) == 1


# -- copies and lost ends


def test_a_copy_numbers_its_scans_anew(tmp_path: Path) -> None:
    path, copy = tmp_path / "a" / "station.db", tmp_path / "b" / "station.db"
    record(path, 3)
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    with Store.open(path, STATION) as first, Store.open(copy, STATION) as second:
        assert first.opened_with is None
        assert "copied" in str(second.opened_with)
        assert first.epoch != second.epoch
    with Store.open(copy, STATION) as again:
        assert again.opened_with is None


def test_a_record_that_lost_its_end_begins_anew_and_renumbers_what_collides(tmp_path: Path) -> None:
    """The disk went back to an old state, unnoticed: the numbers 4 and 5 are given out a second time."""
    path, old = tmp_path / "station.db", tmp_path / "old.db"
    record(path, 3, sent=3)
    with closing(sqlite3.connect(path)) as look:
        look.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old.write_bytes(path.read_bytes())
    with Store.open(path, STATION) as store:
        epoch = store.epoch
        store.commit(draft("LOST-4"))
        store.commit(draft("LOST-5"))
    path.write_bytes(old.read_bytes())  # the same file, the content of before, and nothing that knows better
    for suffix in ("-wal", "-shm", end_mark.SUFFIX):
        swap_files.beside(path, suffix).unlink(missing_ok=True)
    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert store.epoch == epoch  # nobody can know yet
        again = store.commit(draft("NEW-4"))
        settled = store.settle([Receipt(again.scan_id, "conflict", "seq_reused")], Held(epoch, 5))
        assert (settled.refused, store.epoch) != (1, epoch)
        store.commit(draft("NEW-NEXT"))
        first = reads.next_batch(10)
        assert first is not None
        assert [(s["parcel_id"], s["seq"]) for s in first.scans] == [("NEW-4", 1)]
        assert first.head is None
        store.settle([Receipt(again.scan_id, "stored")], Held(first.epoch, 1))
        second = reads.next_batch(10)
        assert second is not None
        assert [(s["parcel_id"], s["seq"]) for s in second.scans] == [("NEW-NEXT", 1)]
        assert len({epoch, first.epoch, second.epoch}) == 3


def test_a_centre_that_always_says_more_or_always_collides_is_not_followed_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store, Reads(path) as reads:
        scan = store.commit(draft())
        for _ in range(20):
            store.settle([Receipt(scan.scan_id, "conflict", "seq_reused")], Held(store.epoch, 10**12))
        assert reads.backlog().dead == 1
    with closing(sqlite3.connect(path)) as look:
        (count,) = look.execute("SELECT count(*) FROM epoch").fetchone()
    assert count <= 2 + 2 * settling.MOST_AGAIN
