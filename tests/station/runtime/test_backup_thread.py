"""A backup every night whatever the wall clock does; so many are kept, a failure is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hardware.contract import Notice
from station.bench.record import fill
from station.language import ENGLISH, language, trouble_texts
from station.record.log.errors import StoreError
from station.record.recovery.backup import back_up, check
from station.record.writer import Store
from station.runtime import backup_thread
from station.runtime.backup_thread import (
    CLOSEST_S,
    FARTHEST_S,
    TRY_AGAIN_S,
    BackupRules,
    BackupThread,
    backups,
    newest,
    trouble,
)
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from pathlib import Path

    Factory = pytest.TempPathFactory

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Clocks:
    """The wall's, which may be set, and the monotonic one."""

    def __init__(self, now: datetime = START) -> None:
        self.wall, self.monotonic = now, 0.0

    def pass_on(self, span: timedelta) -> None:
        self.wall += span
        self.monotonic += span.total_seconds()


def keeper_of(path: Path, rules: BackupRules, clocks: Clocks) -> BackupThread:
    return BackupThread(path, rules, lambda: clocks.wall, lambda: clocks.monotonic)


def reason(at_work: BackupThread) -> str:
    """Why no backup was made, as the technician reads it."""
    (trouble,) = at_work.troubles
    return trouble_texts(trouble.about, language(ENGLISH)).technician


def a_record(folder: Path, scans: int = 1) -> Path:
    with Store.open(folder / "station.db", "lane-1") as store:
        for _ in range(scans):
            store.commit(draft())
    return folder / "station.db"


def names(path: Path, rules: BackupRules) -> set[str]:
    return {made.name for made, _ in backups(path, rules.folder, START)}


@settings(max_examples=15, deadline=None)
@given(hours=st.lists(st.integers(1, 60), max_size=8), at=st.integers(0, 23), keep=st.integers(1, 4))
def test_with_a_true_clock_there_is_always_one_of_the_last_day_and_never_too_many(
    hours: list[int], at: int, keep: int, tmp_path_factory: Factory
) -> None:
    folder = tmp_path_factory.mktemp("nights")
    path, clocks, rules = a_record(folder), Clocks(), BackupRules(folder / "backups", keep, at)
    at_work = keeper_of(path, rules, clocks)
    for pause in [0, *hours]:
        clocks.pass_on(pause * HOUR)
        at_work.look()
        last = newest(path, rules.folder, clocks.wall) or datetime.min.replace(tzinfo=UTC)
        assert at_work.troubles == ()
        assert clocks.wall - last < 24 * HOUR + timedelta(seconds=CLOSEST_S)
        assert len(names(path, rules)) <= keep
        assert trouble(path, rules, clocks.wall) is None


def made_under_jumps(folder: Path, jumps: list[int]) -> list[float]:
    """Monotonic moments of backups while the wall clock is set by so many days each half hour."""
    path, clocks, rules = a_record(folder), Clocks(), BackupRules(folder / "backups", 3, 3)
    at_work, made, before = keeper_of(path, rules, clocks), [], set[str]()
    for days in jumps:
        at_work.look()
        if names(path, rules) != before:
            made.append(clocks.monotonic)
        before = names(path, rules)
        clocks.pass_on(HOUR / 2)
        clocks.wall = START + timedelta(days=days, seconds=clocks.monotonic)
    return made


