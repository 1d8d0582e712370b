"""The configuration at the screen of a running station: nothing is lost, nothing secret is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import config.edit
from config import history, load
from station.core.set_up import Change
from station.setup import ConfigurationDesk

TOML = """\
# our hub
[station]
id = "hub-7"  # on the door
data_dir = "{data}"
[sync]
url = "https://centre.example"
"""


def desk_of(folder: Path, more: str = "") -> tuple[ConfigurationDesk, Path]:
    file = folder / "station.toml"
    (folder / "data").mkdir()
    file.write_text(TOML.format(data=folder / "data") + more)
    return ConfigurationDesk(file), file


def proposed(desk: ConfigurationDesk, key: str, value: str) -> Change:
    found = desk.proposed(key, value)
    assert isinstance(found, Change), found
    return found


def test_what_was_looked_at_is_written_with_comments_who_and_why(tmp_path: Path) -> None:
    desk, file = desk_of(tmp_path)
    change = proposed(desk, "station.id", "hub-8")
    assert change.differs == (("station.id", '"hub-7"', '"hub-8"'),)
    assert load(file).station.id == "hub-7"

    tried = desk.put(change, "Ana", "moved to lane 8")
    assert tried is not None
    assert (tried.good, tried.text) == (True, "")
    assert file.read_text() == TOML.format(data=tmp_path / "data").replace("hub-7", "hub-8")
    assert [(each.who == "Ana", each.why) for each in history(tmp_path / "data")] == [
        (False, "before a change"),
        (True, "moved to lane 8"),
    ]


@pytest.mark.parametrize(
    ("key", "value"), [("camera.roi", "[50, 0, 55, 100]"), ("camera.fps", "fast"), ("no.key", "1")]
)
def test_a_wrong_value_is_one_sentence_and_changes_nothing(tmp_path: Path, key: str, value: str) -> None:
    desk, file = desk_of(tmp_path)
    before = file.read_bytes()
    told = desk.proposed(key, value)
    assert isinstance(told, str)
    assert told.startswith(key.partition(".")[0] if key == "no.key" else key)
    assert "\n" not in told
    assert str(file) not in told
    assert file.read_bytes() == before


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    desk, file = desk_of(tmp_path)
    change = proposed(desk, "station.id", "hub-8")
    file.write_text(file.read_text() + "[camera]\nenabled = false\n")
    before = file.read_bytes()
    assert desk.put(change, "", "") is None
    assert file.read_bytes() == before

    file.write_text("[station\n")
    tried = desk.put(change, "", "")
    assert tried is not None
    assert not tried.good
    assert file.read_text() == "[station\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, file = desk_of(tmp_path)
    change = proposed(desk, "station.id", "hub-8")

    def refuses(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(config.edit, "_replace", refuses)
    tried = desk.put(change, "", "")
    assert tried is not None
    assert not tried.good
    assert tried.text == "cannot be written: Permission denied; check the owner and mode of the file and its folder"
    assert load(file).station.id == "hub-7"


def test_no_password_is_ever_told(tmp_path: Path) -> None:
    desk, _ = desk_of(tmp_path, '[camera]\nsource = "rtsp://me:s3cret@cam/1"\n')
    keys = desk.keys()
    assert not isinstance(keys, str)
    assert {each.key for each in keys if each.secret} == {"camera.source"}
    change = proposed(desk, "camera.source", "rtsp://me:an0ther@cam/1")
    assert change.differs == (("camera.source", "***", "***"),)
    for told in (repr(keys), repr(change.differs), desk.proposed("camera.fps", "rtsp://me:s3cret@cam/1")):
        assert "s3cret" not in str(told)
        assert "an0ther" not in str(told)
