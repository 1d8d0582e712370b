"""A running station: its alarm stands until somebody has seen it, and its backups come from a thread of their own."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hardware.simulated.camera import make_parcels
from station.core.models import Held
from station.core.requests import AcknowledgeAlarms
from station.language import ENGLISH, language, trouble_texts
from station.record.reads import Reads
from station.record.recovery.backup import check
from station.record.writer import Store
from station.runtime import backup_thread
from station.runtime.backup_thread import backups, wall
from tests.station.hall import hall
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_alarm_stands_over_restarts_until_it_was_seen(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "test-1") as store:
        store.settle([], Held(store.epoch, 99))
    for _ in range(2):
        with hall(tmp_path) as here:
            until(lambda: bool(here.station.status().record_alarms), "the alarm")
    with hall(tmp_path) as here:
        until(lambda: bool(here.station.status().record_alarms), "the alarm")
        here.station.ask(AcknowledgeAlarms(tuple(each.text for each in here.station.status().record_alarms)))
        until(lambda: not here.station.status().record_alarms, "its end")
    with Reads(tmp_path / "station.db") as reads:
        assert reads.alarms() == ()


def test_a_running_station_backs_itself_up_and_says_when_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_thread, "LOOK_S", 0.02)
    folder = tmp_path / "backups"
    first, *_ = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        here.table.place(first)
        until(lambda: bool(backups(tmp_path / "station.db", folder, wall())), "the backup")
        until(lambda: bool(here.scans()), "the scan")
    ((made, _),) = backups(tmp_path / "station.db", folder, wall())
    assert check(made).station_id == "test-1"

    made.unlink()
    folder.rmdir()
    folder.write_text("no folder")
    with hall(tmp_path) as here:
        until(lambda: any(each.key == "backup" for each in here.station.status().troubles), "the failure")
        assert here.station.failure is None
    (told,) = (each.about for each in here.station.status().troubles if each.key == "backup")
    assert "no backup was made" in trouble_texts(told, language(ENGLISH)).technician
