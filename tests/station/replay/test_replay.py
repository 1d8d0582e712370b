"""A recording run again: identical as it was, better by a better setting, and told in one sentence when it is none."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import ConfigError
from hardware.images import grey_picture, save_picture
from hardware.reading.effort import BUDGETS_S
from station.replay import BadRecordingError, Replayed, compared, load, rerun, with_settings
from station.runtime.recorder import RECORD, SETTINGS
from tests.station.recorded import recorded, recorded_small


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("usual") / "data")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_small(tmp_path_factory.mktemp("small") / "data")


def replayed(folder: Path, *pairs: tuple[str, str]) -> Replayed:
    kept = load(folder)
    return compared(rerun(kept, with_settings(kept, pairs) if pairs else kept.config), kept.lines[0]["at"])


def ends(told: Replayed, side: str) -> list[tuple[str | None, str | None]]:
    return [(each[side]["parcel_id"], each[side]["grams"]) for each in told.parcels if each[side] is not None]


def test_unchanged_it_is_identical_on_any_load(usual: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUDGETS_S, "quick", (0.0, 0.0))  # another load: the clock alone would end every look
    told, other = replayed(usual), replayed(small)

    assert told.identical
    assert other.identical
    assert told.frames > 2
    assert other.frames > 0  # a busy machine looks at few
    assert [bool(name) for name, _ in ends(told, "before")][-3:] == [True, True, False]
    assert told.parcels[-1]["before"]["code"] == "NR"


def test_a_better_setting_shows_its_gain(small: Path) -> None:
    told = replayed(small, ("reader.engines", '["zxing", "zbar"]'))

    assert told.read_before == 0
    assert told.read_after > 0
    assert told.gain > 0
    assert all(each["after"]["read"] for each in told.changes if each["after"]["cause"] is None)
    assert ends(told, "before")[0][0] is None
    assert any(name for name, _ in ends(told, "after"))


def test_another_rule_of_the_lane_shows_what_it_changes(usual: Path) -> None:
    told = replayed(usual, ("weigh.min_load_g", "100000"))

    assert [name for name, _ in ends(told, "after") if name] == []
    assert told.gain < 0


def test_the_part_of_the_picture_that_is_read_can_be_another(usual: Path, tmp_path: Path) -> None:
    beside = replayed(usual, ("camera.roi", "[0, 0, 10, 10]"))
    part = recorded(tmp_path / "data", camera={"roi": [2, 2, 97, 98]})

    assert beside.read_before > beside.read_after == 0
    assert replayed(part).identical
    assert replayed(part).read_before > 0


def test_a_picture_that_was_changed_is_not_identical(usual: Path, tmp_path: Path) -> None:
    """The control of the first law."""
    other = tmp_path / "other"
    shutil.copytree(usual, other)
    lines = [json.loads(line) for line in (usual / RECORD).read_text().splitlines()]
    read = next(line["file"] for line in lines if line.get("file") and line["reading"]["symbols"])
    save_picture(grey_picture(other / read) * 0, other / read)

    assert not replayed(other).identical


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (RECORD, None),
        (SETTINGS, None),
        (RECORD, "{}\n"),
        (RECORD, "no json"),
        (RECORD, ""),
        (SETTINGS, "[camera]\nx=1"),
    ],
)
def test_what_is_no_recording_is_told_in_one_sentence(usual: Path, tmp_path: Path, file: str, text: str | None) -> None:
    other = tmp_path / "other"
    shutil.copytree(usual, other)
    if text is None:
        (other / file).unlink()
    else:
        (other / file).write_text(text)

    with pytest.raises(BadRecordingError, match=str(other)) as told:
        replayed(other)
    assert "\n" not in str(told.value)


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_line_never_ends_in_anything_else(small: Path, tmp_path: Path, data: Any) -> None:
    other = tmp_path / "other"
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    lines = (small / RECORD).read_text().splitlines()
    text = "\n".join((lines[0], *(line for line in lines[1:] if '"file":"' not in line)))
    place = data.draw(st.integers(0, len(text) - 1))
    (other / RECORD).write_text(
        text[:place] + data.draw(st.sampled_from(['"', "}", "0", "null", "-", "x"])) + text[place + 1 :]
    )
    shutil.copy(small / SETTINGS, other / SETTINGS)

    with suppress(BadRecordingError):
        replayed(other)


@pytest.mark.parametrize("key", ["camera.width", "scale.port", "sync.url", "reader.nothing", "lane.no_read_s"])
def test_a_setting_that_changes_nothing_here_is_refused(usual: Path, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        with_settings(load(usual), [(key, "never")])
