"""Files of the record that are deleted, emptied or cut: what can be saved is saved, and nothing is called healthy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from config import parse
from station.core.models import Receipt
from station.core.requests import AcknowledgeAlarms
from station.doctor.record import check_record, check_recovery
from station.record.log import end_mark
from station.record.log.errors import DamagedError, StoreBusyError, StoreError
from station.record.reads import Reads
from station.record.recovery import lost_end
from station.record.recovery.backup import back_up, restore
from station.record.recovery.verify import Anchor, verify
from station.record.upkeep import ballast
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch
from tests.station.requests.doing import do

STATION = "lane-1"
SCANS = 40
TAKE: dict[str, Callable[[Path], None]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
}


def beside(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)


def ids_in(path: Path) -> set[str]:
    with Reads(path) as reads:
        return {str(scan["scan_id"]) for scan in reads.exported()}


def scan(store: Store, count: int = SCANS) -> set[str]:
    return {store.commit(draft()).scan_id for _ in range(count)}


def cut_off(tmp_path: Path, *, carried: int = 10) -> tuple[Path, set[str]]:
    """A record whose writer was killed: some scans are in the file, the rest in its log alone; with all its files."""
    live, path = tmp_path / "live" / "station.db", tmp_path / "station.db"
    with Store.open(live, STATION) as store:
        ids = scan(store, carried)
        store._live().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store._log.note()
        ids |= scan(store)
        for file in live.parent.iterdir():
            shutil.copy(file, tmp_path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as look:
        assert look.execute("SELECT count(*) FROM scan").fetchone() == (carried + SCANS,)
    return path, ids


@pytest.mark.parametrize("how", TAKE)
@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_what_is_taken_while_the_station_runs_is_saved_and_told(tmp_path: Path, suffix: str, how: str) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store:
        ids = scan(store, SCANS + 60)
        store._live().execute("PRAGMA wal_checkpoint(PASSIVE)")
        ids |= scan(store)
        TAKE[how](beside(path, suffix))
        for _ in range(3):
            with pytest.raises(StoreError, match=r"deleted|emptied"):
                store.commit(draft())
    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert ids_in(path) == ids
        assert any("deleted" in alarm for alarm in reads.alarms())
        scan(store)
    assert all("nobody has seen it yet" in finding.words for finding in verify(path).findings)
    assert verify(path).count == 1


@pytest.mark.parametrize("how", ["deleted", "emptied"])
@pytest.mark.parametrize(("suffixes", "kept"), [(("-wal",), 10), (("-wal", "-shm", ".lock"), 10), (("",), 0)])
def test_what_is_taken_at_rest_is_no_healthy_record(
    tmp_path: Path, suffixes: tuple[str, ...], kept: int, how: str
) -> None:
    path, ids = cut_off(tmp_path)
    for suffix in suffixes:
        TAKE[how](beside(path, suffix))

    config = parse(f'[station]\nid = "{STATION}"\ndata_dir = "{tmp_path}"\n', "x")
    assert check_record(config, None).state == "fault"
    assert "station restore" in check_record(config, None).words
    try:
        assert verify(path).count > 0
    except StoreError as error:
        assert "station restore" in str(error)  # noqa: PT017  # either will do
    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert "THE RECORD WAS DAMAGED" in str(store.opened_with)
        assert any(alarm.startswith("a file of the record was deleted") for alarm in reads.alarms())
        assert store.commit(draft()).seq == 10 + SCANS + 1, "no number is given out twice"
    saved = len(ids & ids_in(path))
    assert saved >= kept
    assert saved == len(ids) or any(f.words.startswith("missing: scans") for f in verify(path).findings)
    assert check_recovery(config, None).state == "fault"


def test_a_record_missing_beside_its_ballast_is_no_new_station(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    assert lost_end.missing(path) is None
    ballast.take_on(path, 0.0)
    assert "station restore" in str(lost_end.missing(path))
    with Store.open(path, STATION) as store:
        assert "how many there were cannot be read" in str(store.opened_with)
        scan(store)
    assert verify(path).count == 1
    with Store.open(path, STATION) as store, Reads(path) as reads:
        do(store, AcknowledgeAlarms(reads.alarms()))
    assert verify(path).count == 0


def test_scans_of_an_epoch_that_is_gone_with_its_record_stay_missing(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store:
        scan(store)
        begin_epoch(store, "test")
        scan(store)
    path.unlink()
    with Store.open(path, STATION) as store, Reads(path) as reads:
        do(store, AcknowledgeAlarms(reads.alarms()))
    assert [f.words for f in verify(path).findings] == [f"missing: scans 1 to {2 * SCANS}, removed by no retention"]


def test_a_new_station_and_a_start_that_was_cut_off_are_no_alarm(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    beside(path, ".lock").write_text("4711")
    path.touch()
    beside(path, end_mark.SUFFIX).touch()
    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert (store.opened_with, reads.alarms()) == (None, ())
    assert verify(path).count == 0


def test_a_log_that_another_program_had_sqlite_empty_is_no_alarm(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store, Reads(path) as reads:
        ids = scan(store)
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
        ids |= scan(store)
        assert reads.alarms() == ()
    assert ids_in(path) == ids
    assert verify(path).count == 0


def test_a_look_by_another_program_after_a_kill_is_no_alarm(tmp_path: Path) -> None:
    path, ids = cut_off(tmp_path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT count(*) FROM scan").fetchone()
    assert not beside(path, "-wal").exists(), "it carried the log over"
    with Store.open(path, STATION) as store:
        assert "DAMAGED" not in str(store.opened_with)
    assert ids_in(path) == ids


@pytest.mark.parametrize("suffix", [".lock", end_mark.SUFFIX])
def test_a_lock_that_is_deleted_lets_no_second_writer_in(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store:
        scan(store)
        beside(path, suffix).unlink()
        for _ in range(2):
            with pytest.raises(StoreBusyError):
                Store.open(path, STATION)
            scan(store)
            assert beside(path, suffix).stat().st_size > 0


def test_with_both_locks_deleted_the_first_writer_ends_when_a_second_came(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store:
        ids = scan(store)
        for suffix in (".lock", end_mark.SUFFIX):
            beside(path, suffix).unlink()
        with Store.open(path, STATION) as second:
            ids |= scan(second)
            with pytest.raises(StoreBusyError):
                store.commit(draft())
        ids |= scan(second := Store.open(path, STATION))
        second.close()
    assert ids_in(path) == ids


def test_settlements_that_are_gone_are_told_too(tmp_path: Path) -> None:
    live, path = tmp_path / "live" / "station.db", tmp_path / "station.db"
    with Store.open(live, STATION) as store:
        ids = scan(store)
        store._live().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store._log.note()
        store.settle([Receipt(one, "rejected", "x", "y") for one in ids])
        for name in ("station.db", "station.db.lock", "station.db.end"):
            shutil.copy(live.with_name(name), tmp_path)
    assert "1 transactions are gone" in str(lost_end.missing(path))
    with Store.open(path, STATION) as store:
        assert f"{SCANS} scans saved" in str(store.opened_with)


def test_scans_made_since_the_record_was_lost_come_along_when_its_backup_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, STATION) as store:
        ids = scan(store)
    back_up(path, tmp_path / "backup")
    path.unlink()
    with Store.open(path, STATION) as store:
        ids |= scan(store)
    restored = restore(tmp_path / "backup", path, STATION)
    assert restored.carried is not None
    assert ids_in(path) == ids
    with Store.open(path, STATION) as store:
        assert store.opened_with is None, "the end mark of the record before is forgotten"


def test_a_file_that_is_put_back_goes_on_and_nothing_else_comes_in_its_place(tmp_path: Path) -> None:
    path, away = tmp_path / "station.db", tmp_path / "away.db"
    with Store.open(path, STATION) as store:
        ids = scan(store)
        path.rename(away)
        with pytest.raises(StoreError, match="were saved for the next start"):
            store.commit(draft())
        away.rename(path)
        ids |= scan(store)
        assert [file.name for file in tmp_path.iterdir() if "next" in file.name] == []
    assert ids_in(path) == ids
    assert verify(path).count == 0


def test_verify_does_not_call_lost_what_the_original_of_a_copy_has(tmp_path: Path) -> None:
    original, path = tmp_path / "original" / "station.db", tmp_path / "copy" / "station.db"
    path.parent.mkdir()
    with Store.open(original, STATION) as store:
        scan(store, 3)
        epoch = store.epoch
    shutil.copy(original, path)
    with Store.open(path, STATION) as store:
        scan(store, 3)
    (finding,) = verify(path, lambda name: Anchor(9) if name == epoch else None).findings
    assert "made by the record of which this is a copy, or lost" in finding.words


def test_damage_is_looked_for_although_the_lock_was_deleted(tmp_path: Path) -> None:
    path, _ = cut_off(tmp_path)
    beside(path, ".lock").unlink()
    os.truncate(path, path.stat().st_size // 2)
    try:
        with Store.open(path, STATION) as store:
            store.commit(draft())
    except DamagedError:
        pytest.fail("the start should have found it")
