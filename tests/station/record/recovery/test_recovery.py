"""The record after a disaster: nothing that was confirmed is lost unless no byte of it can be read, and it is said."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Held, Receipt
from station.record.log import end_mark, swap_files
from station.record.log.errors import StoreError
from station.record.outbox import settling
from station.record.reads import Reads
from station.record.recovery.backup import back_up, check, restore
from station.record.recovery.verify import Anchor, verify
from station.record.writer import Store
from tests.station.record.drafts import draft, drafts
from tests.station.record.spans import begin_epoch

STATION = "lane-1"


def record(path: Path, scans: int, sent: int = 0) -> list[str]:
    """A record with so many scans, the first `sent` of them acknowledged; their ids."""
    with Store.open(path, STATION) as store:
        ids = [store.commit(draft(f"P{n}")).scan_id for n in range(scans)]
        store.settle([Receipt(scan_id, "stored") for scan_id in ids[:sent]])
    return ids


def ids_in(path: Path) -> list[str]:
    with Reads(path) as reads:
        return [str(scan["scan_id"]) for scan in reads.exported()]


def queued_in(path: Path) -> list[str]:
    with Store.open(path, None) as store, Reads(path) as reads:
        found: list[str] = []
        while (batch := reads.next_batch(500)) is not None:
            found += [str(scan["scan_id"]) for scan in batch.scans]
            store.settle([Receipt(str(scan["scan_id"]), "stored") for scan in batch.scans])
    return found


# -- verify


@settings(max_examples=30, deadline=None)
@given(made=st.lists(drafts, min_size=1, max_size=6), epochs=st.sets(st.integers(1, 5)))
def test_an_untouched_record_has_no_findings(
    made: list[Any], epochs: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("v") / "station.db"
    with Store.open(path, STATION) as store:
        for number, one in enumerate(made):
            store.commit(one)
            if number in epochs:
                begin_epoch(store, "test")
    told = verify(path)
    assert (told.scans, told.count, told.findings) == (len(made), 0, [])


EDITS = {
    "a weight": "UPDATE scan SET grams = '9999' WHERE seq = ?",
    "a bin": "UPDATE scan SET bin = 'X9' WHERE seq = ?",
    "a moment": "UPDATE scan SET scanned_at = '2020-01-01T00:00:00.000Z' WHERE seq = ?",
    "a number read": "UPDATE scan SET parcel_id = 'RR999999995CN' WHERE seq = ?",
    "raw bytes": "UPDATE scan SET raw = x'00' WHERE seq = ?",
    "an operator": "UPDATE scan SET operator = boot_id WHERE seq = ?",
    "a link": "UPDATE scan SET chain = zeroblob(32) WHERE seq = ?",
    "a name": "UPDATE scan SET scan_id = zeroblob(16) WHERE seq = ?",
    "a scan taken out": "DELETE FROM scan WHERE seq = ?",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("seq", [1, 4, 7])
def test_every_edit_is_found(edit: str, seq: int, tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 7, sent=7)
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DROP TRIGGER scan_is_append_only")
        forger.execute(edit, (seq,))
        forger.commit()
    found = verify(path)
    assert found.count >= 1
    assert seq in {finding.seq for finding in found.findings} | {
        None if f.seq is None else f.seq - 1 for f in found.findings
    }


def test_a_lost_end_is_found_by_the_numbers_given_out_and_by_what_the_centre_holds(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 5, sent=5)
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DELETE FROM scan WHERE seq > 3")
        forger.commit()
    assert [f.words for f in verify(path).findings] == ["missing: scans 4 to 5, removed by no retention"]
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'scan'")
        forger.commit()
    assert verify(path).count == 0  # the record alone cannot know
    (finding,) = verify(path, lambda _: Anchor(5)).findings
    assert "the centre holds scan 5" in finding.words


def test_a_record_that_was_written_again_has_another_head_than_the_centre_was_told(tmp_path: Path) -> None:
    path, forged = tmp_path / "station.db", tmp_path / "forged.db"
    record(path, 3)
    record(forged, 3)
    with Reads(path) as reads:
        batch = reads.next_batch(10)
    assert batch is not None
    assert batch.head is not None
    assert verify(path, lambda _: Anchor(3, 3, batch.head or "")).count == 0
    (finding,) = verify(forged, lambda _: Anchor(3, 3, batch.head or "")).findings
    assert finding.seq == 3


def test_retention_is_no_finding_and_unexplained_numbers_are(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 9, sent=6)
    with Store.open(path, STATION) as store:
        store.note_time("2998-01-01T00:00:00.000Z")
        assert store.retire("2999-01-01T00:00:00.000Z", 4) == 4
        store.commit(draft())
    assert verify(path).count == 0
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DELETE FROM retired")
        forger.commit()
    assert [f.words for f in verify(path).findings] == ["missing: scans 1 to 4, removed by no retention"]


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
    content[len(content) // 2 : len(content) // 2 + 500] = b"\xff" * 500
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
