"""`station export` for people and for programs: forms, local days, progress, and what an interruption leaves."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hardware.contract import values_of
from station.cli.main import app
from station.core.exception_codes import Code
from station.core.models import Refusal
from station.core.requests import VoidScan
from station.record.log.wire import canonical
from station.record.reads import Reads
from station.record.writer import Store
from station.reports.exports import export_to
from tests.places import ROOT
from tests.station.record.drafts import draft
from tests.station.requests.doing import do
from tests.terminal import Terminal

NUMBER = "9405510200829415553590"
SLOW = """
import time
from station.record.reads import Reads
exported = Reads.exported
def slowly(self, since=None):
    for scan in exported(self, since):
        yield scan
        time.sleep(0.02)
Reads.exported = slowly
import station.reports.exports.progress
station.reports.exports.progress._STEP = 1
from station.cli.main import main
main()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        for n in range(100):
            store.commit(draft(NUMBER if n == 0 else f"RR{n}", at=f"2026-11-22T{n // 60:02}:{n % 60:02}:00.000Z"))
    return path


def run(*words: object, zone: str = "UTC") -> Result:
    return CliRunner(env={"TZ": zone}).invoke(app, ["export", *map(str, words)])


def test_for_people_by_default_and_for_programs_on_request(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run("scans", "--format", "csv", "--db", database, "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfseq,")
    row = next(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert row["parcel_id"] == f'="{NUMBER}"'
    assert run("scans", "--format", "csv", "--raw", "--db", database, "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"seq,")
    row = next(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    assert (row["parcel_id"], row["scanned_at"]) == (NUMBER, "2026-11-22T00:00:00.000Z")


def test_people_read_why_a_parcel_stopped_and_programs_its_code_and_values(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    heavy = Refusal(Code.OVERWEIGHT, values_of(grams="2500", limit_g="2000"), "REJECT")
    with Store.open(path, "lane-1") as store:
        store.commit(draft(decision=heavy))
    said = {}
    for raw in ([], ["--raw"]):
        out = run("scans", "--format", "csv", *raw, "--db", path).output.removeprefix("\ufeff")
        (row,) = csv.DictReader(io.StringIO(out, newline=""))
        said[bool(raw)] = row["code"], row["message"]

    assert said == {False: ("OW", "2.5 kg is over the limit of 2 kg"), True: ("OW", "")}


def test_scans_are_scans_and_entries_are_all_that_was_recorded(database: Path) -> None:
    """What people did beside a scan is a mark of the scan; as an entry it is sent as it stands."""
    with Store.open(database, None) as store:
        do(store, VoidScan(1, "Ana", 'two "parcels"'))
    scans = list(csv.DictReader(io.StringIO(run("scans", "--format", "csv", "--raw", "--db", database).stdout)))
    entries = list(csv.DictReader(io.StringIO(run("entries", "--format", "csv", "--raw", "--db", database).stdout)))

    assert [(row["seq"], row["taken_back"]) for row in scans if row["taken_back"]] == [("1", "true")]
    assert {row["kind"] for row in scans} == {"scan"}
    assert [len(scans), len(entries), entries[-1]["kind"]] == [100, 101, "void"]
    assert "taken_back" not in entries[0]
    assert entries[-1]["details"] == canonical(json.loads(entries[-1]["details"])).decode()
    sent = [json.loads(line) for line in run("entries", "--format", "jsonl", "--db", database).stdout.splitlines()]
    with Reads(database) as reads:
        assert sent == list(reads.exported())
    shown = CliRunner().invoke(app, ["outbox", "show", "101", "--db", str(database)]).stdout.splitlines()
    assert shown[0] == "void 101: waiting"
    assert shown[-1] == r'  void details: {"why": "two \"parcels\""}'


@pytest.mark.parametrize("kind", ["scans", "exceptions", "refused"])
def test_a_workbook_of_each_kind_to_a_file_and_through_a_pipe(kind: str, database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run(kind, "--format", "xlsx", "--db", database, "--out", out).exit_code == 0
    piped = run(kind, "--format", "xlsx", "--db", database)
    for content in (out.read_bytes(), piped.stdout_bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert book.testzip() is None
            assert (NUMBER.encode() in book.read("xl/worksheets/sheet1.xml")) is (kind == "scans")


def test_a_day_is_a_local_day_and_the_zone_is_named(database: Path) -> None:
    env = {**os.environ, "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-c",
        "from station.cli.main import main; main()",
        "export",
        "scans",
        "--db",
        str(database),
    ]
    done = subprocess.run(
        [*command, "--format", "jsonl", "--since", "2026-11-22T09:00", "--until", "2026-11-23"],
        env=env, capture_output=True, timeout=60, check=True, text=True,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == 40
    assert "--since 2026-11-22 09:00:00 +0800 (CST)" in done.stderr
    assert "--until 2026-11-23 00:00:00 +0800 (CST)" in done.stderr


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_an_interrupted_export_leaves_the_old_file_whole(form: str, database: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    out.write_text("old", encoding="utf-8")
    command = [sys.executable, "-c", SLOW, "export", "scans", "--format", form, "--db", str(database)]
    process = subprocess.Popen([*command, "--out", str(out)], cwd=ROOT, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    draft_file = out.with_name(f".{out.name}.part")
    while not draft_file.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert b"Traceback" not in stderr
    assert out.read_text(encoding="utf-8") == "old"
    assert not draft_file.exists()


def test_a_failing_export_leaves_the_old_file_whole(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")

    def fail(text: object) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_to(out, database, fail)
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out.csv"]
    assert out.read_text(encoding="utf-8") == "old"


def test_a_terminal_sees_how_far_it_is_and_the_file_does_not(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    command = [
        sys.executable,
        "-c",
        SLOW,
        "export",
        "scans",
        "--format",
        "csv",
        "--db",
        str(database),
        "--out",
        str(out),
    ]
    with Terminal(command, rows=24, columns=80) as terminal:
        terminal.read_until(b"%", b"100 scans")
    assert "%" not in out.read_text(encoding="utf-8")


def test_a_workbook_is_not_written_to_a_terminal(database: Path) -> None:
    command = [sys.executable, "-c", SLOW, "export", "scans", "--format", "xlsx", "--db", str(database)]
    with Terminal(command, rows=24, columns=80) as terminal:
        terminal.read_until(b"name a file")
    assert b"PK\x03\x04" not in terminal.seen
