"""A bag from open to dispatch by commands alone; each refusal has its sentence and its exit code."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from station.cli.main import app
from station.record import Store
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def db(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "station.db", "lane-1"):
        return tmp_path / "station.db"


def bag(db: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["bag", *words, "--db", str(db)])


def done(db: Path, *words: str) -> str:
    result = bag(db, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_bag_from_open_to_dispatch(db: Path) -> None:
    done(db, "open", "bag-1", "--bin", "A01", "--by", "Ana", "--tare-g", "250", "--destination", "BRRIOA")
    with Store.open(db, "lane-1") as store:
        store.commit(draft("RR123456785CN"))
    assert done(db, "list", "--state", "open") == "BAG-1  open  bin A01  1 in it, 2350 g\n"
    assert "is closed: 1 in it" in done(db, "close", "BAG-1", "--by", "Ana", "--gross-g", "2600", "--seal", "S-1")
    assert "1 receptacle has left" in done(db, "dispatch", "D-0001", "BAG-1", "--by", "Ana")
    told = json.loads(done(db, "show", "bag-1", "--json"))
    assert told["parcels"] == [{"parcel_id": "RR123456785CN", "grams": "2350"}]
    kept = {key: told[key] for key in ("bag", "state", "destination", "tare_g", "gross_g", "seal", "despatch", "count")}
    assert kept == {
        "bag": "BAG-1", "state": "dispatched", "destination": "BRRIOA", "tare_g": "250", "gross_g": "2600",
        "seal": "S-1", "despatch": "D-0001", "count": 1,
    }  # fmt: skip
    shown = done(db, "show", "BAG-1")
    assert "seal: S-1" in shown
    assert "  RR123456785CN  2350 g" in shown
    assert json.loads(done(db, "list", "--json"))["bag"] == "BAG-1"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["close", "BAG-9", "--by", "Ana"], 1, "there is no bag BAG-9"),
        (["open", "--bin", "B02", "--by", "Ana"], 2, "set bags.prefix"),
        (["open", "x", "--bin", "B02", "--by", "Ana"], 2, "is no number of a bag"),
        (["open", "BAG-2", "--bin", "A01", "--by", "Ana"], 1, "close that one first"),
        (["close", "BAG-1", "--by", "Ana", "--gross-g", "9000"], 1, "weighs 9 kg"),
        (["close", "BAG-1", "--by", "Ana", "--gross-g", "much"], 2, "no amount: much"),
        (["dispatch", "D-0001", "BAG-1", "--by", "Ana"], 1, "BAG-1 is open"),
        (["move", "RR123456785CN", "BAG-1", "--by", "Ana", "--why", "torn"], 1, "scan it first"),
        (["found", "RR123456785CN", "--by", "Ana"], 1, "is not lost"),
        (["lost", "RR123456785CN", "--by", "Ana", "--why", "torn"], 1, "scan it first"),
        (["reopen", "BAG-1", "--by", "Ana", "--why", "x"], 1, "BAG-1 is open"),
        (["nest", "BAG-1", "--by", "Ana"], 1, "lies in no container"),
        (["nest", "BAG-1", "BAG-1", "--by", "Ana"], 1, "name a container"),
        (["show", "BAG-9"], 1, "there is no bag BAG-9"),
        (["list", "--state", "lost"], 2, "take open, closed or dispatched"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(words: list[str], code: int, sentence: str, db: Path) -> None:
    done(db, "open", "BAG-1", "--bin", "A01", "--by", "Ana", "--tare-g", "250")
    result = bag(db, *words)
    assert (result.exit_code, sentence in " ".join(result.output.split())) == (code, True), result.output


def test_a_container_holds_closed_bags(db: Path) -> None:
    done(db, "open", "BAG-1", "--bin", "A01", "--by", "Ana")
    done(db, "close", "BAG-1", "--by", "Ana", "--gross-g", "700")
    assert "closed bags go into it" in done(db, "open", "CAGE-1", "--by", "Ana")
    done(db, "nest", "BAG-1", "CAGE-1", "--by", "Ana")
    assert "  BAG-1  closed" in done(db, "show", "CAGE-1")
    assert json.loads(done(db, "show", "CAGE-1", "--json"))["bags"] == ["BAG-1"]


@pytest.mark.parametrize(
    "words", [("bag", "open", "B-1", "--by", "Ana"), ("shift", "open", "Ana"), ("operation", "sort")]
)
def test_nothing_is_asked_of_a_record_that_nobody_named(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defaults would make a new record where no station is."""
    monkeypatch.setattr(sys.modules["config.load"], "DEFAULT_PATH", tmp_path / "none.toml")
    monkeypatch.delenv("STATION_CONFIG", raising=False)
    monkeypatch.setattr("station.assembly.store_path", lambda _: tmp_path / "station.db")

    result = CliRunner().invoke(app, list(words))

    assert result.exit_code == 2
    assert "name the one of your station" in result.output
    assert not (tmp_path / "station.db").exists()
