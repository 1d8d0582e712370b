"""Power and disk: nothing confirmed is lost, and what fails is said in words."""

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
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from station.core.models import Receipt
from station.record.log.errors import DamagedError
from station.record.log.wire import canonical
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store, StoreError
from station.requests.backup_and_verify import verified
from tests.places import ROOT
from tests.station.record.drafts import draft
from tests.station.record.writing_process import acknowledged, started


def filled(store: Store) -> int:
    """Commit until there is no room; the last number."""
    seqs = iter(lambda: store.commit(draft()).seq, 10_000)
    last = 0
    with pytest.raises(StoreError, match="the disk is full"):
        for last in seqs:  # noqa: B007  # the loop ends by the error
            pass
    return last


@pytest.mark.parametrize("kills", [5, pytest.param(40, marks=pytest.mark.soak)])
def test_a_killed_writer_loses_nothing_that_it_confirmed(kills: int, tmp_path: Path) -> None:
    database, log = tmp_path / "station.db", tmp_path / "acknowledged"
    for kill in range(kills):
        target = len(acknowledged(log)) + 20 + 13 * kill
        with started(database, log) as writer:
            deadline = time.monotonic() + 60
            while len(acknowledged(log)) < target and writer.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            writer.send_signal(signal.SIGKILL)
            assert writer.wait() == -signal.SIGKILL, writer.stderr.read() if writer.stderr else ""

    confirmed = acknowledged(log)
    assert len(confirmed) >= 20 * kills
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
mount -t tmpfs -o size=340k parcel "$1" || exit 77
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
            store.note_damage(str(error))
            raise
