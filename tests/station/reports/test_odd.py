"""Odd runs from the log: what was taken back is none of them; the screen's desk finds the same, scan by scan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from station.cli.main import app
from station.core import utc_text
from station.core.requests import VoidScan
from station.record import ReportReads, Store
from station.reports import odd_runs
from station.runtime import DeparturesFile, FiguresDesk
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

BEGAN = datetime.now(UTC) - timedelta(minutes=5)


def scanned(store: Store, count: int, apart_s: float, first: int = 0) -> None:
    for number in range(first, first + count):
        at = utc_text(BEGAN + timedelta(seconds=apart_s * number))
        store.commit(draft(f"RR{number:08}5CN", at=at, operator=f"op {number % 2}"))


def test_labels_scanned_over_one_load_are_told_with_their_scans(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    since = utc_text(BEGAN - timedelta(minutes=1))
    desk = FiguresDesk(path, 0, DeparturesFile(None))
    with Store.open(path, "lane-1") as store:
        scanned(store, 4, 1.0)
        assert desk.shift().odd == ()
        assert odd_runs(path, since) == []
        scanned(store, 4, 1.0, 4)
        figures = desk.shift()
        (row,) = odd_runs(path, since)
        assert row.told["kind"] == "burst"
        assert [each["seq"] for each in row.told["scans"]] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert figures.odd == (row.run,)
        assert [scan.seq for scan in desk.behind(figures, "odd", "0", 99)] == [8, 7, 6, 5, 4, 3, 2, 1]
        for seq in (3, 6):
            do(store, VoidScan(seq, "Ana", "no parcel"))
        (row,) = odd_runs(path, since)
        assert [each["seq"] for each in row.told["scans"]] == [1, 2, 4, 5, 7, 8]
    result = CliRunner().invoke(app, ["report", "odd", "--days", "2", "--db", str(path)])
    assert result.exit_code == 1
    assert "6 parcels in 7 s over 2350 g: one parcel on the scale for all?" in result.stdout
    assert "scans 1, 2, 4, 5, 7, 8" in result.stdout


def test_an_ordinary_pace_is_nothing_to_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        scanned(store, 12, 4.0)
    with ReportReads(path) as reads:
        assert len(list(reads.passed_scans(0))) == 12
    result = CliRunner().invoke(app, ["report", "odd", "--days", "2", "--db", str(path)])
    assert (result.exit_code, result.stdout) == (0, "nothing to be looked at\n")
