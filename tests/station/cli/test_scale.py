"""`station scale`: what reaches standard output, and the exit codes that scripts depend on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hardware.contract import DeviceError
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.cli.scale import app
from tests.places import ROOT

VECTORS = ROOT / "tests" / "captures" / "scales" / "mt_sics.json"


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[SimulatedScale]:
    with SimulatedScale(link=tmp_path / "scale", settle_ms=50) as one:
        yield one


def _run(*args: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, args, input=text)


def _objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_decode_answers_the_published_frames_line_by_line() -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    result = _run("decode", "--json", text="\n".join(json.dumps(vector) for vector in vectors))
    assert result.exit_code == 0
    answers = _objects(result)
    assert len(answers) == len(vectors)
    for vector, answer in zip(vectors, answers, strict=True):
        newest = answer["readings"][-1]
        assert set(newest) == {"kind", "value", "unit", "stable", "mode", "tare", "status", "flags"}
        assert {name: vector["expect"].get(name, []) for name in newest} == newest


def test_a_bad_line_is_answered_and_the_rest_goes_on() -> None:
    good = json.dumps({"protocol": "mt-sics", "bytes_hex": b"S S  -0.0000000 g\r\n".hex()}).encode()
    bad = [
        b"no json",
        b"[1]",
        b"\xff\xfe",
        b'{"protocol": "mt-sics", "bytes_hex": "5"}',
        b'{"protocol": "mt-sics", "bytes_hex": 5}',
        b'{"protocol": "mt-sics"}',
        b'{"protocol": "mt-sics", "chunks_hex": ["53", 1]}',
        b'{"protocol": "mt-sics", "bytes_hex": "", "config": [1]}',
        b'{"protocol": "mt-sics", "bytes_hex": "", "config": {"mask_high_bit": 7}}',
        b'{"protocol": "telepathy\\u001b[2J", "bytes_hex": "00"}',
        b'{"bytes_hex": "00"}',
        b"[" * 100_000,
    ]
    result = _run("decode", "--json", text=b"\n".join([*bad, b"", good]))
    assert result.exit_code == 1
    answers = _objects(result)
    assert len(answers) == len(bad) + 1
    assert all(answer["readings"] == [] and answer["error"] for answer in answers[:-1])
    assert answers[-1]["readings"][0]["value"] == "0.0000000"
    assert "\x1b" not in result.stdout


def test_decode_for_people() -> None:
    line = json.dumps({"protocol": "mt-sics", "chunks_hex": [b"S D   1.25".hex(), b"0 kg\r\nS +\r\n".hex()]})
    result = _run("decode", text=f'{line}\nx\n{{"protocol": "mt-sics", "bytes_hex": ""}}\n')
    weight, error, nothing = result.stdout.splitlines()
    assert "1.250 kg" in weight
    assert "overload" in weight
    assert error.startswith("error: not JSON")
    assert nothing == "nothing"


def test_watch_shows_changes_with_the_bytes_that_were_sent(sim: SimulatedScale) -> None:
    sim.place(1500)
    result = _run("watch", "--port", sim.port, "--seconds", "1", "--json")
    assert result.exit_code == 0
    seen = [one for one in _objects(result) if one["kind"] == "weight" and one["stable"]]
    assert seen
    assert abs(float(seen[-1]["value"]) - 1.5) < 0.002
    assert seen[-1]["unit"] == "kg"
    assert seen[-1]["raw"].endswith(" kg<CR><LF>")
    plain = _run("watch", "--port", sim.port, "--seconds", "1").stdout
    assert "stable" in plain
    assert "<CR><LF>" in plain


def test_the_port_may_come_from_a_configuration_file(sim: SimulatedScale, tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text(f'[scale]\nport = "{sim.port}"\n')
    assert _run("watch", "--config", str(file), "--seconds", "0.5", "--json").stdout


def test_a_scale_that_is_away_is_a_device_error(sim: SimulatedScale) -> None:
    sim.unplug()
    result = _run("watch", "--port", sim.port)
    assert isinstance(result.exception, DeviceError)
    assert "no such device" in str(result.exception)
    assert not result.stdout


def test_a_silent_scale_is_a_device_error() -> None:
    master, slave = os.openpty()
    try:
        tty.setraw(slave)
        for seconds in ("0.2", "5"):
            result = _run("watch", "--port", os.ttyname(slave), "--seconds", seconds)
            assert isinstance(result.exception, DeviceError)
    finally:
        os.close(slave)
        os.close(master)


def test_tare_and_zero_are_done_or_refused(sim: SimulatedScale) -> None:
    sim.place(1500)
    done = _run("tare", "--port", sim.port)
    assert (done.exit_code, done.stdout) == (0, "tare done\n")
    refused = _run("zero", "--port", sim.port, "--json")
    assert refused.exit_code == 1
    assert _objects(refused)[0]["done"] is False
    assert "above" in _run("zero", "--port", sim.port).stdout
    sim.remove()
    assert _run("zero", "--port", sim.port).exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("--protocol", "telepathy"),
        ("--protocol", "toledo-br-enq", "--unit", "lb"),
        ("--faults", "motion,earthquake"),
        ("--noise", "-1"),
        ("--load", "1", "--script", "1,2"),
        ("--script", "1,x"),
        ("--script", ""),
        ("--load", "nan"),
        ("--port", "tcp", "--link", "x"),
        ("--port", "usb"),
    ],
)
def test_a_wrong_simulation_is_wrong_use(args: tuple[str, ...]) -> None:
    result = _run("simulate", "--seconds", "0", *args)
    assert result.exit_code == 2
    assert not result.stdout


@pytest.mark.parametrize(("port", "start"), [("pty", "/dev/"), ("tcp", "socket://")])
def test_a_simulated_scale_says_its_port_and_ends_in_time(port: str, start: str) -> None:
    result = _run("simulate", "--port", port, "--script", "500,0", "--every", "0.1", "--seconds", "0.3", "--json")
    assert result.exit_code == 0
    (said,) = _objects(result)
    assert said["port"].startswith(start)


@pytest.mark.parametrize(
    ("protocol", "settings"),
    [("mt-sics", {}), ("yaohua-eq", {"order": "reversed", "unit": "kg"}), ("modbus-rtu", {"unit": "kg"})],
)
def test_a_simulated_scale_says_which_settings_a_station_needs(protocol: str, settings: dict[str, str]) -> None:
    faulty = ("--noise", "3", "--faults", "motion,overload,negative,dropout,half", "--seed", "5", "--seconds", "0.3")
    (said,) = _objects(_run("simulate", "--protocol", protocol, *faulty, "--json"))
    assert (said["protocol"], said["settings"]) == (protocol, settings)
    port, *more = _run("simulate", "--protocol", protocol, "--seconds", "0").stdout.splitlines()
    assert port.startswith("/dev/")
    assert [json.loads(line.partition(": ")[2]) for line in more] == ([settings] if settings else [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_simulated_scale_is_watched_and_ends_on_a_signal(number: signal.Signals, tmp_path: Path) -> None:
    link = tmp_path / "scale"
    command = [sys.executable, "-c", "from station.cli.scale import app; app()", "simulate"]
    process = subprocess.Popen(
        [*command, "--link", str(link), "--load", "1500"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().decode().strip() == str(link)
        watched = _run("watch", "--port", str(link), "--seconds", "1", "--json")
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr.read() == b""
    assert any(one["value"] in ("1.499", "1.500", "1.501") for one in _objects(watched))
    assert not link.is_symlink()
