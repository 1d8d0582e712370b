"""A station with one simulated printer and neither camera nor scale, in this process or one that can be killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from config import Config
from station.assembly import build_station, label_queue, store_path
from station.core import DeviceStatus, LabelState
from station.reports import due_labels
from station.service import Station


def configuration(folder: Path, port: str, **printer: Any) -> Config:
    off = {"enabled": False}
    (folder / "data").mkdir(exist_ok=True)
    return Config.model_validate(
        {
            "station": {"id": "test-1", "data_dir": folder / "data"},
            "camera": off,
            "scale": off,
            "sync": off,
            "printer": [{"name": "labels", "port": port, **printer}],
        }
    )


@contextmanager
def printing(config: Config) -> Iterator[Station]:
    station = build_station(config)
    station.printers.due = partial(due_labels, store_path(config))
    with station:
        yield station


def printer_of(station: Station) -> DeviceStatus:
    return station.printers.devices()[0]


def open_labels(config: Config) -> int:
    return len(label_queue(config).labels((LabelState.WAITING, LabelState.SENT)))


def run_until_killed(folder: Path, port: str) -> None:
    """For a process of its own: prints until it is killed."""
    with printing(configuration(folder, port)):
        while True:
            time.sleep(1)
