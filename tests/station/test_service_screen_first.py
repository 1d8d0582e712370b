"""Devices and lines wait for the screen, the core does not."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from config import Config
from station.assembly import build_station
from station.core import Health, ScanCommitted

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Event
    from station.service import Station

SOON = 20.0
LINES = {"camera", "scale", "sync", "lists", "backup"}


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return build_station(
        Config.model_validate(
            {
                "station": {"id": "test-1", "data_dir": tmp_path / "data"},
                "camera": {"source": str(tmp_path / "no-pictures")},
                "scale": {"port": str(tmp_path / "no-scale")},
                "weigh": {"required": False},
                "sync": {"url": "http://127.0.0.1:9"},
            }
        )
    )


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_devices_and_lines_are_opened_once_the_screen_stands(station: Station) -> None:
    booked = threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, ScanCommitted):
            booked.set()

    station.wait_for_screen()
    station.subscribe(hear)
    with station:
        assert not LINES & threads()
        assert {device.health for device in station.status().devices} == {Health.STARTING}
        station.key_in("RR473124829CN")
        assert booked.wait(SOON), "the core works without them"

        station.screen_stands()
        station.screen_stands()
        assert threads() >= LINES
        deadline = time.monotonic() + SOON
        while {device.health for device in station.status().devices} != {Health.DOWN}:
            assert time.monotonic() < deadline, station.status().devices
            time.sleep(0.01)
        assert all(device.name for device in station.status().devices)
    assert not {"core", *LINES} & threads()


def test_a_station_whose_screen_never_stood_ends(station: Station) -> None:
    station.wait_for_screen()
    with station:
        assert "core" in threads()
    assert not {"core", *LINES} & threads()


def test_without_a_screen_nothing_waits(station: Station) -> None:
    with station:
        assert threads() >= LINES
