"""`station report` and `station parcel`: what a supervisor reads, and what is said where there is nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from station.cli.main import app
from station.core import Code, Refusal
from station.core.requests import OpenShift, VoidScan
from station.record.lists.manifest_import import import_manifest
from station.record.writer import Store
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

PARCEL = "RR473124829CN"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A day without a shift, then a shift: a parcel accepted, taken back, stopped; one not read, by a hostile name."""
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft("RR123456785CN"))
        do(store, OpenShift("=1+1"))
        store.commit(draft(PARCEL, operator="=1+1\x1b[31m"))
        do(store, VoidScan(3, "Ana", "wrong bin"))
        store.commit(draft(PARCEL, decision=OVERWEIGHT))
        store.commit(draft(None, decision=Refusal(Code.NO_READ, (), "REJECT")))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_shift_and_a_day_are_told_and_hostile_names_do_nothing(database: Path) -> None:
    shift, day = run("report", "shift", "--db", database), run("report", "day", "2026-11-22", "--db", database)
    assert (shift.exit_code, day.exit_code) == (0, 0)
    assert "\x1b" not in shift.stdout + day.stdout
    figures = json.loads(run("report", "shift", "--db", database, "--json").stdout)
    assert (figures["presented"], figures["first_time"], figures["not_read"]) == (3, 2, 1)
    assert (figures["accepted"], figures["stopped"], figures["taken_back"]) == (0, 2, 1)
    assert figures["causes"] == [{"cause": "too_dark", "count": 1}]
    assert json.loads(run("report", "day", "2026-11-22", "--db", database, "--json").stdout)["presented"] == 4
    assert "too dark 1" in shift.stdout


def test_what_is_not_there_is_told(database: Path) -> None:
    none, wrong = (
        run("report", "shift", "--back", 1, "--db", database),
        run("report", "day", "22.11.", "--db", database),
    )
    assert (none.exit_code, wrong.exit_code) == (1, 2)
    assert "no such shift" in none.stderr
    assert "YYYY-MM-DD" in wrong.stderr
    empty = run("report", "day", "2001-01-01", "--db", database)
    assert (empty.exit_code, "presented               0" in empty.stdout) == (0, True)
    assert json.loads(run("report", "day", "2001-01-01", "--db", database, "--json").stdout)["read_rate"] is None


def test_a_parcel_has_every_entry_of_it_in_order_also_as_it_is_printed(database: Path) -> None:
    printed = f"{PARCEL[:2]} {PARCEL[2:5]} {PARCEL[5:8]} {PARCEL[8:11]} {PARCEL[11:]}"
    told = json.loads(run("parcel", printed, "--db", database, "--json").stdout)
    assert told["parcel_id"] == PARCEL
    assert [(entry["seq"], entry["kind"], entry["state"]) for entry in told["entries"]] == [
        (3, "scan", "waiting"), (4, "void", "waiting"), (5, "scan", "waiting"),
    ]  # fmt: skip
    shown = run("parcel", PARCEL, "--db", database)
    assert shown.exit_code == 0
    assert "taken back" in shown.stdout
    assert "(wrong bin)" in shown.stdout
    assert "\x1b" not in shown.stdout

    unknown = run("parcel", "RR000000014CN", "--db", database)
    assert (unknown.exit_code, "never saw" in unknown.stderr) == (1, True)


def test_what_the_manifest_announces_is_compared_with_what_was_seen(database: Path) -> None:
    none = run("report", "missing", "--db", database)
    assert (none.exit_code, "import manifest" in none.stderr) == (2, True)

    file = database.with_name("m.csv")
    file.write_text(f"parcel_id,dest_country\n{PARCEL},US\nRR123456785CN,US\nRR000000014CN,US\n", encoding="utf-8")
    import_manifest(database, file, lambda *_: None)
    told = run("report", "missing", "--db", database)
    assert (told.exit_code, "missing" in told.stdout, "stopped OW" in told.stdout) == (1, True, True)
    found = json.loads(run("report", "missing", "--db", database, "--json").stdout)
    assert (found["announced"], found["states"]) == (3, {"accepted": 1, "missing": 1, "stopped": 1})
    assert {"state": "missing", "parcel_id": "RR000000014CN", "dest_country": "US"} in found["parcels"]
