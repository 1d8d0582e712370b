"""`station recent` names the numbers of scans; `void` and `override` take such a number or a parcel id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from station.cli.main import app
from station.core.exception_codes import Code
from station.core.models import Refusal
from station.record.reads import Reads
from station.record.writer import Store
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

WHY = ("--by", "Ana", "--why", "weighed again")
PARCEL = "RR473124829CN"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """1 accepted, 2 too heavy, both of one parcel; 3 not read."""
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft(PARCEL))
        store.commit(draft(PARCEL, decision=Refusal(Code.OVERWEIGHT, (), "REJECT")))
        store.commit(draft(None, grams=None, decision=Refusal(Code.NO_READ, (), "REJECT"), keyed=False))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_newest_scans_stand_with_their_numbers(database: Path) -> None:
    rows = [line.split() for line in run("recent", "--db", database).stdout.splitlines()]

    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert [row[-1] for row in rows] == ["waiting"] * 3
    assert rows[1][2:5] == [PARCEL, "OW", "REJECT"]
    first = json.loads(run("recent", "--db", database, "--count", "1", "--json").stdout)
    assert (first["seq"], first["parcel_id"], first["code"]) == (3, None, "NR")


@pytest.mark.parametrize("named", [PARCEL, "rr 473 124 829 cn", "2"])
def test_a_stop_is_lifted_and_that_taken_back_by_number_or_parcel(named: str, database: Path) -> None:
    lifted = run("override", named, "--bin", "D02", *WHY, "--db", database)
    assert (lifted.exit_code, lifted.stdout.startswith(f"parcel {PARCEL} goes into D02")) == (0, True), lifted.output
    assert run("void", "4", *WHY, "--db", database).exit_code == 0
    assert run("void", named, *WHY, "--db", database).exit_code == 0

    with Reads(database) as reads:
        scans = {scan["scan_id"]: scan["seq"] for scan in reads.exported()}
        assert {scans[name] for name in reads.marks()} == {2, 4}


def test_a_parcel_that_was_never_scanned_is_named(database: Path) -> None:
    answer = run("void", "RB123456785CN", *WHY, "--db", database)

    assert answer.exit_code == 2
    assert "RB123456785CN" in answer.stderr
