"""`station printer`: what each printer says, a test label, the queue; `bag label --print` and `badge label` into it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hardware.contract import DeviceError
from hardware.reading import LabelReader
from hardware.simulated.printer import SimulatedPrinter, rendered
from station.cli.main import app
from station.core import Badge, badge_text
from station.core.bag_requests import OpenBag
from station.record import Store
from station.requests import hub_key, issued
from tests.station.cli.programs import PROGRAM
from tests.station.requests.doing import do


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(config)])


def written(folder: Path, port: str) -> Path:
    (folder / "data").mkdir()
    config = folder / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{folder / "data"}"\n[[printer]]\nname = "hub"\nport = "{port}"\n')
    return config


def read(label: bytes) -> list[str]:
    return [each.text for each in LabelReader().read(rendered(label)).symbols]


def test_a_printer_is_listed_tested_and_named_when_it_prints_nothing(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = written(tmp_path, there.port)
        told = json.loads(run(config, "printer", "list", "--json").stdout)
        assert (told["name"], told["ready"]) == ("hub", True)
        assert "its count of labels is 1" in run(config, "printer", "test").stdout
        assert read(there.printed[0]) == ["TEST-hub"]
        there.faults = {"head_open"}
        listed = run(config, "printer", "list")
        assert (listed.exit_code, "the head is open; close it" in listed.stdout) == (3, True)
        tested = run(config, "printer", "test", "--port", there.port)
        assert isinstance(tested.exception, DeviceError)
    assert run(config, "printer", "list").exit_code == 3
    assert run(config, "printer", "test", "other").exit_code == 2


def test_commands_put_labels_into_the_queue_and_take_them_out(tmp_path: Path) -> None:
    config = written(tmp_path, "socket://127.0.0.1:1")
    with Store.open(tmp_path / "data" / "station.db", "station-1") as store:
        do(store, OpenBag("Ana", "A01", "BAG-1"))
    assert "printed when the station runs" in run(config, "bag", "label", "BAG-1", "--print").stdout
    assert run(config, "badge", "label", "Ana Lee").exit_code == 0
    assert run(config, "bag", "label", "BAG-1").exit_code == 2, "neither written nor printed"
    queue = [json.loads(line) for line in run(config, "printer", "queue", "--json").stdout.splitlines()]
    assert [(each["kind"], each["about"], each["state"]) for each in queue] == [
        ("bag", "BAG-1", "waiting"),
        ("badge", "Ana Lee", "waiting"),
    ]
    again = run(config, "printer", "reprint", str(queue[0]["number"]))
    assert "BAG-1  waiting" in again.stdout
    assert run(config, "printer", "drop", str(queue[0]["number"])).exit_code == 1, "the other took its place"
    assert run(config, "printer", "drop", str(queue[1]["number"])).exit_code == 0
    assert run(config, "printer", "reprint", "99").exit_code == 1
    assert [line.split("  ")[3] for line in run(config, "printer", "queue").stdout.splitlines()] == ["BAG-1"]


def test_a_badge_of_the_printer_is_a_badge(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = written(tmp_path, there.port)
        run(config, "badge", "label", "Ana", "--role", "supervisor")
        key_file = tmp_path / "data" / "command-barcodes.key"
        badge, key = issued(key_file)[0].badge, hub_key(key_file)
        assert (badge.operator, badge.role) == ("Ana", "supervisor")
        assert key is not None
        from station.reports import badge_label

        assert read(badge_label(Badge("Ana", "supervisor", badge.number), key).encode()) == [badge_text(badge, key)]


def test_without_a_printer_it_is_said_what_to_add(tmp_path: Path) -> None:
    config = tmp_path / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{tmp_path}"\n')
    assert "no printer in the configuration" in run(config, "printer", "list").stderr
    refused = run(config, "badge", "label", "Ana")
    assert "add [[printer]]" in str(refused.exception)


@pytest.mark.parametrize("faults", ["", "paper_out"])
def test_the_simulated_one_leaves_a_picture_that_is_read(faults: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "printer", "simulate", "--port", "0", "--out", str(tmp_path / "labels")]
    command += ["--faults", faults, "--cure-after", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as simulated:
        assert simulated.stdout is not None
        port = simulated.stdout.readline().strip()
        config = written(tmp_path, port)
        tested = run(config, "printer", "test")
        assert isinstance(tested.exception, DeviceError) == bool(faults)
        if not faults:
            assert "label-0001.png" in simulated.stdout.readline()
        simulated.send_signal(signal.SIGINT)
    if not faults:
        answer = CliRunner().invoke(app, ["read", str(tmp_path / "labels" / "label-0001.png"), "--json"])
        assert [each["text"] for each in json.loads(answer.stdout)["symbols"]] == ["TEST-hub"]
