"""What stands behind the set-up screens: a file that is never half changed, a test weight, scanners found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import load
from hardware.contract import Weight
from station import requests
from station.setup import Draft, SetUpBench, SteadyWeight, draft_path, grams_of, scanner_keys
from station.setup.scales import scale_choices
from station.setup.scanners import scanner_choice

if TYPE_CHECKING:
    from pathlib import Path

KG = Weight("weight", Decimal("0.850"), "kg", True, None, "ok", b"0.850", 0.0)  # stable


def test_a_file_begins_with_every_default_and_keeps_its_comments(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "new" / "station.toml")
    assert draft.put((("station.id", "hub-7"), ("camera.source", "rtsp://cam/1"))) == ""

    text = draft.file.read_text()
    assert "# Name of this station at the centre" in text
    assert (load(draft.file).station.id, draft.value("camera.source")) == ("hub-7", "rtsp://cam/1")


KEYS = st.sampled_from(["station.id", "camera.fps", "scale.protocol", "scale.settings.unti", "sync.url", "no.key", "x"])


@settings(max_examples=40)
@given(st.lists(st.tuples(KEYS, st.text(max_size=8)), max_size=3))
def test_what_is_refused_leaves_the_file_as_it_was(pairs: list[tuple[str, str]]) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        draft = Draft(Path(folder) / "station.toml")
        before = draft.file.read_bytes()
        wrong = draft.put(pairs)
        load(draft.file)  # always whole
        assert not wrong or draft.file.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told_before(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "station.toml")
    (tmp_path / "file").write_text("")
    assert "folder" in draft.wrong("station.data_dir", str(tmp_path / "file" / "in it"))
    assert "folder" in draft.wrong("station.data_dir", "relative")
    assert draft.wrong("station.data_dir", str(tmp_path / "fine")) == ""
    assert draft_path(tmp_path / "named.toml") == tmp_path / "named.toml"


def test_a_test_weight_counts_once_it_lies_there_steadily() -> None:
    heard = SteadyWeight(Decimal(1000)).hear
    assert heard(replace(KG, value=Decimal("0.3"))) is None, "too light to be it"
    assert heard(replace(KG, stable=False)) is None
    assert heard(replace(KG, status="overload")) is None
    assert heard(KG) == 850

    silent = SteadyWeight(Decimal(1000))
    assert [silent.hear(replace(KG, stable=None, at=at)) for at in (0.0, 0.5, 1.1)] == [None, None, 850]


@pytest.mark.parametrize("text", ["0", "-1", "nan", "heavy", "1e9", ""])
def test_what_is_no_weight(text: str) -> None:
    assert grams_of(text) is None


def test_a_scanner_that_was_heard_can_be_written_and_noise_cannot(tmp_path: Path) -> None:
    code = SimpleNamespace(
        port="/dev/ttyACM0", baud=9600, data=b"\x02LX1\r", code=b"LX1", prefix=b"\x02", suffix=b"\r", is_text=True
    )
    assert scanner_keys(code) == {"port": "/dev/ttyACM0", "prefix": "\\x02", "suffix": "cr", "baudrate": "9600"}

    draft = Draft(tmp_path / "station.toml")
    for number in (1, 2):
        names = tuple(each.name for each in draft.config.scanner)
        code.port = f"/dev/ttyACM{number}"
        assert draft.put(scanner_choice(code, number, names).settings) == ""
    assert [each.name for each in draft.config.scanner] == ["scanner-1", "scanner-2"]
    assert draft.config.scanner[1].port == "/dev/ttyACM2"

    code.is_text = False
    assert scanner_choice(code, 3, ()).settings == ()


def test_a_port_without_a_scale_tells_why_and_cannot_be_chosen() -> None:
    (row,) = scale_choices(SimpleNamespace(port="/dev/ttyS0", fits=(), trouble="no permission", heard=b""))
    assert "no permission" in row.text
    assert row.settings == ()


def test_a_plan_that_is_wrong_is_refused_and_the_example_is_taken(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "station.toml")
    draft.put((("station.data_dir", str(tmp_path / "data")),))
    bench, bad = SetUpBench(draft), tmp_path / "bad.csv"
    bad.write_text("what,is,this\n1,2,3\n")

    assert not bench.plan(str(bad)).good
    assert not bench.plan(str(tmp_path / "nowhere.csv")).good
    assert bench.plan("").good
    assert requests.plan_of(tmp_path / "data" / "station.db") is not None


def test_a_token_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "station.toml")
    tried = SetUpBench(draft).use_token("a-long-secret")
    file = draft.config.sync.token_file
    assert tried.good
    assert file is not None
    assert (file.read_text().strip(), file.stat().st_mode & 0o077) == ("a-long-secret", 0)
