"""`station scale watch`: counted, recorded and played back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from config import ConfigError
from hardware.contract import DeviceError
from station.cli.scale import app
from tests.hardware.scales.scripted_scale import ScriptedScale

FAMILY = b"ST,GS,+  1.250kg\r\n"


def _run(*args: str) -> Result:
    return CliRunner().invoke(app, ["watch", *args])


def _objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_scale_is_tried_without_a_configuration_file() -> None:
    with ScriptedScale(stream=b"=0003.000") as scale:
        settings = (
            "--unit",
            "kg",
            "--setting",
            "order=forward",
            "--baud",
            "4800",
            "--bytesize",
            "8",
            "--parity",
            "none",
        )
        result = _run("--port", scale.port, "--protocol", "yaohua-eq", *settings, "--seconds", "1", "--json")
    assert result.exit_code == 0
    (weight,) = _objects(result)
    assert (weight["value"], weight["unit"]) == ("3.000", "kg")
    assert weight["hex"] == b"=0003.000".hex()
    assert "frames, " in result.stderr
    assert " 0 bytes garbled, 0 frames lost" in result.stderr


def test_garbled_bytes_are_counted_and_shown() -> None:
    noisy = FAMILY * 4 + b"ST,GS,+ \xff1.25kg\r\n"
    with ScriptedScale(stream=noisy) as scale:
        result = _run("--port", scale.port, "--protocol", "and-ind", "--seconds", "1")
    assert result.exit_code == 0
    assert "1.250 kg  stable" in result.stdout
    assert " 0 bytes garbled" not in result.stderr
    assert " 0 frames lost" not in result.stderr


def test_bytes_of_another_language_are_shown_as_they_are() -> None:
    with ScriptedScale(stream=b"\x1bhello\r\n", period=0.1) as scale:
        result = _run("--port", scale.port, "--protocol", "and-ind", "--seconds", "5", "--json")
    assert isinstance(result.exception, DeviceError)
    strange = _objects(result)
    assert strange
    assert {one["kind"] for one in strange} == {"garbled"}
    assert "hello<CR><LF>" in strange[0]["raw"]
    assert "\x1b" not in result.stdout


def test_a_recording_plays_back_what_was_seen(tmp_path: Path) -> None:
    capture = tmp_path / "capture.jsonl"
    with ScriptedScale(stream=FAMILY + b"US,GS,+  1.300kg\r\n") as scale:
        seen = _run("--port", scale.port, "--protocol", "and-ind", "--seconds", "1", "--record", str(capture), "--json")
    assert seen.exit_code == 0
    assert all(set(json.loads(line)) == {"t", "hex"} for line in capture.read_text().splitlines())
    again = _run("--port", f"replay:{capture}", "--protocol", "and-ind", "--json")
    assert again.exit_code == 0

    def told(result: Result) -> list[tuple[Any, ...]]:
        return [(one["value"], one["stable"], one["hex"]) for one in _objects(result)]

    assert len(told(seen)) > 2
    assert told(again)[: len(told(seen))] == told(seen)


def test_a_recording_without_a_message_is_no_scale(tmp_path: Path) -> None:
    capture = tmp_path / "capture.jsonl"
    capture.write_text('{"t": 0, "hex": "00"}\n')
    result = _run("--port", f"replay:{capture}")
    assert isinstance(result.exception, DeviceError)
    assert "scale detect" in str(result.exception)


@pytest.mark.parametrize(
    "args", [("--protocol", "telepathy"), ("--parity", "mark"), ("--bytesize", "6"), ("--setting", "order")]
)
def test_wrong_settings_are_wrong_use(args: tuple[str, ...]) -> None:
    result = _run("--port", "/dev/nowhere", *args)
    assert result.exit_code == 2
    assert not result.stdout


def test_a_setting_that_the_protocol_refuses_is_named() -> None:
    result = _run("--port", "/dev/nowhere", "--protocol", "yaohua-eq", "--setting", "order=sideways")
    assert isinstance(result.exception, ConfigError)
    assert "order" in str(result.exception)
