"""Numbers that are keyed into a real station over simulated devices."""

from __future__ import annotations

import time
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from config import Config
from hardware.simulated import SimulatedTable
from hardware.simulated.camera import make_parcels
from station.assembly import simulated_station
from station.core.events import KeyedEnded, ReviewAsked, ScanCommitted

if TYPE_CHECKING:
    from pathlib import Path

WAIT_S = 30.0


def heard(events: Queue[Any], kind: type) -> Any:
    """The next event of a kind."""
    while True:
        try:
            event = events.get(timeout=WAIT_S)
        except Empty:
            raise AssertionError(f"{kind.__name__} never came") from None
        if isinstance(event, kind):
            return event


def test_a_refused_number_ends_the_one_that_waits_and_is_named(tmp_path: Path) -> None:
    table = SimulatedTable(7, 8)
    table.scale.plug()
    settings = {
        "station": {"id": "test-1", "data_dir": tmp_path / "data"},
        "weigh": {"min_load_g": 10},
        "sync": {"enabled": False},
    }
    parcel = next(iter(make_parcels(3)))
    try:
        with simulated_station(Config.model_validate(settings), table) as station:
            events: Queue[Any] = Queue()
            station.subscribe(events.put)
            station.key_in("RR473124829CN")
            station.key_in("RR473124828CN")

            assert heard(events, KeyedEnded).number.replace(" ", "") == "RR473124829CN"
            assert ("typed", "RR473124828CN") in heard(events, ReviewAsked).decision.values
            deadline = time.monotonic() + WAIT_S
            while station.status().lane.weigh_phase != "empty":
                assert time.monotonic() < deadline, "the scale never was empty"
                time.sleep(0.02)
            table.place(parcel)
            assert heard(events, ScanCommitted).scan.parcel_id == parcel.parcel_id
    finally:
        table.scale.unplug()
