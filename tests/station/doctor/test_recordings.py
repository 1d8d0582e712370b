"""What the doctor says of recordings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config import Config
from station.doctor import recordings
from station.doctor.recordings import check_recordings
from station.runtime.recorder import RECORD


def config(data_dir: Path, **replay: Any) -> Config:
    return Config.model_validate({"station": {"data_dir": data_dir}, "replay": replay})


def test_off_and_nothing_left_is_well_and_pictures_that_are_left_are_told(tmp_path: Path) -> None:
    nothing = check_recordings(config(tmp_path), None)
    kept = tmp_path / "recordings" / "2026-12-01T000000Z-asked"
    kept.mkdir(parents=True)
    (kept / RECORD).write_text("{}")
    left = check_recordings(config(tmp_path), None)

    assert (nothing.state, nothing.words) == ("ok", "off")
    assert left.state == "warning"
    assert "1 in" in left.words


def test_a_place_that_takes_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert check_recordings(config(tmp_path, enabled=True), None).state == "ok"
    assert check_recordings(config(tmp_path, enabled=True, folder=file), None).state == "fault"
    monkeypatch.setattr(recordings, "WARN_FREE", 1.1)
    short = check_recordings(config(tmp_path, enabled=True), None)

    assert short.state == "warning"
    assert "none is made" in short.words
