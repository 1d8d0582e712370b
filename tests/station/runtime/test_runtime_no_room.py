"""The stop before the disk is full: red, no tone, nothing stored; on by itself when there is space."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from hardware.simulated.camera import make_parcels
from station.core.events import ScanCommitted, StoreTrouble
from station.core.models import Receipt
from station.record.reads import Reads
from station.record.upkeep.ballast import ballast_of
from station.record.upkeep.disk_space import Room
from station.runtime import record_upkeep, settle
from tests.station.hall import hall, rows
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path


def test_the_station_stops_before_the_disk_is_full_and_goes_on_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [4]
    monkeypatch.setattr(record_upkeep, "room", lambda path, in_file: Room(path.parent, 100, free[0], 0))
    first, *_ = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        until(lambda: here.station._lane_thread._upkeep.no_room is not None, "the look at the disk")
        here.table.place(first)
        until(lambda: any(isinstance(event, StoreTrouble) for event in here.events), "the refusal")
        assert not here.scans()
        assert rows(tmp_path) == []
        (said,) = {event.about.code for event in here.events if isinstance(event, StoreTrouble)}
        assert said == "disk_full"
        assert not ballast_of(tmp_path / "station.db").exists(), "the ballast does not fill the disk"

        free[0] = 50
        until(lambda: bool(here.scans()), "the scan, by itself")
        assert [row[1] for row in rows(tmp_path)] == [first.parcel_id]
        until(ballast_of(tmp_path / "station.db").exists, "the ballast")


def test_what_is_stored_is_settled_while_nothing_new_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = [50]
    monkeypatch.setattr(record_upkeep, "room", lambda path, in_file: Room(path.parent, 100, free[0], 0))
    first, *_ = islice(make_parcels(7), 1)
    with hall(tmp_path) as here:
        here.up()
        here.table.place(first)
        until(lambda: bool(here.scans()), "the scan")
        free[0] = 2
        until(lambda: here.station._lane_thread._upkeep.no_room is not None, "the look at the disk")
        (scan,) = [event.scan for event in here.events if isinstance(event, ScanCommitted)]
        assert (
            settle(here.station._parts.inbox, here.events.append, [Receipt(scan.scan_id, "stored")]).acknowledged == 1
        )
        with Reads(tmp_path / "station.db") as reads:
            assert reads.backlog().pending == 0
