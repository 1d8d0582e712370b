"""`station config diff`, `history` and the way back, as a technician uses them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from config import ConfigError
from station.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path


def said(config: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["config", *words, "--config", str(config)])
    ended = 2 if isinstance(done.exception, ConfigError) else done.exit_code
    assert ended == code, done.output
    return done.output


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "station.toml"
    (tmp_path / "data").mkdir()
    file.write_text(f'# line 2\n[station]\nid = "hub-7"\ndata_dir = "{tmp_path}/data"\n')
    return file


def test_a_change_is_told_kept_and_put_back(config: Path) -> None:
    before = config.read_text()
    said(config, "set", "scale.baudrate", "4800", "--why", "another scale")
    said(config, "set", "scale.baudrate", "2400")
    listed = [json.loads(line) for line in said(config, "history", "--json").splitlines()]
    assert [each["number"] for each in listed] == [3, 2, 1]
    assert listed[1]["why"] == "another scale"
    assert listed[0]["changed"] == [{"key": "scale.baudrate", "before": "4800", "after": "2400"}]
    assert "scale.baudrate: 4800 -> 2400" in said(config, "diff", "2")
    assert "station.id" in said(config, "diff"), "against the defaults"

    assert "scale.baudrate: 2400 -> 9600" in said(config, "history", "--back", "1", "--why", "it was the old one")
    assert config.read_text() == before, "with its comments"
    newest = json.loads(said(config, "history", "--json").splitlines()[0])
    assert (newest["number"], newest["why"]) == (4, "it was the old one")


def test_what_cannot_be_is_refused_with_the_file_as_it_was(config: Path, tmp_path: Path) -> None:
    said(config, "set", "scale.baudrate", "4800")
    now = config.read_text()
    for words in (("history", "--back", "9"), ("diff", "9"), ("diff", str(tmp_path / "none.toml"))):
        said(config, *words, code=2)
    kept = tmp_path / "data" / "configuration" / "000001.json"
    kept.write_text(kept.read_text().replace("hub-7", "hub 7 !"))
    assert "not taken by this version" in said(config, "history")
    said(config, "history", "--back", "1", code=2)
    assert config.read_text() == now


def test_a_history_that_cannot_be_written_stops_nobody(config: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "configuration").write_text("a file")
    assert "is not kept" in said(config, "set", "scale.baudrate", "4800")
    assert "baudrate = 4800" in config.read_text()
