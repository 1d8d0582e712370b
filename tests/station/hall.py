"""The whole station over simulated devices, and what it wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config import Config
from hardware.simulated import SimulatedTable
from station.assembly import simulated_station
from station.core.devices import DeviceKind, Health
from station.core.events import Event, ScanCommitted
from station.service import Station
from tests.waiting import until


class Hall:
    """A station, its table, and everything that it said."""

    def __init__(self, station: Station, table: SimulatedTable, config: Config) -> None:
        self.station, self.table, self.config = station, table, config
        self.events: list[Event] = []
        station.subscribe(self.events.append)

    def scans(self) -> list[ScanCommitted]:
        return [event for event in self.events if isinstance(event, ScanCommitted)]

    def health(self, kind: DeviceKind) -> Health:
        return next(device.health for device in self.station.status().devices if device.kind is kind)

    def up(self) -> None:
        until(lambda: self.health(DeviceKind.SCALE) is Health.UP, "the scale")
        until(lambda: self.health(DeviceKind.CAMERA) is Health.UP, "the camera")
        until(lambda: self.station.status().lane.weigh_phase == "empty", "an empty scale")


@contextmanager
def hall(folder: Path, *, held: Sequence[str] = (), camera_of: Any = None, **sections: Any) -> Iterator[Hall]:
    settings: dict[str, Any] = {
        "station": {"id": "test-1", "data_dir": folder},
        "weigh": {"min_load_g": 10, "timeout_s": 1.0},
        "lane": {"no_read_s": 1.0, "gone_s": 0.5},
        "sync": {"enabled": False},
    }
    settings.update(sections)
    config = Config.model_validate(settings)
    table = SimulatedTable(7, 8, folder.with_name(f"{folder.name}-scale"))
    table.camera = camera_of or table.camera
    table.scale.plug()
    try:
        station = simulated_station(config, table, held)
        here = Hall(station, table, config)
        with station:
            yield here
    finally:
        table.scale.unplug()


def rows(folder: Path) -> list[tuple[Any, ...]]:
    """Read back through a second connection."""
    connection = sqlite3.connect(f"file:{folder / 'station.db'}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT seq, parcel_id, bin, code FROM scan ORDER BY seq").fetchall()
    finally:
        connection.close()


def take_away(here: Hall) -> None:
    """Nothing lies there any more."""
    here.table.remove()
    until(lambda: here.station.status().lane.weigh_phase == "empty", "an empty scale")
    until(lambda: here.station.status().lane.presence.value == "none", "nothing in view")
