"""What the writer refuses, in words: rivals, records that are not its own, files that it may not write over."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from station.record.log import schema, swap_files
from station.record.reads import Reads
from station.record.writer import Store, StoreBusyError, StoreError
from station.reports.exports import export_to
from station.requests.backup_and_verify import back_up
from tests.station.record.drafts import draft
from tests.station.record.writing_process import acknowledged, started


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_second_writer_is_told_who_has_it(tmp_path: Path) -> None:
    path, log = tmp_path / "station.db", tmp_path / "acknowledged"
    with started(path, log) as writer:
        try:
            deadline = time.monotonic() + 30
            while not acknowledged(log) and time.monotonic() < deadline:
                time.sleep(0.01)
            holder = rf"process {writer.pid} \(.*tests\.station\.record\.writing"
            with pytest.raises(StoreBusyError, match=holder) as refusal:
                Store.open(path, "lane-1")
            assert refusal.value.pid == writer.pid
        finally:
            writer.kill()

    with Store.open(path, "lane-1"), pytest.raises(StoreBusyError, match=f"process {os.getpid()} "):
        Store.open(path, "lane-1")
    Store.open(path, "lane-1").close()


def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    Store.open(path, "lane-1").close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = digest(path)

    for _ in range(2):
        with pytest.raises(StoreError, match=r"newer station.*version 99"):
            Store.open(path, "lane-1")
        with pytest.raises(StoreError, match=r"newer station.*version 99"):
            Reads(path)
    assert digest(path) == before


def test_the_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    before = digest(path)

    with pytest.raises(StoreError, match="another program"):
        Store.open(path, "lane-1")
    assert digest(path) == before


def test_what_is_no_database_is_set_aside_untouched(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    path.write_bytes(b"Dear diary, " * 1000)
    before = digest(path)

    for opened in (lambda: Store.open(path, None), lambda: Reads(path)):
        with pytest.raises(StoreError, match="damaged"):
            opened()
    assert digest(path) == before
    with Store.open(path, "lane-1") as store:
        assert "THE RECORD WAS DAMAGED" in str(store.opened_with)
    (kept,) = swap_files.set_aside(path)
    assert digest(kept) == before


@pytest.mark.parametrize("name", ["station.db", "station.db-wal", "station.db.lock", "manifest.db", "lists.db", "link"])
def test_nothing_that_belongs_to_the_record_is_written_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / "station.db"
    (tmp_path / "link").symlink_to(path)
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
        before = path.read_bytes()
        with pytest.raises(StoreError, match="never written over"):
            back_up(path, tmp_path / name, force=True)
        with pytest.raises(StoreError, match="never written over"):
            export_to(tmp_path / name, path, lambda out: out.write("x"))
        assert path.read_bytes() == before


def test_another_file_is_written_over_only_with_force_and_a_database_by_no_export(tmp_path: Path) -> None:
    path, other = tmp_path / "station.db", tmp_path / "other.txt"
    other.write_text("keep")
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
        with pytest.raises(StoreError, match="--force"):
            back_up(path, other, force=False)
        assert other.read_text() == "keep"
        assert back_up(path, other, force=True).scans == 1
        with pytest.raises(StoreError, match="is a database"):
            export_to(other, path, lambda out: out.write("x"))


def test_a_record_that_is_replaced_while_it_is_written_takes_no_more_scans(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft())
        path.rename(tmp_path / "moved.db")
        for _ in range(2):
            with pytest.raises(StoreError, match="moved, deleted or replaced"):
                store.commit(draft())
            (tmp_path / "station.db").write_bytes(b"another file")
        (tmp_path / "moved.db").replace(path)
        assert store.commit(draft()).seq == 2


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "station.db"
    with monkeypatch.context() as broken:
        (name, statements), *others = schema._STEPS
        broken.setattr(schema, "_STEPS", ((name, (*statements, "CREATE TABLE scan (again)")), *others))
        with pytest.raises(StoreError, match="scan already exists"):
            Store.open(path, "lane-1")
    with closing(sqlite3.connect(path)) as look:
        assert look.execute("PRAGMA user_version").fetchone() == (0,)
        assert look.execute("SELECT count(*) FROM sqlite_master WHERE name = 'scan'").fetchone() == (0,)

    with Store.open(path, "lane-1") as store:
        assert store.commit(draft()).seq == 1


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="Name a folder on a local disk"):
        Store.open(tmp_path / "file" / "station.db", "lane-1")
