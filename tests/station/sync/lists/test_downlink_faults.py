"""Whatever the line, the centre or a kill does: what is in force stays, and once a poll succeeds it is the centre's."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from station.record.lists import centre_schema, import_marks
from station.record.lists.centre_lists import CentreLists, Page
from station.record.lists.manifest import Manifest
from station.record.writer import Store
from station.runtime.active_plan import ActivePlan
from station.sync.lists.downlink import PATHS, Downlink
from station.sync.transport.backoff import Backoff
from station.sync.transport.client import TrackingClient
from station.sync.upload.answers import Later
from station.tracking_server import lists as centre_lists
from station.tracking_server import lists_store
from station.tracking_server.lists import Lists
from tests.places import ROOT
from tests.station.sync.lists_folder import LOOK_S, Side, centre, put, until
from tests.station.sync.moody_centre import TROUBLES
from tests.station.sync.moody_lists import FAULTS, LIES, SLOW, MoodyLists

HEAD = "parcel_id,alt_ids,contents"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.01)
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)


def kept(folder: Path) -> Lists:
    """A centre with three lists, read."""
    folder.mkdir()
    put(folder, "sort-plan.csv", "version,bin", "v1,B1")
    put(folder, "holds.csv", "parcel_id", "A1")
    put(folder, "manifest.csv", HEAD, *(f"P{n},LP{n},toy" for n in range(8)))
    lists = Lists(folder)
    lists.look()
    return lists


WHOLE = ("B1", {"A1"}, {f"P{n} LP{n} toy" for n in range(8)})


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


class Killed(BaseException):
    """The station is gone at this point."""


class ListsMachine(RuleBasedStateMachine):
    """Edits, faults, kills and restarts on both sides, in any order; then one poll that succeeds."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="lists-")
        self.root = Path(self.home.name)
        self.folder = self.root / "lists"
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(lists_store, "MOST_ROWS", 3)
        self.patch.setattr(lists_store, "MOST_REMOVED", 4)
        self.lists = kept(self.folder)
        self.good: tuple[str, set[str], set[str]] = WHOLE
        self.next = "ok"
        self.moody = MoodyLists(self.lists, lambda _: self.next)
        self._start()

    def _start(self) -> None:
        self.store = Store.open(self.root / "station.db", "test-1")
        client = TrackingClient(self.moody.url, "token", total_s=0.6)
        self.downlink = Downlink(self.store.path, client, self._write, ActivePlan().replace, 60, 24)
        self.received = CentreLists(self.store.path)
        self.client = client
        self.kill_at = ""

    def _write(self, write: Callable[[Store], object]) -> None:
        self._may_die("before the record")
        write(self.store)
        self._may_die("after the record")

    def _may_die(self, point: str) -> None:
        if self.kill_at == point:
            raise Killed

    def _end(self) -> None:
        self.client.close()
        self.received.close()
        self.store.close()

    @rule(rows=st.dictionaries(st.sampled_from([f"P{n}" for n in range(10)]), st.sampled_from(["toy", "doll"])))
    def edit_manifest(self, rows: dict[str, str]) -> None:
        put(self.folder, "manifest.csv", HEAD, *(f"{one},LP{one[1:]},{what}" for one, what in rows.items()))
        self._look()
        self.good = (*self.good[:2], {f"{one} LP{one[1:]} {what}" for one, what in rows.items()})

    @rule(place=st.sampled_from(["B1", "B2", "B3"]), held=st.sets(st.sampled_from(["A1", "A2", "A3"])))
    def edit_plan_and_holds(self, place: str, held: set[str]) -> None:
        put(self.folder, "sort-plan.csv", "version,bin", f"v,{place}")
        put(self.folder, "holds.csv", "parcel_id", *held)
        self._look()
        self.good = (place, held, self.good[2])

    @rule(name=st.sampled_from(["sort-plan", "holds", "manifest"]))
    def a_bad_file_at_the_centre(self, name: str) -> None:
        put(self.folder, f"{name}.csv", "nonsense", "1")
        self._look()

    @rule(
        name=st.sampled_from([import_marks.PLAN, import_marks.HOLDS, import_marks.MANIFEST]),
        mood=st.sampled_from(["ok", *FAULTS]),
    )
    def poll(self, name: str, mood: str) -> None:
        self.next = mood
        one = self.downlink._polls[name]
        self.downlink._note(one, self.downlink._ask(one, self.received))
        self.next = "ok"

    @rule(
        name=st.sampled_from([import_marks.PLAN, import_marks.HOLDS, import_marks.MANIFEST]),
        point=st.sampled_from(["before the record", "after the record", "before the file", "after the file"]),
    )
    def killed_in_a_poll(self, name: str, point: str) -> None:
        def dying(work: Callable[..., object]) -> Callable[..., None]:
            def run(*given: object) -> None:
                self._may_die("before the file")
                work(*given)
                self._may_die("after the file")

            return run

        self.kill_at = point
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CentreLists, "confirm", dying(CentreLists.confirm))
            patch.setattr(CentreLists, "take", dying(CentreLists.take))
            try:
                self.poll(name, "ok")
            except Killed:
                self.next = "ok"
        self.restart_the_station()

    @rule()
    def restart_the_station(self) -> None:
        self._end()
        self._start()

    @rule()
    def restart_the_centre(self) -> None:
        self.lists.stop()
        self.lists = self.moody.kept = Lists(self.folder)
        self.lists.look()

    @rule()
    def the_centre_loses_its_side_file(self) -> None:
        """The last good lists are gone with it: good files are put there first, as somebody would."""
        place, held, parcels = self.good
        self.edit_plan_and_holds(place, held)
        self.edit_manifest({one: what for one, _, what in (text.split(" ") for text in parcels)})
        self.lists.stop()
        for end in ("", "-wal", "-shm"):
            (self.folder / f"{centre_lists.SIDE_FILE}{end}").unlink(missing_ok=True)
        self.lists = self.moody.kept = Lists(self.folder)
        self.lists.look()

    @rule()
    def the_centre_is_copied(self) -> None:
        self.lists.stop()
        (self.root / "copy").write_bytes((self.folder / centre_lists.SIDE_FILE).read_bytes())
        self.restart_the_centre()

    @rule(rows=st.dictionaries(st.sampled_from([f"P{n}" for n in range(10)]), st.sampled_from(["toy", "doll"])))
    def the_centre_is_restored_and_goes_another_way(self, rows: dict[str, str]) -> None:
        """Its log has the same numbers for other changes; what it lost may have reached the station."""
        if (self.root / "copy").exists():
            self.lists.stop()
            (self.folder / centre_lists.SIDE_FILE).write_bytes((self.root / "copy").read_bytes())
            self.lists = self.moody.kept = Lists(self.folder)
            self.edit_plan_and_holds(*self.good[:2])
            self.edit_manifest(rows)

    @rule()
    def the_station_loses_its_side_file(self) -> None:
        self._end()
        centre_schema.path_of(self.root / "station.db").write_bytes(b"torn" * 1000)
        self._start()

    def _look(self) -> None:
        self.lists.look()
        self.lists.look()

    def teardown(self) -> None:
        if not hasattr(self, "home"):
            return
        try:
            for name in (import_marks.PLAN, import_marks.HOLDS, import_marks.MANIFEST):
                for _ in range(30):
                    one = self.downlink._polls[name]
                    answer = self.downlink._ask(one, self.received)
                    self.downlink._note(one, answer)
                    assert not isinstance(answer, Later), answer
            side = object.__new__(Side)
            side.path = self.store.path
            assert Side.has(side) == self.good
        finally:
            self._end()
            self.moody.close()
            self.lists.stop()
            self.patch.undo()
            self.home.cleanup()


