"""`station import`: files of public reports, empty files, and what an interruption leaves."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from station.cli.main import app
from station.record.lists.manifest import path_of
from station.record.writer import Store
from tests.shared_data import shared_cases, shared_file
from tests.station.requests.doing import taken

TAKEN = {
    "manifest-formula-text.csv": ("9400111201080805483016", "02138", None),
    "manifest-apostrophe.csv": ("9400111201080805483016", "02138", None),
    "manifest-combined-delivery.csv": ("9400111201080805483016", None, "LP00123456789012|LP00123456789013"),
    "manifest-two-line-contents.csv": ("RR473124829CN", None, "toy battery"),
    "manifest-sep-line.csv": ("RR473124829CN", None, None),
    "holds-apostrophe.csv": ("9400111201080805483016", None, None),
    "holds-formula-text.csv": ("9400111201080805483016", None, None),
}
"""Of the public reports, those that lose nothing; the others are refused."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    Store.open(path, "lane-1").close()
    old = tmp_path / "old.csv"
    old.write_text("parcel_id\nOLD\n", encoding="utf-8")
    plan = tmp_path / "oldplan.csv"
    plan.write_text("version,bin\nold,OLD\n", encoding="utf-8")
    for kind, file in (("manifest", old), ("holds", old), ("plan", plan)):
        assert _import(path, kind, file).exit_code == 0
    return path


def _import(database: Path, kind: str, file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["import", kind, str(file), "--db", str(database), *options])


def _manifest(database: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path_of(database))) as connection:
        return connection.execute("SELECT parcel_id, dest_postcode, coalesce(alt_ids, contents) FROM parcel").fetchall()


def _holds(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT parcel_id FROM hold")]


@pytest.mark.parametrize("case", shared_cases("field/csv-expect.json", "file"))
def test_files_of_public_reports(case: dict[str, Any], database: Path, tmp_path: Path) -> None:
    source = shared_file(f"field/{case['file']}")
    assert source is not None
    file = Path(shutil.copy(source, tmp_path / case["file"]))
    kind = case["file"].partition("-")[0]
    result = _import(database, kind, file)
    if case["file"] in TAKEN:
        assert result.exit_code == 0
        number = TAKEN[case["file"]]
        assert (_manifest(database) if kind == "manifest" else _holds(database)) == (
            [number] if kind == "manifest" else [number[0]]
        )
        return
    assert result.exit_code == 2
    assert case["right"].startswith(("refuse", "ask"))
    (problem, end) = result.stderr.splitlines()
    assert problem.startswith(f"{case['file']}:")
    assert "; " in problem
    assert "old data stays" in end
    assert [row[0] for row in _manifest(database)] == ["OLD"]
    assert _holds(database) == ["OLD"]


@pytest.mark.parametrize("kind", ["manifest", "holds"])
@pytest.mark.parametrize("content", ["parcel_id\n", "\ufeffparcel_id\n\n", "sep=,\nparcel_id\n"])
def test_a_header_alone_replaces_nothing_unless_told_so(kind: str, content: str, database: Path) -> None:
    file = database.with_name("empty.csv")
    file.write_text(content, encoding="utf-8")
    before = (_manifest(database), _holds(database))
    result = _import(database, kind, file)
    assert (result.exit_code, "--empty" in result.stderr) == (2, True)
    assert (_manifest(database), _holds(database)) == before
    assert _import(database, kind, file, "--empty").exit_code == 0
    assert (_manifest(database) if kind == "manifest" else _holds(database)) == []


def test_an_empty_json_file_is_no_list(database: Path) -> None:
    file = database.with_name("empty.jsonl")
    file.write_text("", encoding="utf-8")
    assert _import(database, "holds", file).exit_code == 2
    assert _holds(database) == ["OLD"]


def test_lines_of_one_parcel_become_one_where_they_do_not_contradict(database: Path) -> None:
    file = database.with_name("m.csv")
    file.write_text("parcel_id,alt_ids,weight_g\nA1,X1|X2,5\nB1,Y,6\nA1,X2|X3,5\nB1,Y,6\n", encoding="utf-8")
    assert _import(database, "manifest", file).exit_code == 0
    with closing(sqlite3.connect(path_of(database))) as connection:
        assert connection.execute("SELECT parcel_id, alt_ids FROM parcel ORDER BY line").fetchall() == [
            ("A1", "X1|X2|X3"),
            ("B1", "Y"),
        ]
        assert sorted(connection.execute("SELECT alt_id, line FROM alias")) == [
            ("X1", 2),
            ("X2", 2),
            ("X3", 2),
            ("Y", 3),
        ]
        assert connection.execute("SELECT parcels FROM about").fetchone() == (2,)
    file.write_text("parcel_id,weight_g\nA1,5\nA1,6\n", encoding="utf-8")
    result = _import(database, "manifest", file)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert ":3:" in result.stderr


def test_an_interrupted_import_leaves_the_old_list(database: Path) -> None:
    file = database.with_name("large.csv")
    file.write_text("parcel_id,contents\n" + "".join(f"A{n},{'x' * 100}\n" for n in range(300_000)), encoding="utf-8")
    command = [sys.executable, "-c", "from station.cli.main import main; main()", "import", "manifest", str(file)]
    process = subprocess.Popen([*command, "--db", str(database)], stderr=subprocess.PIPE)
    draft = database.with_name(".manifest.db.part")
    deadline = time.monotonic() + 60
    while not (draft.exists() and draft.stat().st_size > 1e6):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"Traceback" not in stderr
    assert [row[0] for row in _manifest(database)] == ["OLD"]
    assert not draft.exists()


def test_an_empty_hold_list_goes_through_a_running_station(database: Path) -> None:
    from station.requests import handover

    with Store.open(database, "lane-1") as store:
        handover.leave(database, "holds.export.csv", b"parcel_id\n")
        assert "no parcel in the file" in taken(store)[0]
        assert _holds(database) == ["OLD"]
        handover.leave(database, "holds.none", b"")
        assert taken(store) == ["hold list: 0 parcels"]
    assert _holds(database) == []
    assert json.dumps(_manifest(database))


@pytest.mark.parametrize(
    ("kind", "good"), [("plan", b"bin,country\nA1,DE\n"), ("holds", b"parcel_id,reason\nRR473124829CN,x\n")]
)
def test_what_came_of_an_import_is_one_object(kind: str, good: bytes, database: Path, tmp_path: Path) -> None:
    answers = []
    for name, content in (("good.csv", good), ("bad.csv", b"what,is\n1,2\n"), ("latin.csv", b"\xe9\n")):
        (tmp_path / name).write_bytes(content)
        answer = CliRunner().invoke(app, ["import", kind, str(tmp_path / name), "--db", str(database), "--json"])
        answers.append((answer.exit_code, json.loads(answer.stdout)["ok"]))
    assert answers == [(0, True), (2, False), (2, False)]


def test_a_manifest_is_told_as_one_object_too(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("parcel_id\nRR473124829CN\n")
    answer = CliRunner().invoke(app, ["import", "manifest", str(file), "--db", str(database), "--json"])
    assert (answer.exit_code, json.loads(answer.stdout)["ok"]) == (0, True)
