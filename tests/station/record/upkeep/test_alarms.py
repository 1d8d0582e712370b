"""Alarms of the record stay through restarts until somebody says to have seen these very alarms."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from station.core.models import Held
from station.core.requests import AcknowledgeAlarms
from station.record.log.epochs import begin
from station.record.reads import Reads
from station.record.recovery import backup
from station.record.upkeep import alarms
from station.record.writer import Store
from station.requests import handover
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch
from tests.station.requests.doing import count, do, taken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two scans."""
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        store.commit(draft())
        store.commit(draft())
    return tmp_path / "station.db"


def told(path: Path) -> tuple[str, ...]:
    with Reads(path) as reads:
        return reads.alarms()


def see(path: Path) -> tuple[str, ...]:
    """Somebody is shown them all."""
    shown = told(path)
    with Store.open(path, None) as store:
        do(store, AcknowledgeAlarms(shown))
    return shown


def ahead(store: Store) -> Held:
    return Held(store.epoch, 99, ())


def lost_tail(path: Path) -> None:
    with Store.open(path, None) as store:
        assert store.settle([], ahead(store)).lost is not None


def test_a_new_record_and_a_restored_one_tell_nothing(path: Path) -> None:
    assert told(path) == ()
    copy = backup.back_up(path, path.with_name("b")).path
    backup.restore(copy, path, None)
    with Store.open(path, None):
        pass
    assert told(path) == ()


def test_a_lost_tail_is_told_until_it_was_seen_and_a_later_one_is_told_again(path: Path) -> None:
    lost_tail(path)
    for _ in range(2):
        with Store.open(path, None):
            (words,) = told(path)
        assert "missing here" in words
        assert "holds scan 99" in words
    assert see(path) == (words,)
    assert told(path) == ()
    with Store.open(path, None) as store:
        begin_epoch(store, "lost scans: again")
    assert len(told(path)) == 1


def test_a_copy_is_told(path: Path) -> None:
    elsewhere = path.with_name("elsewhere") / "station.db"
    elsewhere.parent.mkdir()
    shutil.copyfile(path, elsewhere)
    with Store.open(elsewhere, "lane-1"):
        pass
    assert "is a copy" in told(elsewhere)[0]
    assert told(path) == ()


def test_damage_is_told(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with Store.open(path, "lane-1"):
        pass
    assert "damaged" in told(path)[0]


def test_scans_that_the_centre_lost_for_good_are_one_alarm_however_often_it_tells(path: Path) -> None:
    with Store.open(path, None) as store:
        for _ in range(3):
            store.settle([], Held("11111111-2222-4333-8444-555555555555", 2, (), 7))
        (words,) = told(path)
        assert "7 scans" in words
        store.settle([], Held("11111111-2222-4333-8444-555555555555", 2, (), 9))
        (words,) = told(path)
        assert "9 scans" in words
        assert count(store, AcknowledgeAlarms((words,))) == 1
        assert told(path) == ()


@pytest.mark.parametrize("control", [False, True])
def test_what_nobody_was_shown_is_not_ended(path: Path, control: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if control:
        monkeypatch.setattr(alarms, "_told", lambda *_: "the same words for everything")
    lost_tail(path)
    shown = told(path)
    with Store.open(path, None) as store:
        store.settle([], Held("11111111-2222-4333-8444-555555555555", 2, (), 7))
        do(store, AcknowledgeAlarms(shown))
    assert len(told(path)) == (0 if control else 1)


def test_what_was_seen_stays_seen_after_a_restore_of_an_older_backup(path: Path) -> None:
    lost_tail(path)
    copy = backup.back_up(path, path.with_name("b")).path
    see(path)
    backup.restore(copy, path, None)
    assert told(path) == ()


def test_a_running_station_takes_the_word_of_a_command(path: Path) -> None:
    lost_tail(path)
    with Store.open(path, None) as store:
        handover.leave(path, "seen.json", b'{"alarms": ["something else"]}')
        assert taken(store) == ["no such alarm waits any more: it was ended already"]
        handover.leave(path, "seen.json", json.dumps({"alarms": told(path)}).encode())
        assert taken(store) == ["1 alarm ended"]
        for bad in (b"[]", b'{"alarms": 7}', b'{"alarms": [7]}', b"\xff"):
            handover.leave(path, "seen.json", bad)
            (words,) = taken(store)
            assert words.startswith(("this is no request", "alarms of AcknowledgeAlarms has a wrong value"))
    assert told(path) == ()


def test_a_word_that_was_not_committed_ends_nothing(path: Path) -> None:
    lost_tail(path)
    with Store.open(path, None) as store:
        connection = store._live()
        connection.execute("BEGIN IMMEDIATE")
        assert alarms.seen(connection, told(path)) == 1
        begin(connection, "2026-11-23T00:00:00.000Z", "salvaged: x")
        connection.execute("ROLLBACK")
    assert len(told(path)) == 1
