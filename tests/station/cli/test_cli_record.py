"""`station import`, `station export`, `station outbox` on a real database, alone and beside its running writer."""

from __future__ import annotations

import csv
import io
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from station.cli import export, imports, outbox
from station.core.models import Receipt
from station.core.sort_plan.index import SortPlan
from station.record.reads import Reads
from station.record.writer import Store
from station.requests import StoreError, asking, backlog
from tests.station.record.drafts import draft
from tests.station.requests.doing import taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer
    from typer.testing import Result

GOOD_PLAN = "bin,country,version\nA01,BR,winter\nB02,,winter\n"


def run(app: typer.Typer, *arguments: object) -> Result:
    answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Four scans: one sent, one refused, two waiting."""
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1", now=lambda: "2026-11-22T11:00:00.000Z") as store:
        scans = [store.commit(draft(f"RR{n}", at=f"2026-11-22T10:0{n}:00.000Z")) for n in range(4)]
        words = "too \x1b[31mheavy"
        store.settle([Receipt(scans[0].scan_id, "stored"), Receipt(scans[1].scan_id, "rejected", "bad_weight", words)])
        store.replace_plan(SortPlan("old", ()))
    return path


@pytest.fixture
def running(database: Path) -> Iterator[Store]:
    """A writer that looks into its incoming folder, as a running station does."""
    with Store.open(database, None) as store:
        stop = threading.Event()

        def look() -> None:
            while not stop.wait(0.02):
                taken(store)

        station = threading.Thread(target=look)
        station.start()
        try:
            yield store
        finally:
            stop.set()
            station.join()


def plan_in(database: Path) -> str:
    with Reads(database) as reads:
        plan = reads.plan()
    return plan.version if plan else ""


def test_a_plan_is_imported(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(GOOD_PLAN)

    answer = run(imports.app, "plan", file, "--db", database)

    assert (answer.exit_code, answer.stdout) == (0, "sort plan winter: 2 rules\n")
    assert plan_in(database) == "winter"


def test_a_configuration_names_the_record_and_makes_it(tmp_path: Path) -> None:
    config, file = tmp_path / "station.toml", tmp_path / "plan.csv"
    config.write_text(f'[station]\nid = "lane-9"\ndata_dir = "{tmp_path / "data"}"\n')
    file.write_text(GOOD_PLAN)

    assert run(imports.app, "plan", file, "--config", config).exit_code == 0
    with Reads(tmp_path / "data" / "station.db") as reads:
        assert reads.station_id == "lane-9"
    assert run(imports.app, "plan", file, "--config", config, "--db", tmp_path / "x.db").exit_code == 2


def test_every_bad_row_is_named_and_the_old_plan_stays(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("bin,country,weight_max_g\nA01,Brazil,2000\nB02,BR,two kilos\n,US,\n")

    answer = run(imports.app, "plan", file, "--db", database)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    for line in ("plan.csv:2: country", "plan.csv:3: weight_max_g", "plan.csv:4: bin"):
        assert line in answer.stderr
    assert plan_in(database) == "old"


@pytest.mark.parametrize("kind", ["plan", "holds"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfeb\x00i\x00n\x00", b"\x1b[2J,bin\n", b'bin\n"'])
def test_a_file_that_is_no_list_is_refused_in_words(database: Path, tmp_path: Path, kind: str, content: bytes) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    answer = run(imports.app, kind, file, "--db", database)

    assert answer.exit_code == 2
    assert answer.stderr.startswith("list.csv:")
    assert all(line.isprintable() for line in answer.stderr.splitlines())


def test_holds_are_imported(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "holds.csv"
    file.write_text("parcel_id,reason,until\nRR473124829CN,customs,2026-12-01\n")

    assert run(imports.app, "holds", file, "--db", database).exit_code == 0
    with Reads(database) as reads:
        assert reads.facts("RR473124829CN", None, "2026-12-01").hold is not None
        assert reads.facts("RR473124829CN", None, "2026-12-02").hold is None


def test_a_manifest_is_imported_and_a_running_station_has_it_at_once(running: Store, tmp_path: Path) -> None:
    file = tmp_path / "expected.jsonl"
    file.write_text('{"parcel_id": "RR473124829CN", "alt_ids": ["LP00123456789012"], "dest_country": "BR"}\n')
    with Reads(running.path) as reads:
        answer = run(imports.app, "manifest", file, "--db", running.path)

        assert (answer.exit_code, answer.stdout) == (0, "manifest expected.jsonl: 1 parcels\n")
        assert answer.stderr == ""
        found = reads.facts("LP00123456789012", None, "2026-11-22").announced
    assert found is not None
    assert (found.parcel_id, found.dest_country) == ("RR473124829CN", "BR")


def test_fifty_bad_rows_are_shown_and_the_others_counted(database: Path, tmp_path: Path) -> None:
    for kind, head in (("manifest", "parcel_id,weight_g"), ("plan", "bin,weight_max_g"), ("holds", "parcel_id,until")):
        file = tmp_path / f"{kind}.csv"
        file.write_text(f"{head}\n" + "A1,heavy\n" * 120)

        answer = run(imports.app, kind, file, "--db", database)

        assert (answer.exit_code, answer.stdout) == (2, "")
        lines = answer.stderr.splitlines()
        assert lines[0].startswith(f"{kind}.csv:2: ")
        assert lines[50:] == ["and 70 more", "nothing was imported, the old data stays"]
    assert plan_in(database) == "old"
    assert not (tmp_path / "manifest.db").exists()


def test_a_manifest_for_no_record_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("parcel_id\nA1\n")
    with pytest.raises(StoreError, match="no database there"):
        run(imports.app, "manifest", file, "--db", tmp_path / "none.db")
    assert [path.name for path in tmp_path.iterdir()] == ["m.csv"]


def test_a_running_station_takes_the_plan_over(running: Store, tmp_path: Path) -> None:
    file = tmp_path / "winter.csv"
    file.write_text("bin\nA01\n")

    answer = run(imports.app, "plan", file, "--db", running.path)

    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout == "sort plan winter.csv: 1 rule\n"
    assert plan_in(running.path) == "winter.csv"


def test_a_station_that_does_not_look_is_said(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "HANDOVER_S", 0.2)
    file = tmp_path / "plan.csv"
    file.write_text(GOOD_PLAN)
    with Store.open(database, None):
        answer = run(imports.app, "plan", file, "--db", database)

        assert answer.exit_code == 3
        assert "did not take" in answer.stderr
        assert plan_in(database) == "old"


def test_the_queue_is_listed_with_the_words_of_the_centre(database: Path) -> None:
    answer = run(outbox.app, "list", "--db", database)

    assert answer.exit_code == 0
    assert "waiting: 2, the oldest from 2026-11-22T10:02:00.000Z" in answer.stdout
    assert "refused: 1" in answer.stdout
    assert "RR1  bad_weight too \\x1b[31mheavy" in answer.stdout
    assert "\x1b" not in answer.stdout

    listed = json.loads(run(outbox.app, "list", "--db", database, "--json").stdout)
    assert (listed["pending"], listed["oldest"], listed["dead"]) == (2, "2026-11-22T10:02:00.000Z", 1)
    (refused,) = listed["refused"]
    assert (refused["seq"], refused["code"], refused["message"]) == (2, "bad_weight", "too \x1b[31mheavy")


@pytest.mark.parametrize("numbers", [[], ["2"]])
def test_the_refused_are_sent_again(database: Path, numbers: list[str]) -> None:
    answer = run(outbox.app, "retry", *numbers, "--db", database)

    assert (answer.exit_code, answer.stdout) == (0, "1 scan back in the queue\n")
    assert backlog(database).dead == 0
    assert run(outbox.app, "retry", *numbers, "--db", database).exit_code == 1


def test_what_was_not_refused_is_not_sent_again(database: Path) -> None:
    assert run(outbox.app, "retry", "1", "3", "--db", database).exit_code == 1
    assert backlog(database).dead == 1


def test_a_running_station_queues_the_refused_again(running: Store) -> None:
    answer = run(outbox.app, "retry", "--db", running.path)

    assert answer.exit_code == 0
    assert answer.stdout == "1 scan back in the queue\n"
    assert (backlog(running.path).pending, backlog(running.path).dead) == (3, 0)


def test_scans_are_exported_as_they_are_sent(database: Path) -> None:
    with Reads(database) as reads:
        wanted = list(reads.exported())

    answer = run(export.app, "scans", "--format", "jsonl", "--db", database)
    assert [json.loads(line) for line in answer.stdout.splitlines()] == wanted
    late = run(export.app, "scans", "--format", "jsonl", "--since", "2026-11-22T12:02:00+02:00", "--db", database)
    assert [json.loads(line)["seq"] for line in late.stdout.splitlines()] == [3, 4]
    assert run(export.app, "scans", "--format", "jsonl", "--since", "soon", "--db", database).exit_code == 2
    assert run(export.app, "scans", "--format", "xml", "--db", database).exit_code == 2


def test_an_export_file_appears_whole(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "scans.csv"

    answer = run(export.app, "scans", "--format", "csv", "--out", out, "--db", database)

    assert (answer.exit_code, answer.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert [row["parcel_id"] for row in rows] == ["RR0", "RR1", "RR2", "RR3"]
    assert [path.name for path in tmp_path.iterdir() if "scans" in path.name] == ["scans.csv"]
