"""A scale with an alibi memory: every parcel has an id of its own there, and a weight without one is not booked."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from config import Config, ConfigError
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.assembly import build_station
from station.core.events import Event, ScanCommitted
from station.record.reads import Reads

IDS = ("RR123456785CN", "RR123456799CN", "RR123456808CN")


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.01)


def config_of(folder: Path, port: str, protocol: str = "dini-argeo", **weigh: Any) -> Config:
    return Config.model_validate(
        {
            "station": {"id": "test-1", "data_dir": folder},
            "camera": {"enabled": False},
            "scale": {"port": port, "protocol": protocol},
            "weigh": {"alibi": True, **weigh},
            "sync": {"enabled": False},
        }
    )


def test_each_parcel_is_booked_with_the_id_under_which_the_scale_stored_it(tmp_path: Path) -> None:
    scale = SimulatedScale(protocol="dini-argeo", settle_ms=100)
    scale.plug()
    try:
        config = config_of(tmp_path, scale.port)
        committed: list[Event] = []
        with build_station(config) as station:
            station.subscribe(lambda e: committed.append(e) if isinstance(e, ScanCommitted) else None)
            for i, parcel in enumerate(IDS):
                until(lambda: station.status().lane.weigh_phase == "empty", "an empty scale")
                station.key_in(parcel)
                scale.place(500 + 100 * i)
                until(lambda i=i: len(committed) == i + 1, f"parcel {i}")  # type: ignore[misc]
                time.sleep(0.5)  # it goes on lying there: no second id is asked for
                scale.remove()
    finally:
        scale.unplug()
    with Reads(tmp_path / "station.db") as reads:
        weights: list[Any] = [scan["weight"] for scan in reads.exported()]
    assert [w["alibi"] for w in weights] == ["00000-000001", "00000-000002", "00000-000003"]
    assert [Decimal(w["grams"]) for w in weights] == [500, 600, 700]
    assert all(bytes.fromhex(w["raw_hex"]).startswith(b"PIDST,1,") for w in weights)


def test_a_weight_that_the_scale_does_not_store_is_none(tmp_path: Path) -> None:
    scale = SimulatedScale(protocol="dini-argeo", settle_ms=100)
    scale._talker.store = lambda: None  # type: ignore[union-attr,method-assign]  # its memory is full
    scale.plug()
    try:
        committed: list[ScanCommitted] = []
        with build_station(config_of(tmp_path, scale.port, timeout_s=1.5)) as station:
            station.subscribe(lambda e: committed.append(e) if isinstance(e, ScanCommitted) else None)
            until(lambda: station.status().lane.weigh_phase == "empty", "an empty scale")
            station.key_in(IDS[0])
            scale.place(500)
            until(lambda: bool(committed), "the verdict")
    finally:
        scale.unplug()
    assert (committed[0].scan.code, committed[0].scan.draft.capture) == ("NW", None)


def test_a_scale_without_such_a_memory_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"weigh\.alibi.*mt-sics"):
        build_station(config_of(tmp_path, "/dev/null", "mt-sics"))
