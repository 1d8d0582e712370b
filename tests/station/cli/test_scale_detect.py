"""`station scale detect`: what it prints, and the exit codes that scripts depend on."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config import load
from hardware.scales.detection import probe
from station.assembly import open_scale
from station.cli.main import app as whole
from station.cli.scale import app
from tests.hardware.scales.scripted_scale import ScriptedScale, by_line
from tests.places import ROOT

COMMAND = [sys.executable, "-c", "from station.cli.scale import app; app()", "detect"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LISTEN_S", "SHORT_S", "ANSWER_S", "SLOW_ANSWER_S"):
        monkeypatch.setattr(probe, name, 0.4 if name == "LISTEN_S" else 0.1)


def _run(*args: str) -> Result:
    return CliRunner().invoke(app, ["detect", *args])


def test_a_talking_scale_is_named_with_its_twins_and_what_to_configure() -> None:
    with ScriptedScale(stream=b"ST,GS,+  1.250kg\r\n") as scale:
        result = _run("--port", scale.port, "--config", "hub a.toml")
        assert result.exit_code == 0
        first, second, *rest = result.stdout.splitlines()
        assert first == f"{scale.port}: and-ind at 9600 8N1"
        assert "talks by itself" in second
        assert "1.250 kg stable ok ST,GS,+ 1.250kg<CR><LF>" in second
        assert [line.split()[0] for line in rest[1:5]] == ["cas-and18", "dini-argeo", "st-gs-generic", "kern-eoc"]
        assert "  station config set scale.protocol and-ind --config 'hub a.toml'" in rest
        assert result.stderr == "", "progress is for terminals"


def test_the_last_lines_configure_the_station(tmp_path: Path) -> None:
    """Every command that is printed is taken by `station config set`, and the file then says what was found."""
    file = tmp_path / "station of hub 7.toml"
    file.write_text('[scale]\nprotocol = "cas-10"\nsettings = { unit = "lb" }\n')
    data = bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in b"=0003.000")
    with ScriptedScale(stream=data) as scale:
        answer = _run("--port", scale.port, "--json", "--config", str(file))
        (found,) = [json.loads(line) for line in answer.stdout.splitlines()]
        assert found["found"] is True
        assert [other["settings"] for other in found["also"]] == [{"order": "reversed"}]
        assert found["evidence"]["asked"] is None
        for command in found["configure"]:
            station, *words = shlex.split(command)
            assert station == "station"
            done = CliRunner().invoke(whole, words)
            if "UNIT" in words:
                assert "kg" in str(done.exception), "a placeholder is no unit"
                done = CliRunner().invoke(whole, ["kg" if word == "UNIT" else word for word in words])
            assert done.exit_code == 0, command
        configured = load(file).scale
        assert (configured.port, configured.protocol) == (scale.port, "yaohua-eq")
        assert (configured.bytesize, configured.parity) == (7, "even")
        assert configured.settings == {"order": "forward", "unit": "kg"}
        open_scale(load(file))


def test_without_a_file_in_use_the_printed_lines_name_none_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedScale(stream=b"ST,GS,+  1.250kg\r\n") as scale:
        monkeypatch.delenv("STATION_CONFIG", raising=False)
        without = _run("--port", scale.port)
        monkeypatch.setenv("STATION_CONFIG", "/etc/hub.toml")
        by_variable = _run("--port", scale.port)
    assert "--config" not in without.stdout + by_variable.stdout
    assert ("station config init" in without.stderr, by_variable.stderr) == (True, "")


def test_a_polled_scale_tells_what_it_was_asked() -> None:
    with ScriptedScale(by_line({b"SI\r\n": b"S S      1.500 kg\r\n"})) as scale:
        result = _run("--port", scale.port, "--json")
        (found,) = [json.loads(line) for line in result.stdout.splitlines()]
        assert (found["protocol"], found["evidence"]["asked"]) == ("mt-sics", "SI<CR><LF>")
        assert "answers SI<CR><LF>" in _run("--port", scale.port).stdout


def test_no_scale_is_the_answer_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "ROUNDS", probe.ROUNDS[:1])
    with ScriptedScale() as scale:
        result = _run("--port", scale.port)
        assert result.exit_code == 1
        assert "no scale answers" in result.stdout
        (found,) = [json.loads(line) for line in _run("--port", scale.port, "--json").stdout.splitlines()]
        assert (found["found"], found["protocol"]) == (False, None)


def test_a_port_that_does_not_open_says_why() -> None:
    result = _run("--port", "/dev/nowhere")
    assert result.exit_code == 3
    assert "no such device" in result.stdout


def test_one_scale_among_bad_ports_is_enough() -> None:
    with ScriptedScale(stream=b"ST,GS,+  1.250kg\r\n") as scale:
        result = _run("--port", "/dev/nowhere", "--port", scale.port, "--json")
    assert result.exit_code == 0
    assert {json.loads(line)["found"] for line in result.stdout.splitlines()} == {True, False}


def test_a_machine_without_ports_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "serial_devices", list)
    monkeypatch.setattr(probe, "hid_scales", list)
    result = _run()
    assert result.exit_code == 1
    assert "no serial port" in result.stderr
    assert "station scale simulate" in result.stderr
    assert not result.stdout


def test_what_a_scale_sends_never_reaches_the_terminal_raw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "ROUNDS", probe.ROUNDS[:1])
    with ScriptedScale(stream=b"\x1b[2J\x07evil\r\n") as scale:
        result = _run("--port", scale.port)
    assert result.exit_code == 1
    assert "fit no known protocol" in result.stdout
    assert "\x1b" not in result.stdout


def test_progress_is_shown_on_a_terminal_and_taken_away() -> None:
    master, slave = pty.openpty()
    with ScriptedScale(stream=b"ST,GS,+  1.250kg\r\n") as scale:
        done = subprocess.run(
            [*COMMAND, "--port", scale.port, "--config", "any.toml"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=slave,
            check=False,
        )
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert done.returncode == 0
    assert "listening at 9600 8N1" in shown
    assert shown.endswith("\r\x1b[K")