TestListsMachine = ListsMachine.TestCase
TestListsMachine.settings = settings(max_examples=4, stateful_step_count=15, deadline=None)


class LongListsMachine(ListsMachine):
    """The same with many more stories."""


TestLongListsMachine = pytest.mark.soak(LongListsMachine.TestCase)
TestLongListsMachine.settings = settings(max_examples=300, stateful_step_count=25, deadline=None)


def cursor_first(lists: CentreLists, page: Page, epoch: str) -> None:
    """The broken control: the cursor is written before the page, and the kill comes between."""
    lists._connection.execute("UPDATE manifest SET cursor = ?", (page.cursor,))
    raise Killed


@pytest.mark.parametrize("broken", [False, True])
def test_the_machine_sees_a_cursor_that_is_ahead_of_its_page(broken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = ListsMachine()
    machine.begin()
    for _ in range(5):
        machine.poll(import_marks.MANIFEST, "ok")
    machine.edit_manifest({f"P{n}": "doll" if n == 1 else "toy" for n in range(8)})
    with monkeypatch.context() as patch:
        if broken:
            patch.setattr(CentreLists, "take", cursor_first)
        machine.killed_in_a_poll(import_marks.MANIFEST, "between" if broken else "before the file")
    if broken:
        with pytest.raises(AssertionError):
            machine.teardown()
    else:
        machine.teardown()


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
        for _ in range(kills):
            for parcel_id in chance.sample(sorted(rows), 1000):
                rows[parcel_id] += "X"
            put(folder, "manifest.csv", "parcel_id,alt_ids", *(f"{one},{alt}" for one, alt in rows.items()))
            command = [sys.executable, "-c", RUN, str(tmp_path), server.url]
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=-1)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.3, 1.0))
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
