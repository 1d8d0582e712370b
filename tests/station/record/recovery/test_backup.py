"""Backup and restore: no scan is lost, no number is used twice, and a cut leaves the old record whole."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Receipt
from station.record.log import swap_files
from station.record.log.errors import StoreError
from station.record.reads import Reads
from station.record.recovery.backup import back_up, check, restore
from station.record.recovery.verify import verify
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.record.recovery.records import STATION, ids_in, queued_in, record
from tests.station.record.spans import begin_epoch

# -- backup and restore


@settings(max_examples=25, deadline=None)
@given(
    before=st.integers(0, 5),
    after=st.integers(0, 5),
    later=st.integers(0, 3),
    acknowledged=st.integers(0, 10),
    epoch=st.booleans(),
)
def test_a_restore_loses_no_scan_and_never_reuses_a_number(
    before: int, after: int, later: int, acknowledged: int, epoch: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("r")
    path, copy = folder / "station.db", folder / "copy.backup"
    with Store.open(path, STATION) as store:
        ids = [store.commit(draft(f"A{n}")).scan_id for n in range(before)]
        assert back_up(path, copy).scans == before
        if epoch:
            begin_epoch(store, "between")
        ids += [store.commit(draft(f"B{n}")).scan_id for n in range(after)]
        store.settle([Receipt(one, "stored") for one in ids[:acknowledged]])
        old = store.epoch
    done = restore(copy, path, STATION)
    assert done.carried is not None
    assert done.carried.scans == after
    with Store.open(path, STATION) as store:
        assert store.epoch not in (old, "")
        ids += [store.commit(draft(f"C{n}")).scan_id for n in range(later)]
    assert ids_in(path) == ids
    assert queued_in(path) == ids[min(acknowledged, before + after) :]
    assert verify(path).count == 0
    assert len(swap_files.set_aside(path)) == 1


def test_a_backup_is_whole_or_not_there_and_is_checked(tmp_path: Path) -> None:
    path, copy = tmp_path / "station.db", tmp_path / "copy.backup"
    ids = record(path, 30, sent=10)
    made = back_up(path, copy)
    assert (made.scans, made.station_id) == (30, STATION)
    assert ids_in(copy) == ids
    content = bytearray(copy.read_bytes())
    at = content.index(b"S S 2.350 kg")  # in a page of scans
    content[at : at + 500] = b"\xff" * 500
    copy.write_bytes(content)
    with pytest.raises(StoreError):
        restore(copy, path, STATION)
    assert ids_in(path) == ids
    (tmp_path / "text").write_text("no database" * 100)
    with pytest.raises(StoreError, match="damaged"):
        check(tmp_path / "text")


def test_the_backup_of_another_station_is_refused_and_a_running_station_too(tmp_path: Path) -> None:
    path, copy = tmp_path / "station.db", tmp_path / "copy.backup"
    record(path, 3)
    back_up(path, copy)
    with pytest.raises(StoreError, match="belongs to station lane-1"):
        restore(copy, tmp_path / "other.db", "lane-2")
    with Store.open(path, STATION), pytest.raises(StoreError, match="in use"):
        restore(copy, path, STATION)


def test_a_swap_that_was_cut_off_is_completed_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "station.db", tmp_path / "copy.backup"
    ids = record(path, 3)
    back_up(path, copy)
    with monkeypatch.context() as cut:
        cut.setattr(swap_files, "finish", lambda *_: None)  # the process dies after the first rename
        restore(copy, path, STATION)
    assert swap_files.beside(path, swap_files.NEXT).exists()
    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert store.epoch == reads.epoch
    assert ids_in(path) == ids
    assert not swap_files.beside(path, swap_files.NEXT).exists()


def test_a_file_that_is_put_back_brings_what_lies_in_its_log_alone(tmp_path: Path) -> None:
    """As the one that a restore has set aside, or that of a machine that died."""
    source, copy, path = (tmp_path / name / "station.db" for name in ("dead", "copy", "new"))
    copy.parent.mkdir()
    with Store.open(source, "lane-1") as store:
        ids = {store.commit(draft()).scan_id for _ in range(30)}
        for end in ("", "-wal"):
            shutil.copyfile(f"{source}{end}", f"{copy}{end}")
    log = Path(f"{copy}-wal").read_bytes()
    assert log

    assert restore(copy, path, "lane-1").backup.scans == 30

    with Reads(path) as reads:
        assert {scan["scan_id"] for scan in reads.exported()} == ids
    assert Path(f"{copy}-wal").read_bytes() == log
    assert [one.name for one in path.parent.iterdir() if "with-log" in one.name] == []


@pytest.mark.parametrize("what", ["log", "outbox", "epoch", "scan", "meta"])
def test_what_is_newer_than_the_backup_comes_along_from_a_damaged_record_too(tmp_path: Path, what: str) -> None:
    path, live = tmp_path / "station.db", tmp_path / "live" / "station.db"
    live.parent.mkdir()
    with Store.open(path, "lane-1") as store:
        ids = {store.commit(draft()).scan_id for _ in range(20)}
    back_up(path, tmp_path / "backup")
    with Store.open(path, "lane-1") as store:
        ids |= {store.commit(draft()).scan_id for _ in range(40)}
        for end in ("", "-wal"):
            shutil.copyfile(f"{path}{end}", f"{live}{end}")
    if what == "log":
        path, at, file = live, 32 + 24 + 100, Path(f"{live}-wal")
    else:
        with closing(sqlite3.connect(path)) as connection:
            question = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            at, file = (connection.execute(question, (what,)).fetchone()[0] - 1) * 4096, path
    with file.open("r+b") as damaged:
        damaged.seek(at)
        damaged.write(b"\xff" * 64)

    restore(tmp_path / "backup", path, "lane-1")

    with Reads(path) as reads:
        assert {scan["scan_id"] for scan in reads.exported()} == ids
        assert reads.backlog().pending == len(ids)


@pytest.mark.parametrize("where", ["shutil.copyfile", "verify", "carry_over", "epochs.begin", "aside.sync"])
def test_a_restore_that_is_interrupted_leaves_the_old_record_whole(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lane" / "station.db"
    path.parent.mkdir()
    record(path, 5)
    backup = back_up(path, tmp_path / "backup.db").path
    with Store.open(path, "lane-1") as store:
        store.commit(draft("P of today"))
    before, files = ids_in(path), sorted(path.parent.iterdir())

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"station.record.recovery.backup.{where}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            restore(backup, path, "lane-1")

    assert sorted(path.parent.iterdir()) == files
    with Store.open(path, "lane-1"):
        assert ids_in(path) == before
    assert verify(path).count == 0
