"""`station replay`, as a technician types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.station.cli.programs import configured, station
from tests.station.recorded import recorded_small


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_small(tmp_path_factory.mktemp("small") / "data")


def test_it_is_identical_and_a_better_setting_is_proven(small: Path) -> None:
    as_it_was = station("replay", str(small))
    better = station("replay", str(small), "--set", 'reader.engines=["zxing", "zbar"]', "--json")
    no_better = station("replay", str(small), "--set", "lane.no_read_s=2")
    told = json.loads(better.stdout)

    assert (as_it_was.returncode, as_it_was.stderr) == (0, "")
    assert "identical" in as_it_was.stdout
    assert "NR REJECT  as before" in as_it_was.stdout
    assert (better.returncode, told["gain"] > 0, told["why"]) == (0, True, "no-read")
    assert told["read_before"] < told["read_after"]
    assert no_better.returncode == 1


def test_list_names_them_and_a_name_is_enough(small: Path, tmp_path: Path) -> None:
    file = configured(tmp_path, f'[station]\ndata_dir = "{small.parent.parent}"\n')
    told = station("replay", "list", "--config", file, "--json")
    none = station("replay", "list", "--config", configured(tmp_path, f'[station]\ndata_dir = "{tmp_path}"\n'))
    file = configured(tmp_path, f'[station]\ndata_dir = "{small.parent.parent}"\n')

    assert json.loads(told.stdout)["why"] == "no-read"
    assert json.loads(told.stdout)["bytes"] > 10_000
    assert (none.returncode, none.stdout) == (0, "")
    assert "replay.enabled" in none.stderr
    assert station("replay", small.name, "--config", file).returncode == 0


@pytest.mark.parametrize(
    "words", [("/nowhere",), (".",), (".", "--set", "reader.effort"), (".", "--set", "sync.url=x")]
)
def test_wrong_use_is_told_in_words(words: tuple[str, ...]) -> None:
    told = station("replay", *words)

    assert (told.returncode, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr
    assert told.stderr
