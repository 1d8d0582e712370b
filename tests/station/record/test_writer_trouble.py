"""Power, disk and rival processes: nothing confirmed is lost, and every refusal is in words."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from station.core.models import Receipt
from station.record.log import schema, swap_files
from station.record.log.errors import DamagedError
from station.record.log.wire import canonical
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store, StoreBusyError, StoreError
from station.reports.exports import export_to
from station.requests.backup_and_verify import back_up, verified
from tests.places import ROOT
from tests.station.record.drafts import draft

KILLS = 10


def writing(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.station.record.writing", *map(str, arguments)]


def started(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(writing(*arguments), cwd=ROOT, stderr=subprocess.PIPE)


def acknowledged(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().splitlines()] if log.exists() else []


def filled(store: Store) -> int:
    """Commit until there is no room; the last number."""
    seqs = iter(lambda: store.commit(draft()).seq, 10_000)
    last = 0
    with pytest.raises(StoreError, match="the disk is full"):
        for last in seqs:  # noqa: B007  # the loop ends by the error
            pass
    return last


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_killed_writer_loses_nothing_that_it_confirmed(tmp_path: Path) -> None:
    database, log = tmp_path / "station.db", tmp_path / "acknowledged"
    for kill in range(KILLS):
        target = len(acknowledged(log)) + 20 + 13 * kill
        with started(database, log) as writer:
            deadline = time.monotonic() + 60
            while len(acknowledged(log)) < target and writer.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            writer.send_signal(signal.SIGKILL)
            assert writer.wait() == -signal.SIGKILL, writer.stderr.read() if writer.stderr else ""

    confirmed = acknowledged(log)
    assert len(confirmed) >= 20 * KILLS
    with Store.open(database, "lane-1") as store, Reads(database) as reads:
        scans = list(reads.exported())
        seqs = [scan["seq"] for scan in scans]
        assert set(confirmed) <= set(seqs)
        assert seqs == list(range(1, len(scans) + 1))
        assert reads.count() == reads.backlog().pending == len(scans)
        link = hashlib.sha256(f"lane-1\n{store.epoch}".encode()).digest()
        for scan in scans:
            link = hashlib.sha256(link + canonical(scan)).digest()
        batch = reads.next_batch(len(scans), 10**9)
        assert batch is not None
        assert batch.head == link.hex()


def test_a_full_database_says_so_and_goes_on_when_there_is_space(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        connection = store._live()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        stored = filled(store)

        assert reads.count() == reads.backlog().pending == stored > 0
        connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        assert store.commit(draft()).seq == stored + 1
        assert reads.count() == reads.backlog().pending == stored + 1


_FULL_DISK = """
mount -t tmpfs -o size=300k parcel "$1" || exit 77
{python} -m tests.station.record.writing "$1/station.db" "$2" 100000
status=$?
cp "$1"/station.db* "$3"
exit $status
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare(1): no small disk to fill")
def test_a_full_disk_keeps_every_confirmed_scan(tmp_path: Path) -> None:
    disk, log, copy = tmp_path / "disk", tmp_path / "acknowledged", tmp_path / "copy"
    disk.mkdir()
    copy.mkdir()
    answer = subprocess.run(
        ["unshare", "-m", "sh", "-c", _FULL_DISK.format(python=sys.executable), "sh", disk, log, copy],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode == 77 or "unshare:" in answer.stderr:
        pytest.skip(f"no small disk to fill: {answer.stderr.strip()}")

    assert answer.returncode == 1, answer.stderr
    assert "the disk is full" in answer.stderr
    assert "Traceback" not in answer.stderr
    confirmed = acknowledged(log)
    assert confirmed == list(range(1, len(confirmed) + 1)) != []
    with Store.open(copy / "station.db", "lane-1") as store, Reads(store.path) as reads:
        assert [scan["seq"] for scan in reads.exported()] == confirmed
        assert store.commit(draft()).seq == len(confirmed) + 1


class Failing:
    """A connection whose next COMMIT reports that the sync of the log failed."""

    def __init__(self, connection: sqlite3.Connection, *, arrives: bool) -> None:
        self._connection = connection
        self._arrives = arrives

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, *values: Any) -> Any:
        if statement != "COMMIT":
            return self._connection.execute(statement, *values)
        self._connection.execute("COMMIT" if self._arrives else "ROLLBACK")
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode, error.sqlite_errorname = 1034, "SQLITE_IOERR_FSYNC"
        raise error


def test_a_commit_with_an_io_error_that_did_not_arrive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        store.commit(draft())
        store._connection = Failing(store._live(), arrives=False)  # type: ignore[assignment]  # stands in for it
        with pytest.raises(StoreError, match="SQLITE_IOERR_FSYNC"):
            store.commit(draft())

        assert reads.count() == 1
        assert not isinstance(store._connection, Failing), "the connection is not trusted any more"
        assert store.commit(draft()).seq == 2


def test_a_commit_with_an_io_error_that_is_on_the_disk_after_all_counts(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        store._connection = Failing(store._live(), arrives=True)  # type: ignore[assignment]  # stands in for it
        scan = store.commit(draft())

        batch = reads.next_batch(10)
        assert batch is not None
        assert [one["scan_id"] for one in batch.scans] == [scan.scan_id]
        assert (tmp_path / "station.db-wal").stat().st_size == 0, "the log was carried into the file first"


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


def test_damage_is_looked_for_after_a_writer_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        for _ in range(300):
            store.commit(draft())
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(content)
    (tmp_path / "station.db.lock").write_text("4711")

    with Store.open(path, "lane-1") as store:
        assert "THE RECORD WAS DAMAGED" in str(store.opened_with)


@pytest.mark.parametrize("seed", range(20))
def test_damage_that_comes_after_a_clean_end_is_got_over_by_the_next_start_but_one(tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "station.db", random.Random(seed)
    with Store.open(path, "lane-1") as store:
        ids = [store.commit(draft()).scan_id for _ in range(150)]
        store.settle([Receipt(one, "stored") for one in ids[:90]])
    with path.open("r+b") as file:
        page = chance.randrange(1, path.stat().st_size // 4096)
        file.seek(page * 4096 + chance.randrange(4096 - 2000))
        file.write(chance.randbytes(2000))

    with suppress(DamagedError):
        works_a_while(path)
    with suppress(DamagedError):
        verified(path, None, lambda _: None)
    works_a_while(path)
    told = verify(path)
    assert told.scans >= 100
    assert [one.words for one in told.findings if not one.words.startswith("missing")] == []


def works_a_while(path: Path) -> None:
    """As the core does: what a reader meets, the writer is told."""
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        try:
            store.commit(draft())
            reads.hour("2026-11-22T10:30:00.000Z")
            reads.recent(20)
            while (batch := reads.next_batch(50)) is not None:
                store.settle([Receipt(one, "stored") for one in batch.scan_ids()])
        except DamagedError as error:
            store.found(str(error))
            raise


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
