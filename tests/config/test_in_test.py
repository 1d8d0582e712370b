"""A station in test: another record, nobody told, and nothing else changed; taken away, all is as the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import dump, load, parse, set_value

TEXT = """\
[station]
id = "lane-1"
data_dir = "{folder}"
backup_dir = "/mnt/backups"
in_test = {mark}
[sync]
url = "https://centre.example"
[peers]
enabled = true
key_file = "/etc/hub.key"
"""


def values_of(mark: str) -> dict[str, str]:
    return dict(dump(parse(TEXT.format(folder="/var/lib/lane", mark=mark), "x")))


def test_in_test_a_station_keeps_a_record_of_its_own_and_tells_nobody() -> None:
    trial, real = values_of("true"), values_of("false")

    assert {key: trial[key] for key in trial if trial[key] != real[key]} == {
        "station.data_dir": '"/var/lib/lane/in-test"',
        "station.backup_dir": '""',
        "station.in_test": "true",
        "sync.enabled": "false",
        "peers.enabled": "false",
    }


def test_a_station_is_not_in_test_unless_its_file_says_so() -> None:
    assert not parse("", "x").station.in_test


@pytest.mark.parametrize("key", ["station.in_test", "camera.fps"])
def test_a_change_of_a_file_in_test_writes_no_effective_value_into_it(key: str, tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(TEXT.format(folder=tmp_path, mark="true"))
    before = load(path).station.data_dir

    set_value(path, key, "25" if key == "camera.fps" else "false")

    text = TEXT.format(folder=tmp_path, mark="true" if key == "camera.fps" else "false")
    assert path.read_text().startswith(text.strip())
    assert before == tmp_path / "in-test"
    assert load(path).station.data_dir == (before if key == "camera.fps" else tmp_path)
