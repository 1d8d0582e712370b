"""Room on the disk: ballast that is given up, checks that wait, and words for each state."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from station.record.reads import Reads
from station.record.recovery import open_checked
from station.record.upkeep import ballast, disk_space
from station.record.upkeep.disk_space import Room
from station.record.upkeep.size import Size
from station.record.writer import Store, StoreError
from station.runtime.gauge_thread import hours_left
from station.runtime.integrity_thread import IntegrityThread
from tests.station.record.drafts import draft

GIB = 2**30
Usage = namedtuple("Usage", "total used free")  # as shutil has it


@pytest.mark.parametrize(
    ("free", "in_file", "stops", "warning"),
    [
        (50, 0, False, None),
        (15, 0, False, None),
        (14, 0, False, "disk_filling"),
        (5, 0, False, "disk_filling"),
        (4, 0, True, "disk_full"),
        (4, 20, False, None),
        (0.5, 20, True, "disk_full"),
        (0, 0, True, "disk_full"),
    ],
)
def test_the_disk_is_told_with_what_is_left(free: float, in_file: float, stops: bool, warning: str | None) -> None:
    now = Room(Path("/data"), 100 * GIB, int(free * GIB), int(in_file * GIB))

    assert now.stops is stops
    assert (now.warning.code if now.warning else None) == warning
    if now.warning is not None:
        values = {"folder": "/data", "free": int(free * GIB), "share": f"{free / 100:.2f}"}
        assert dict(now.warning.values) == values


def test_hours_of_the_queue_are_measured() -> None:
    left = Room(Path("/data"), 100 * GIB, 6 * GIB, GIB)
    size = Size(used=300 * 20_000, free=0, scans=20_000)

    assert hours_left(left, size, 0) is None
    assert hours_left(left, size, 1000) == pytest.approx(2 * GIB / (300 * 1000))
    assert hours_left(left, Size(8192, 0, 2), 1000) == pytest.approx(2 * GIB / (400 * 1000))


def test_ballast_is_really_there_and_given_up_once(tmp_path: Path) -> None:
    database = tmp_path / "station.db"

    assert ballast.take_on(database, 0.0)
    file = ballast.ballast_of(database).stat()
    assert (file.st_size, file.st_blocks * 512 >= ballast.SIZE) == (ballast.SIZE, True)
    assert not ballast.take_on(database, 0.0)
    assert ballast.give_up(database)
    assert not ballast.give_up(database)


def test_ballast_is_not_what_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 << 20, 80 << 20, 20 << 20))

    assert not ballast.take_on(tmp_path / "station.db", disk_space.STOP_FREE)
    assert not ballast.take_on(tmp_path / "no" / "station.db", disk_space.STOP_FREE)


def cut_off(path: Path, scans: int = 300) -> None:
    """A record of some pages whose writer was killed."""
    with Store.open(path, "lane-1") as store:
        for _ in range(scans):
            store.commit(draft())
    path.with_name("station.db.lock").write_text("4711")


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    page = content.index(b"S S 2.350 kg", len(content) // 2) // 4096 * 4096  # one of scans
    content[page : page + 4096] = os.urandom(4096)
    path.write_bytes(content)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large."""
    monkeypatch.setattr(open_checked, "CHECKED_AT_ONCE", 4096)
    path = tmp_path / "station.db"
    cut_off(path)
    return path


def test_a_large_record_is_looked_through_while_the_station_works(large: Path) -> None:
    with Store.open(large, "lane-1") as store:
        assert store.unchecked
        assert store.commit(draft()).seq == 301
        IntegrityThread(store).run()
    with Store.open(large, "lane-1") as again:
        assert not again.unchecked


def test_a_look_that_did_not_end_is_taken_again(large: Path) -> None:
    Store.open(large, "lane-1").close()
    with Store.open(large, "lane-1") as store:
        assert store.unchecked
        check = IntegrityThread(store)
        check.stop()
        check.run()
        assert store.unchecked


def test_damage_that_is_found_late_ends_all_writing_and_the_next_start_salvages(large: Path) -> None:
    spoil(large)
    store = Store.open(large, "lane-1")
    with pytest.raises(StoreError, match="damaged"):
        IntegrityThread(store).run()
    with pytest.raises(StoreError, match="damaged"):
        store.commit(draft())
    store.close()

    with Store.open(large, "lane-1") as store:
        assert "THE RECORD WAS DAMAGED" in str(store.opened_with)


def test_size_is_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    cut_off(path, 20)
    with Reads(path) as reads:
        size = reads.size()
    assert (size.used + size.free, size.scans) == (path.stat().st_size, 20)
