"""A station without camera and scale, its scanners, and what it said."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from config import Config
from hardware.simulated.scanner import SimulatedHandScanner
from station.assembly import build_station
from station.assembly.first_record import fill_record
from station.core import ControlRead, Event, Health, ScanCommitted
from station.core.outcomes import Reason
from station.requests import hub_key_made
from station.service import Station
from tests.waiting import until


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Desk:
    """A station and its hand scanners, by their names."""

    def __init__(self, station: Station, hands: dict[str, SimulatedHandScanner], key: bytes) -> None:
        self.station, self.hands, self.key = station, hands, key
        self.events: list[Event] = []
        station.subscribe(self.events.append)

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def numbers(self) -> list[str | None]:
        return [event.scan.parcel_id for event in self.of(ScanCommitted)]

    def has(self, number: str) -> bool:
        return number in self.numbers()

    def refused(self) -> list[Reason]:
        return [event.outcome.reason for event in self.of(ControlRead) if event.outcome is not None]

    def health(self, name: str) -> Health:
        return next(each.health for each in self.station.status().devices if each.label == name)

    def is_up(self, name: str) -> bool:
        return self.health(name) is Health.UP


@contextmanager
def desk(
    folder: Path, *scanners: dict[str, Any], plan: bool = False, held: Sequence[str] = (), **sections: Any
) -> Iterator[Desk]:
    """Those without a `port` are hand scanners; `plan`: with the example plan, and `held` by customs."""
    with ExitStack() as plugs:
        hands = {
            each["name"]: plugs.enter_context(
                SimulatedHandScanner(folder / each["name"], maker=each.get("maker", "none"))
            )
            for each in scanners
            if "port" not in each
        }
        given = [{"port": str(folder / each["name"]), **each} for each in scanners]
        settings = {
            "station": {"id": "test-1", "data_dir": folder / "data"},
            "camera": {"enabled": False},
            "scale": {"enabled": False},
            "sync": {"enabled": False},
            "scanner": given,
            **sections,
        }
        (folder / "data").mkdir()
        if plan:
            fill_record(folder / "data" / "station.db", "test-1", held)
        key = hub_key_made(folder / "data" / "command-barcodes.key")
        with build_station(Config.model_validate(settings)) as station:
            here = Desk(station, hands, key)
            for name in hands:
                until(partial(here.is_up, name), name)
            yield here


def rows(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    """Of the record, by number."""
    path = folder / "data" / "station.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(f"SELECT {columns} FROM scan ORDER BY seq").fetchall()
