"""`station camera` as a technician runs it, on pictures in place of a device."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from hardware.contract import DeviceError
from station.cli.camera import app

runner = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STATION_CONFIG", str(tmp_path / "station.toml"))
    folder = tmp_path / "pictures"
    folder.mkdir()
    cv2.imwrite(str(folder / "1.png"), np.full((120, 160, 3), 60, dtype=np.uint8))
    (tmp_path / "station.toml").write_text(f'[camera]\nsource = "{folder}"\nfps = 100\n')
    return folder


def test_a_snapshot_is_what_the_configured_camera_sees(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "shot.png"

    result = runner.invoke(app, ["snapshot", str(target)])

    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert np.array_equal(np.asarray(cv2.imread(str(target))), np.full((120, 160, 3), 60, dtype=np.uint8))


def test_a_source_goes_before_the_file_and_does_not_need_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("broken =")

    result = runner.invoke(app, ["snapshot", "--source", str(folder), str(tmp_path / "shot.jpg")])

    assert (result.exit_code, (tmp_path / "shot.jpg").exists()) == (0, True)


def test_a_snapshot_without_a_camera_or_with_a_wrong_name(folder: Path, tmp_path: Path) -> None:
    away = runner.invoke(app, ["snapshot", "--source", "/dev/video97", str(tmp_path / "shot.png")])
    named = runner.invoke(app, ["snapshot", str(tmp_path / "shot.txt")])

    assert isinstance(away.exception, DeviceError)
    assert named.exit_code == 2
    assert not (tmp_path / "shot.png").exists()


def test_watch_measures_until_the_end(folder: Path) -> None:
    result = runner.invoke(app, ["watch", "--json", "--seconds", "30"])

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert (lines[0]["width"], lines[0]["height"], lines[0]["brightness"], lines[0]["focus"]) == (160, 120, 60.0, 0.0)
    assert {"fps", "dropped", "fourcc"} <= lines[0].keys()


def test_watch_ends_after_its_seconds(folder: Path) -> None:
    with (folder.parent / "station.toml").open("a") as file:
        file.write("loop = true\n")

    result = runner.invoke(app, ["watch", "--seconds", "2.5"])

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
    assert "160x120" in result.stdout


def test_list_says_when_there_is_none_and_prints_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import hardware.camera
    from hardware.camera import FoundCamera

    monkeypatch.setattr(hardware.camera, "find_cameras", list)
    none = runner.invoke(app, ["list", "--json"])
    found = [FoundCamera("/dev/v4l/by-id/x", "/dev/video0", "Evil\x1b[2J", "no permission")]
    monkeypatch.setattr(hardware.camera, "find_cameras", lambda: found)
    text = runner.invoke(app, ["list"])
    as_json = runner.invoke(app, ["list", "--json"])

    assert (none.exit_code, none.stdout) == (1, "")
    assert "\x1b" not in text.stdout
    assert "/dev/v4l/by-id/x" in text.stdout
    assert json.loads(as_json.stdout)["node"] == "/dev/video0"
