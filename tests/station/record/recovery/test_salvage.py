"""A damaged record: the station starts, what is altered is not kept as genuine, and the log hides nothing."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Receipt
from station.record.log import DamagedError, swap_files
from station.record.recovery.salvage import salvage
from station.record.recovery.verify import verify
from station.record.recovery.wal import hides_commits
from station.record.writer import Store
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch

PAGE = 4096
SCANS = 300
DAMAGES = ["garbage", "zeros", "bits", "header", "truncated", "nothing left", "text"]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scans in two epochs, the first third acknowledged, some refused; a few longer than a page."""
    path = tmp_path_factory.mktemp("record") / "station.db"
    with Store.open(path, "lane-1") as store:
        for i in range(SCANS):
            if i == 200:
                begin_epoch(store, "test")
            scan = store.commit(draft(f"P{i}", operator="o" * 9000 if i % 50 == 0 else f"op-{i % 7}"))
            if i < 100:
                store.settle([Receipt(scan.scan_id, "rejected" if i % 20 == 0 else "stored", "bad", "words")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET home = NULL")  # a copy of it is no clone
        connection.commit()
    return path


def scans_of(path: Path) -> dict[int, tuple[object, ...]]:
    """Every scan, with its texts in full where a text is known."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return {
            row[0]: row
            for row in connection.execute(
                "SELECT s.seq, s.scan_id, scanned_at, mono_ns, raw, frames, keyed, parcel_id, country, postal_code, "
                "check_ok, refs, bin, code, message, grams, tare, stable, wire_bytes, chain, is_read, is_weighed, "
                "o.text, e.text FROM scan s LEFT JOIN term o ON o.id = operator LEFT JOIN term e ON e.id = engine"
            )
        }


def queued(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        return {seq for (seq,) in connection.execute("SELECT seq FROM outbox")}


def damage(path: Path, how: str, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    match how:
        case "header":
            content[:100] = bytes(100)
        case "truncated":
            del content[chance.randrange(len(content)) :]
        case "nothing left":
            content[:] = chance.randbytes(len(content))
        case "text":
            content[:] = b"Dear diary, " * 1000
        case "bits":
            for _ in range(3):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        case _:
            for page in chance.sample(range(len(content) // PAGE), chance.randint(1, 4)):
                content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE) if how == "zeros" else chance.randbytes(PAGE)
    path.write_bytes(content)
    path.with_name(f"{path.name}.lock").write_text("4711")  # the writer was cut off: it is looked through


@settings(max_examples=40, deadline=None)
@given(how=st.sampled_from(DAMAGES), seed=st.integers(0, 10**6))
def test_the_station_starts_and_keeps_nothing_altered(
    record: Path, how: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    start_damaged(record, how, seed, tmp_path_factory.mktemp("damaged") / "station.db")


@pytest.mark.soak
@settings(max_examples=1000, deadline=None)
@given(how=st.sampled_from(DAMAGES), seed=st.integers(0, 10**9))
def test_a_thousand_damaged_files(record: Path, how: str, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    start_damaged(record, how, seed, tmp_path_factory.mktemp("damaged") / "station.db")


def start_damaged(record: Path, how: str, seed: int, path: Path) -> None:
    shutil.copy(record, path)
    damage(path, how, random.Random(seed))
    was, waiting = scans_of(record), queued(record)

    with Store.open(path, "lane-1") as store:
        new = store.commit(draft("NEW"))
        words = store.opened_with

    saved = scans_of(path)
    del saved[new.seq]
    changed = {seq for seq in saved if saved[seq] != was.get(seq)}
    if words is None:  # a letter more or less is no damage to a quick look: verify finds it, or the damage
        with suppress(DamagedError):
            assert changed <= {finding.seq for finding in verify(path).findings}
        return
    if changed & {1, 201}:  # where the name of an epoch is lost its first scan cannot be proved: verify names it
        changed -= {1, 201} & {finding.seq for finding in verify(path).findings}
    assert how == "bits" or not changed, "a scan is as it was, or it is missing"
    assert all(seq - 1 not in saved or seq - 1 in changed for seq in changed), "the chain tells"
    assert waiting & set(saved) <= queued(path), "what was unsent goes to the centre"
    assert f"{len(saved)} scans saved" in words
    assert len(swap_files.set_aside(path)) == 1


def altered(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("UPDATE scan SET parcel_id = 'X' WHERE seq = 150", {150}),
        ("UPDATE scan SET parcel_id = 'X' WHERE seq IN (150, 151)", {150, 151}),
        ("UPDATE scan SET parcel_id = 'X' WHERE seq = 201", {201}),
        ("UPDATE scan SET parcel_id = CAST(x'80ff' AS TEXT) WHERE seq = 150", {150}),
        ("UPDATE scan SET grams = NULL, tare = '7' WHERE seq = 150", {150}),
        ("UPDATE scan SET chain = randomblob(32) WHERE seq = 150", set()),
        ("UPDATE scan SET wire_bytes = 7 WHERE seq = 150", set()),
        ("UPDATE epoch SET after_seq = 230 WHERE after_seq = 200", set()),
        ("UPDATE epoch SET after_seq = 72 WHERE after_seq = 200", set()),
    ],
)
def test_what_was_altered_is_left_out_and_nothing_else(
    record: Path, statement: str, lost: set[int], tmp_path: Path
) -> None:
    path = tmp_path / "station.db"
    shutil.copy(record, path)
    altered(path, statement)
    assert verify(path).count > 0
    path.with_name("station.db.lock").write_text("damaged")

    words = salvage(path, "lane-1")

    was, saved = scans_of(record), scans_of(path)
    assert set(was) - set(saved) == lost, words
    assert all(saved[seq] == was[seq] for seq in saved)


def logged(folder: Path, scans: int) -> Path:
    """A copy of a record whose writer was cut off after so many scans; all of them stand in the log alone."""
    path = folder / "live" / "station.db"
    path.parent.mkdir()
    with Store.open(path, "lane-1") as store:
        for i in range(scans):
            store.commit(draft(f"P{i}"))
        (folder / "copy").mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", folder / "copy" / f"station.db{suffix}")
    return folder / "copy" / "station.db"


@settings(max_examples=8, deadline=None)
@given(share=st.floats(0.3, 0.95), bit=st.integers(0, 7))
def test_a_log_with_a_flipped_bit_hides_nothing(
    share: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = logged(tmp_path_factory.mktemp("log"), 60)
    log = path.with_name("station.db-wal")
    assert verify(path).count == 0
    content = bytearray(log.read_bytes())
    content[int(len(content) * share)] ^= 1 << bit
    log.write_bytes(content)
    control = path.parent.parent / "control"
    shutil.copytree(path.parent, control)

    assert any("log" in finding.words for finding in verify(path).findings)
    with closing(sqlite3.connect(control / "station.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (seen,) = connection.execute("SELECT count(*) FROM scan").fetchone()
        assert seen < 60, "SQLite says ok and hides the rest: the control"
    with Store.open(path, "lane-1") as store:
        assert store.opened_with is not None
        assert "DAMAGED" in store.opened_with
    assert len(scans_of(path)) >= 59
    assert len(queued(path)) == len(scans_of(path))


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return logged(tmp_path_factory.mktemp("cut"), 10)


@settings(deadline=None, max_examples=40)
@given(cut=st.integers(0, 120 * (PAGE + 24)))
def test_a_log_that_ends_in_the_middle_is_no_damage(cut: int, cut_off: Path) -> None:
    log = cut_off.with_name("station.db-wal")
    content = log.read_bytes()
    try:
        log.write_bytes(content[:cut])
        assert not hides_commits(cut_off)
    finally:
        log.write_bytes(content)
