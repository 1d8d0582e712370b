"""`station scanner detect`: the port that somebody scans at, with the table that the configuration takes."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from typer.testing import CliRunner

from config import parse
from hardware.simulated.scanner import SimulatedHandScanner, SimulatedKeyboard
from station.cli.main import app


def test_each_port_that_speaks_is_told_and_its_table_is_a_configuration(tmp_path: Path) -> None:
    with (
        SimulatedHandScanner(tmp_path / "hand", prefix=b"\x02", suffix=b"\x03\r") as hand,
        SimulatedHandScanner(tmp_path / "silent") as silent,
        SimulatedKeyboard(tmp_path / "event7") as keys,
    ):
        scans = [
            threading.Timer(1.0, lambda: hand.scan("RR473124829CN")),
            threading.Timer(1.5, lambda: keys.scan("LP00123\r")),
        ]
        for each in scans:
            each.start()
        named = [word for port in (str(hand.link), str(silent.link), keys.port) for word in ("--port", port)]
        done = CliRunner().invoke(app, ["scanner", "detect", "--seconds", "4", *named])
        for each in scans:
            each.join()

    assert done.exit_code == 0, done.output
    config = parse(done.stdout, "x")
    assert {(each.port, each.prefix, each.ends) for each in config.scanner} == {
        (str(hand.link), "\\x02", b"\x03\r"),
        (keys.port, "", b"\r"),
    }


def test_noise_is_no_scanner_and_nothing_is_told(tmp_path: Path) -> None:
    with SimulatedHandScanner(tmp_path / "hand") as hand:
        noise = threading.Timer(1.0, lambda: hand.send(bytes(range(0x80, 0x100)) * 2))
        noise.start()
        done = CliRunner().invoke(app, ["scanner", "detect", "--seconds", "3", "--json", "--port", str(hand.link)])
        noise.join()
    assert done.exit_code == 1
    assert [json.loads(line)["is_text"] for line in done.stdout.splitlines() if line.startswith("{")] == [False]
