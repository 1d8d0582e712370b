"""A station in order has no finding that is not ok, stopped or running; its processes answer as they should."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

import station.assembly.station
from config import Config, dump
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.assembly import build_station, store_path
from station.clock import Clock
from station.core.models import ClockReading
from station.core.sort_plan.index import parse_plan
from station.doctor import examine, machine
from station.doctor.running import check_station, running_station
from station.record.writer import Store
from station.runtime.status_socket import ask
from tests.station.doctor.centres import FakeCentre
from tests.station.doctor.devices import Cameras
from tests.waiting import until

PROGRAM = "from station.cli.main import main; main()"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("STATION_", "CREDENTIALS_"))}
OF_THIS_MACHINE = {"sqlite", "clock"}
"""Findings that are true of the machine that runs the tests, whatever the station is like."""


@contextmanager
def healthy(folder: Path, cameras: Cameras, **camera: object) -> Iterator[Config]:
    """Everything in order: camera, scale, centre, record with a plan."""
    with ExitStack() as stack:
        scale = stack.enter_context(SimulatedScale())
        centre = stack.enter_context(FakeCentre())
        config = Config.model_validate(
            {
                "station": {"id": "lane-1", "data_dir": folder / "data"},
                "camera": {"source": cameras.url("good"), **camera},
                "reader": {"engines": ["zxing"]},  # libzbar0 may be missing here
                "scale": {"port": scale.port},
                "sync": {"url": centre.url},
            }
        )
        plan, _ = parse_plan(["version,country,bin", "v1,,B1"], "plan")
        assert plan is not None
        with Store.open(store_path(config), "lane-1") as store:
            store.replace_plan(plan)
        yield config


@pytest.fixture
def good_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """NTP holds the clock and SQLite is new."""

    class Synced(Clock):
        def read(self) -> ClockReading:
            now = super().read()
            return ClockReading(now.utc, now.mono_ns, now.boot_id, "synced")

    monkeypatch.setattr(machine, "Clock", Synced)
    monkeypatch.setattr("station.doctor.record.sqlite3.sqlite_version_info", (3, 51, 3))
    monkeypatch.setattr(station.assembly.station, "Clock", Synced)


def not_ok(config: Config) -> list[str]:
    return [f"{each.name} {each.state}: {each.words}" for each in examine(config) if each.state != "ok"]


def up(config: Config) -> bool:
    status = ask(config.station.data_dir)
    if status is None or status["sync"]["online"] is not True:
        return False
    return all(device["health"] == "up" for device in status["devices"])


@pytest.mark.usefixtures("good_machine")
def test_a_healthy_station_has_nothing_to_warn_of(tmp_path: Path, cameras: Cameras) -> None:
    with healthy(tmp_path, cameras) as config:
        assert not_ok(config) == []
        with build_station(config):
            until(lambda: up(config), "the devices")
            time.sleep(1.5)  # until the judges have seen enough to err
            assert not_ok(config) == []


def in_toml(config: Config) -> str:
    """As `dump`, with the password of the camera."""
    lines = [f"{key} = {value}" for key, value in dump(config) if not key.startswith("camera.source")]
    tables: dict[str, list[str]] = {"camera": [f'source = "{config.camera.source}"']}
    for line in lines:
        table, _, rest = line.partition(".")
        tables.setdefault(table, []).append(rest)
    return "".join(f"[{table}]\n" + "\n".join(rows) + "\n" for table, rows in tables.items())


def doctor(path: Path) -> tuple[int, dict[str, dict[str, str]]]:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, "doctor", "--json", "--config", str(path)],
        capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in answer.stderr
    return answer.returncode, {each["name"]: each for each in map(json.loads, answer.stdout.splitlines())}


@contextmanager
def running(path: Path, config: Config, until_so: Callable[[], bool]) -> Iterator[int]:
    """A real station without a screen; its pid."""
    command = [sys.executable, "-c", PROGRAM, "run", "--headless", "--config", str(path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=ENVIRONMENT) as process:
        try:
            until(until_so, "the station")
            yield process.pid
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(20)


def test_the_doctor_beside_a_running_process(tmp_path: Path, cameras: Cameras) -> None:
    path = tmp_path / "station.toml"
    with healthy(tmp_path, cameras) as config:
        path.write_text(in_toml(config))
        with running(path, config, lambda: up(config)) as pid:
            code, findings = doctor(path)
            assert {name for name, each in findings.items() if each["state"] != "ok"} <= OF_THIS_MACHINE, findings
            assert (code, f"pid {pid}" in findings["camera"]["words"]) == (0, True)
            assert set(findings["camera"]) >= {"name", "state", "words"}

            os.kill(pid, signal.SIGSTOP)
            code, findings = doctor(path)
            assert code == 1
            assert f"runs as pid {pid} but does not answer" in findings["station"]["words"]


def test_dead_devices_of_a_running_process_are_faults(tmp_path: Path, cameras: Cameras) -> None:
    says = {"camera": ("/dev/video99", "plug it in"), "scale": ("/dev/ttyUSB99", "plug it in")}
    dead = {"camera": {"source": "/dev/video99"}, "scale": {"port": "/dev/ttyUSB99"}}
    _names_each(tmp_path, cameras, dead, lambda device: device["health"] == "down", says)


def test_devices_of_a_running_process_that_send_nothing_of_use_are_faults(tmp_path: Path, cameras: Cameras) -> None:
    says = {"camera": ("black", "lens cap"), "scale": ("negative", "zero it")}
    with SimulatedScale() as scale:
        scale.place(-500)
        odd = {"camera": {"source": cameras.url("black")}, "scale": {"port": scale.port}}
        _names_each(tmp_path, cameras, odd, lambda device: bool(device["defects"]), says)


def _names_each(
    folder: Path,
    cameras: Cameras,
    devices: Mapping[str, dict[str, str]],
    seen: Callable[[dict[str, Any]], bool],
    says: Mapping[str, tuple[str, ...]],
) -> None:
    """The doctor beside a process with these devices, once that has `seen` what is wrong with each."""
    path = folder / "station.toml"
    with healthy(folder, cameras) as good:
        config = Config.model_validate({**good.model_dump(), "sync": {"enabled": False}, **devices})
        path.write_text(in_toml(config))

        def all_seen() -> bool:
            status = ask(config.station.data_dir)
            return status is not None and all(map(seen, status["devices"]))

        with running(path, config, all_seen):
            code, findings = doctor(path)
    assert code == 1
    for name, words in says.items():
        assert findings[name]["state"] == "fault"
        assert all(each in findings[name]["words"].lower() for each in (*map(str.lower, words), "pid")), findings[name]


def test_a_device_that_only_the_configuration_names_is_tried_here(tmp_path: Path, cameras: Cameras) -> None:
    with healthy(tmp_path, cameras) as config, build_station(config):
        until(lambda: up(config), "the devices")
        other = Config.model_validate(config.model_dump() | {"scale": {"port": "/dev/ttyUSB99"}})
        findings = {each.name: each for each in examine(other)}
        assert (findings["scale"].state, "ttyUSB99" in findings["scale"].words) == ("fault", True)
        assert (findings["camera"].state, findings["station"].state) == ("ok", "warning")
        station = check_station(config, running_station(config))
        assert f"pid {os.getpid()}" in station.words


def test_a_command_that_writes_for_a_moment_is_no_station(tmp_path: Path) -> None:
    config = Config.model_validate({"station": {"id": "lane-1", "data_dir": tmp_path}})
    store = Store.open(store_path(config), "lane-1")
    ends = threading.Timer(0.5, store.close)
    ends.start()
    try:
        assert running_station(config) is None
    finally:
        ends.join()
    with Store.open(store_path(config), "lane-1"):
        station = check_station(config, running_station(config))
    assert (station.state, "does not answer" in station.words) == ("fault", True)
