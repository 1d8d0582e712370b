"""Whatever the line, the centre or a kill does: what is in force stays, and once a poll succeeds it is the centre's."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from station.record.lists import centre_schema
from station.record.lists.manifest import Manifest
from station.sync.lists.downlink import PATHS
from station.sync.transport.backoff import Backoff
from station.tracking_server import lists as centre_lists
from station.tracking_server import lists_store
from tests.places import ROOT
from tests.station.sync.lists.three_lists import HEAD, WHOLE, kept
from tests.station.sync.lists_folder import LOOK_S, Side, centre, put, until
from tests.station.sync.moody_centre import TROUBLES
from tests.station.sync.moody_lists import FAULTS, LIES, SLOW, MoodyLists


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.01)
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)


@pytest.mark.parametrize("part", range(2))
def test_no_fault_and_no_lie_changes_what_is_in_force(part: int, tmp_path: Path) -> None:
    """One after the other on one station: what is in force stays, and after each comes what is good and new."""
    lists = kept(tmp_path / "lists")
    moody = MoodyLists(lists)
    wanted = WHOLE
    try:
        with Side(tmp_path, moody.url) as side:
            until(lambda: side.has() == wanted, "the lists")
            for number, fault in enumerate([*FAULTS, *SLOW][part::2]):
                moody.mood = lambda _, fault=fault: fault  # type: ignore[misc]  # mypy: lambda with a default
                # A list that cannot be used is asked for again with its ETag, so other answers count too.
                past = moody.requests + (3 if fault in SLOW else 5)
                until(lambda past=past: moody.requests > past, "questions")  # type: ignore[misc]
                assert side.has() == wanted, fault
                if fault in LIES:
                    until(lambda: any(side.status(name).words for name in PATHS), f"words on {fault}")
                put(tmp_path / "lists", "manifest.csv", HEAD, f"P1,,doll-{number}")
                lists.look()
                lists.look()
                moody.mood = lambda _: "ok"
                wanted = ("B1", {"A1"}, {f"P1  doll-{number}"})
                until(lambda wanted=wanted: side.has() == wanted, f"the lists after {fault}")  # type: ignore[misc]
                until(lambda: not any(side.status(name).words for name in PATHS), f"well after {fault}")
            assert moody.elsewhere == 0, "no redirect is followed"
    finally:
        moody.close()
        lists.stop()


def test_no_first_answer_that_is_a_fault_comes_into_force(tmp_path: Path) -> None:
    moody = MoodyLists(None, lambda _: "drop")
    moody.kept = lists = kept(tmp_path / "lists")
    try:
        with Side(tmp_path, moody.url) as side:
            for fault in [*LIES, *(name for name in TROUBLES if name not in SLOW)]:
                moody.mood = lambda _, fault=fault: fault  # type: ignore[misc]  # mypy: lambda with a default
                past = moody.requests + 6
                until(lambda past=past: moody.requests > past, "questions")  # type: ignore[misc]
                assert side.has() == (None, set(), set()), fault
            moody.mood = lambda _: "ok"
            until(lambda: side.has() == WHOLE, "the lists")
    finally:
        moody.close()
        lists.stop()


RUN = """
import sys, threading, time
from pathlib import Path
from tests.station.sync.lists_folder import Side
with Side(Path(sys.argv[1]), sys.argv[2], every_s=0.01) as side:
    print("up", flush=True)
    threading.Event().wait()
"""


def consistent(path: Path) -> tuple[int, int]:
    """Rows in force and rows filled, each equal to what the same commit says of them."""
    with closing(sqlite3.connect(path)) as connection:
        live, parcels, filling, filled = connection.execute(
            "SELECT live, parcels, filling, filled FROM manifest"
        ).fetchone()
        for half, count in ((live, parcels), (filling, filled)):
            if half is not None:
                assert connection.execute(f"SELECT count(*) FROM parcel_{half}").fetchone() == (count,)
                assert connection.execute(f"SELECT count(*) FROM alias_{half}").fetchone() == (count,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return parcels, filled


def filled(path: Path) -> int:
    """How many rows there are of a list that is not in force yet."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        try:
            return int(connection.execute("SELECT filled FROM manifest").fetchone()[0])
        except sqlite3.OperationalError:  # the tables are on their way
            return 0


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.soak)])
def test_a_station_killed_while_pages_come_in_has_a_page_whole_or_not(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_store, "MOST_ROWS", 50)
    folder, chance = tmp_path / "lists", random.Random(5)
    folder.mkdir()
    rows = {f"P{n}": f"LP{n}" for n in range(3000)}
    path = centre_schema.path_of(tmp_path / "station.db")
    seen: set[tuple[int, int]] = set()
    with centre(tmp_path, folder) as server:
        for kill in range(kills):
            for parcel_id in chance.sample(sorted(rows), 1000):
                rows[parcel_id] += "X"
            put(folder, "manifest.csv", "parcel_id,alt_ids", *(f"{one},{alt}" for one, alt in rows.items()))
            command = [sys.executable, "-c", RUN, str(tmp_path), server.url]
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=-1)
            assert process.stdout is not None
            process.stdout.readline()
            least = (1, 300)[kill] if kill < 2 else chance.randrange(600)
            until(lambda least=least: filled(path) >= least, "pages")  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            if path.exists():
                seen.add(consistent(path))
        with Side(tmp_path, server.url) as side:
            wanted = {f"{one} {alt} None" for one, alt in rows.items()}
            until(lambda: side.parcels() == wanted, "the manifest")
    assert len(seen) > 1, "no kill met pages on their way"


def test_look_ups_see_a_whole_manifest_while_another_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every parcel is in every version, with one content for all: a look-up never fails, and no version goes back."""
    monkeypatch.setattr(lists_store, "MOST_ROWS", 100)
    folder = tmp_path / "lists"
    folder.mkdir()

    def version(number: int) -> None:
        put(folder, "manifest.csv", "parcel_id,contents", *(f"P{n},{number}" for n in range(1000)))

    version(0)
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url) as side:
        until(lambda: len(side.parcels()) == 1000, "the first")
        manifest, chance, asked, latest = Manifest(side.path), random.Random(1), 0, 0
        for number in range(1, 4):
            version(number)
            if number == 2:  # a centre that does not know the cursor sends everything anew
                assert server._lists is not None
                server._lists._store._write.execute("UPDATE change SET name = hex(randomblob(8))")
            deadline = time.monotonic() + 20
            while latest < number:
                assert time.monotonic() < deadline
                found = manifest.announced(f"P{chance.randrange(1000)}")
                assert found is not None, manifest.trouble
                latest = max(latest, int(found.contents or -1))
                asked += 1
        assert asked > 3
        manifest.close()
