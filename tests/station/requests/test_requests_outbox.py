"""The desk: a refused scan is shown with everything and accepted by a person; nothing is deleted or counted twice."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from config import load
from station.assembly import build_station
from station.cli.main import app
from station.core.models import Receipt
from station.core.outcomes import Done, Problem
from station.core.requests import AcceptRejection, CorrectScan, ResendRejected
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store
from station.requests import handover
from station.sync.transport.client import TrackingClient
from station.sync.upload.facts import Began
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace
from station.tracking_server import EmbeddedServer
from tests.station.record.drafts import NOW, draft
from tests.station.requests.doing import count, do, taken

EVIL = "no \x1b[2J\u202e"


def record(path: Path, refused: int = 2) -> None:
    with Store.open(path, "lane-1") as store:
        scans = [store.commit(draft(f"P{n}")) for n in range(4)]
        store.settle([Receipt(scan.scan_id, "rejected", "bad", EVIL) for scan in scans[:refused]])


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_a_refused_scan_is_shown_and_accepted_once_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path)
    code, told = run("outbox", "show", 1, "--db", path, "--json")
    shown = json.loads(told)
    assert (code, shown["state"], shown["refused"]["code"], shown["scan"]["parcel_id"]) == (0, "refused", "bad", "P0")
    code, told = run("outbox", "show", 1, "--db", path)
    assert code == 0
    assert "\x1b" not in told
    assert "\u202e" not in told

    discard = ("outbox", "discard", 1, "--by", "Ana", "--why", "parcel is lost", "--db", path)
    assert run(*discard)[0] == 0
    assert run(*discard)[0] == 1
    shown = json.loads(run("outbox", "show", 1, "--db", path, "--json")[1])
    assert (shown["state"], shown["resolved"]["who"], shown["resolved"]["why"]) == ("accepted", "Ana", "parcel is lost")
    assert json.loads(run("outbox", "list", "--db", path, "--json")[1])["dead"] == 1
    assert run("outbox", "retry", "--db", path)[0] == 0
    with Reads(path) as reads:
        assert reads.backlog().dead == 0
        assert reads.backlog().pending == 3
        assert len(list(reads.exported())) == 4
    assert verify(path).count == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", 99), 1),
        (("discard", 3, "--by", "Ana", "--why", "x"), 1),
        (("discard", 1, "--by", " ", "--why", "x"), 2),
        (("discard", 1, "--by", "Ana"), 2),
    ],
)
def test_what_cannot_be_done_is_refused(words: tuple[object, ...], code: int, tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path)
    assert run("outbox", *words, "--db", path)[0] == code
    with Reads(path) as reads:
        assert reads.backlog().dead == 2


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(["scan", "refuse", "store", "retry", "accept", "fix"]), st.integers(0, 5)))
)
def test_queued_sent_refused_and_accepted_are_always_all(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("d") / "station.db"
    made, accepted, fixed = 0, 0, 0
    for what, seq in steps:
        with Store.open(path, "lane-1") as store, Reads(path) as reads:
            batch = reads.next_batch(1)
            waiting = [str(scan["scan_id"]) for scan in batch.scans] if batch is not None else []
            match what:
                case "scan":
                    store.commit(draft())
                    made += 1
                case "refuse":
                    store.settle([Receipt(one, "conflict") for one in waiting])
                case "store":
                    store.settle([Receipt(one, "stored") for one in waiting])
                case "retry":
                    do(store, ResendRejected((seq,) if seq else None))
                case "fix":
                    outcome = do(store, CorrectScan(max(seq, 1), None, "B9", "Ana", "why"))
                    by_seq = outcome.values["by_seq"] if isinstance(outcome, Done) else None
                    made += by_seq is not None
                    fixed += by_seq is not None
                    assert by_seq in {None, made}
                case _:
                    accepted += count(store, AcceptRejection((seq,), "Ana", "why"))
            states = [story["state"] for one in range(1, made + 1) if (story := reads.story(one)) is not None]
            backlog = reads.backlog()
        assert len(states) == made
        assert (states.count("waiting"), states.count("refused")) == (backlog.pending, backlog.dead)
        assert (states.count("accepted"), states.count("fixed")) == (accepted, fixed)
        assert verify(path).count == 0


def test_a_correction_is_no_parcel_that_passed(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, refused=2)
    with Reads(path) as reads:
        before = (reads.totals(), reads.hour(NOW))
    code, _ = run("outbox", "fix", 1, "--by", "Ana", "--why", "why", "--bin", "B9", "--db", path)
    with Reads(path) as reads:
        assert (code, (reads.totals(), reads.hour(NOW))) == (0, before)


def test_a_fixed_scan_is_sent_once_as_the_correction_of_one_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, refused=2)
    wanted = (
        "outbox",
        "fix",
        2,
        "--parcel-id",
        "RR473124829CN",
        "--by",
        "Ana",
        "--why",
        "label was torn",
        "--db",
        path,
    )
    assert run(*wanted)[0] == 0
    assert run(*wanted)[0] == 1, "it is no longer open"
    assert run("outbox", "retry", 2, "--db", path)[0] == 1, "what was fixed is not sent again"

    with (
        EmbeddedServer(tmp_path / "centre.db", "token") as server,
        Store.open(path, "lane-1") as store,
        Reads(path) as reads,
        TrackingClient(server.url, "token") as client,
    ):
        loop = SyncLoop(lambda: reads, client, store.settle, "lane-1", 500, Pace(1.0), lambda _: None)
        loop.work(Began(), reads)
        _, _, told = client.parcel("RR473124829CN")
        refused, scans = reads.refused(9), list(reads.exported())
    (held,) = json.loads(told)["scans"]
    original, successor = scans[1], scans[4]
    assert held["scan_id"] == successor["scan_id"]
    assert (held["corrects"], held["keyed"], held["seq"]) == (original["scan_id"], True, 5)
    for fact in ("scanned_at", "mono_ns", "boot_id", "clock_state", "weight", "bin", "operation"):
        assert held[fact] == original[fact]
    assert (held["corrected_by"], held["correction_reason"], held["operator"]) == (
        "Ana",
        "label was torn",
        original["operator"],
    )
    assert held["corrected_at"] > original["scanned_at"]
    assert not {"corrected_by", "correction_reason", "corrected_at"} & original.keys()
    assert original["parcel_id"] == "P1"
    assert [scan.seq for scan in refused] == [1]
    shown = json.loads(run("outbox", "show", 2, "--db", path, "--json")[1])
    assert (shown["state"], shown["resolved"]["successor"], shown["resolved"]["who"]) == ("fixed", 5, "Ana")
    assert verify(path).count == 0


@pytest.mark.parametrize("weak", [True, False])
def test_command_running_station_and_screen_judge_a_correction_alike(weak: bool, tmp_path: Path) -> None:
    """A bare number of a weak carrier is a parcel id where the lane says so, and nowhere else."""
    number, path = "794644790131", tmp_path / "station.db"
    off = "[camera]\nenabled = false\n[scale]\nenabled = false\n[sync]\nenabled = false\n"
    lane = '[lane]\nweak_carriers = ["fedex"]\n' if weak else ""
    (tmp_path / "station.toml").write_text(f'[station]\nid = "lane-1"\ndata_dir = "{tmp_path}"\n{off}{lane}')
    record(path, refused=4)
    config = load(tmp_path / "station.toml")
    say = ("--by", "Ana", "--why", "torn", "--config", tmp_path / "station.toml")
    code, _ = run("outbox", "fix", 1, "--parcel-id", number, *say)
    assert code == (0 if weak else 2)
    with build_station(config) as running:
        assert run("outbox", "fix", 2, "--parcel-id", number, *say)[0] == code
        outcome = running.ask(CorrectScan(3, number, None, "Ana", "torn"))
        assert isinstance(outcome, Done if weak else Problem)
    with Reads(path) as reads:
        fixed = [scan for scan in reads.exported() if scan.get("corrected_by") == "Ana"]
        assert [scan["parcel_id"] for scan in fixed] == ([number] * 3 if weak else [])
        assert reads.backlog().dead == (1 if weak else 4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--parcel-id", "RR473124820CN"), "no parcel id"),
        (("--parcel-id", "hello"), "no parcel id"),
        ((), "parcel_id or bin"),
        (("--bin", " "), "bin is empty"),
    ],
)
def test_what_is_no_fix_is_refused_in_words(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path)
    code, told = run("outbox", "fix", 1, "--by", "Ana", "--why", "x", "--db", path, *words)
    assert code == 2
    assert said in " ".join(told.split())
    with Reads(path) as reads:
        assert reads.backlog().dead == 2


def test_a_fix_left_for_a_running_station_is_made_once_however_often_it_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path)
    with Store.open(path, "lane-1") as store:
        for _ in range(2):
            wish = {"seq": 1, "parcel_id": None, "bin": "B9", "who": "Ana", "why": "it went there"}
            handover.leave(path, "fix.json", json.dumps(wish).encode())
            taken(store)
    with Reads(path) as reads:
        assert reads.count() == 5
        assert [scan.seq for scan in reads.refused(9)] == [2]
        assert [scan.get("bin") for scan in reads.exported()][-1] == "B9"


def test_the_export_of_requests_tells_who_asked_what_and_what_came_of_it(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, refused=2)
    run("outbox", "discard", 1, "--by", "=Ana", "--why", "lost", "--db", path)
    run("outbox", "retry", 1, "--by", "Bo", "--db", path)
    run("outbox", "retry", "--db", path)

    code, told = run("export", "requests", "--format", "jsonl", "--db", path)
    first, second, third = map(json.loads, told.splitlines())
    assert code == 0
    assert (first["request"], first["who"], first["done"]) == ("AcceptRejection", "=Ana", True)
    assert (second["who"], second["done"], second["reason"]) == ("Bo", False, "already_accepted")
    assert "who" not in third
    _, told = run("export", "requests", "--format", "csv", "--db", path)
    assert next(csv.DictReader(io.StringIO(told)))["who"] == "'=Ana"
    assert "\x1b" not in told


def test_the_export_of_the_refused_tells_who_did_what(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, refused=3)
    run("outbox", "fix", 1, "--bin", "B9", "--by", "Ana", "--why", "=went there", "--db", path)
    run("outbox", "discard", 2, "--by", "Bo", "--why", "lost", "--db", path)

    code, told = run("export", "refused", "--format", "jsonl", "--db", path)
    one, two, three = map(json.loads, told.splitlines())
    assert code == 0
    assert (one["resolved"], one["resolved_by"], one["successor"], one["code"]) == ("fixed", "Ana", 5, "bad")
    assert (two["resolved"], two["resolved_why"]) == ("accepted", "lost")
    assert "resolved" not in three
    _, told = run("export", "refused", "--format", "csv", "--db", path)
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["parcel_id"] for row in rows] == ["P0", "P1", "P2"]
    assert rows[0]["resolved_why"] == "'=went there"
    assert "\x1b" not in told