@pytest.mark.parametrize("control", [False, True])
def test_a_wall_clock_that_jumps_makes_no_storm_and_stops_no_backup(
    control: bool, tmp_path_factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if control:
        monkeypatch.setattr(backup_thread, "CLOSEST_S", 0.0)
        monkeypatch.setattr(backup_thread, "FARTHEST_S", 1e12)

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(ahead=st.integers(2, 30_000), storm=st.booleans())
    def law(ahead: int, storm: bool) -> None:
        jumps = [ahead * (n % 97) if storm else ahead if n == 1 else 0 for n in range(150)]
        made = made_under_jumps(tmp_path_factory.mktemp("jumps"), jumps)
        gaps = [later - sooner for sooner, later in pairwise(made)]
        assert all(gap >= CLOSEST_S for gap in gaps), "a storm"
        assert made[0] == 0.0
        assert all(gap <= FARTHEST_S + 1800 for gap in gaps), "none for long"
        assert made[-1] >= (150 - 2) * 1800 - FARTHEST_S, "none since"

    if control:
        with pytest.raises(AssertionError):
            law()
    else:
        law()


def test_a_backup_from_the_future_neither_stops_the_next_nor_pushes_out_a_good_one(tmp_path: Path) -> None:
    path, rules = a_record(tmp_path), BackupRules(tmp_path / "backups", 2, 3)
    keeper_of(path, rules, Clocks(START + timedelta(days=20_000))).look()
    for day in range(3):
        keeper_of(path, rules, Clocks(START + timedelta(days=day))).look()

    dates = [f"{at:%Y-%m-%d}" for _, at in backups(path, rules.folder, START + timedelta(days=3))]
    assert dates == ["2026-11-24", "2026-11-25"]


def test_only_our_own_files_are_removed_and_only_after_a_good_backup(tmp_path: Path) -> None:
    path, rules = a_record(tmp_path), BackupRules(tmp_path / "backups", 1, 3)
    keeper_of(path, rules, Clocks()).look()
    others = (
        "notes.txt", "station-20261101T030000.backup", "other-nightly-20261101T030000Z.backup",
        "station-nightly-20269901T030000Z.backup", "station-nightly-20261101T030000Z.backup.old",
    )  # fmt: skip
    for name in others:
        (rules.folder / name).write_text("not ours")
    (first,) = names(path, rules)

    good = path.read_bytes()
    path.write_bytes(good[:4096] + b"\xff" * (len(good) - 4096))
    at_work = keeper_of(path, rules, Clocks(START + timedelta(days=1)))
    at_work.look()
    assert "no backup was made" in reason(at_work)
    assert names(path, rules) == {first}, "the old good one stays"

    path.write_bytes(good)
    keeper_of(path, rules, Clocks(START + timedelta(days=2))).look()
    assert first not in names(path, rules)
    assert len(names(path, rules)) == 1
    assert all((rules.folder / name).read_text() == "not ours" for name in others)


def test_a_failure_is_said_tried_again_and_forgotten_when_it_works(tmp_path: Path) -> None:
    path, clocks, rules = a_record(tmp_path), Clocks(), BackupRules(tmp_path / "backups", 7, 3)
    rules.folder.write_text("a file stands where the folder should be")
    at_work = keeper_of(path, rules, clocks)
    at_work.look()
    assert "no backup was made" in reason(at_work)
    rules.folder.unlink()
    clocks.pass_on(timedelta(seconds=TRY_AGAIN_S - 1))
    at_work.look()
    assert names(path, rules) == set(), "not at once"
    clocks.pass_on(timedelta(seconds=1))
    at_work.look()
    assert at_work.troubles == ()
    ((made, _),) = backups(path, rules.folder, clocks.wall)
    assert check(made).scans == 1
    assert "the last good backup" in str(trouble(path, rules, clocks.wall + timedelta(days=4)))


def test_without_room_none_is_made_and_the_one_that_is_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, clocks, rules = a_record(tmp_path), Clocks(), BackupRules(tmp_path / "backups", 7, 3)
    keeper_of(path, rules, clocks).look()
    monkeypatch.setattr(backup_thread, "WARN_FREE", 1.0)
    clocks.pass_on(timedelta(days=1))
    at_work = keeper_of(path, rules, clocks)
    at_work.look()
    assert "Free some space" in reason(at_work)
    assert len(names(path, rules)) == 1


def test_where_room_is_short_fewer_are_kept_than_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, clocks, rules = a_record(tmp_path), Clocks(), BackupRules(tmp_path / "backups", 7, 3)

    def room(database: Path, folder: Path) -> Notice | None:
        return Notice("backup_lacks_room") if len(backups(database, folder, clocks.wall)) > 2 else None

    monkeypatch.setattr(backup_thread, "lacking_room", room)
    for _ in range(5):
        at_work = keeper_of(path, rules, clocks)
        at_work.look()
        assert at_work.troubles == ()
        clocks.pass_on(timedelta(days=1))
    assert newest(path, rules.folder, clocks.wall) == clocks.wall - timedelta(days=1)
    assert len(names(path, rules)) == 2


KILLED = """
import sys
from pathlib import Path
from station.runtime.backup_thread import BackupRules, BackupThread
print("begins", flush=True)
BackupThread(Path(sys.argv[1]), BackupRules(Path(sys.argv[2]), 7, 3)).look()
"""


def test_a_kill_in_the_middle_leaves_nothing_that_passes_for_a_backup_and_nothing_for_ever(tmp_path: Path) -> None:
    path, rules = tmp_path / "station.db", BackupRules(tmp_path / "backups", 7, 3)
    fill(path, 30_000)
    for round_ in range(6):
        with subprocess.Popen([sys.executable, "-c", KILLED, path, rules.folder], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if round_:
                time.sleep(0.02 * round_)
            else:
                while process.poll() is None and not list(rules.folder.glob(".*.part")):
                    time.sleep(0.001)
            os.kill(process.pid, signal.SIGKILL)
        for made, _ in backups(path, rules.folder, backup_thread.wall()):
            assert check(made).scans == 30_000, "whole, if it has the name"
            made.unlink()
    keeper_of(path, rules, Clocks()).look()
    assert len(list(rules.folder.iterdir())) == 1, "what kills left is gone"


def test_the_service_ends_it_in_the_middle(tmp_path: Path) -> None:
    fill(tmp_path / "station.db", 30_000)
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(StoreError):
        back_up(tmp_path / "station.db", tmp_path / "copy.backup", stopped)
    assert not list(tmp_path.glob("*copy*"))
    at_work, stop = BackupThread(tmp_path / "station.db", BackupRules(tmp_path / "backups", 7, 3)), threading.Event()
    stop.set()
    at_work.run(stop)
    at_work.look(lambda: True)
    assert at_work.troubles == (), "a stop is no failure"
    assert not list((tmp_path / "backups").iterdir())
