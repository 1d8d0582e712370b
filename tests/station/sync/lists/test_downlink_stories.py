"""Edits, faults, kills and restarts on both sides in any order: once a poll succeeds, the lists are the centre's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from station.record.lists import centre_schema, import_marks
from station.record.lists.centre_lists import CentreLists, Page
from station.record.writer import Store
from station.runtime.active_plan import ActivePlan
from station.sync.lists.downlink import Downlink
from station.sync.transport.backoff import Backoff
from station.sync.transport.client import TrackingClient
from station.sync.upload.answers import Later
from station.tracking_server import lists as centre_lists
from station.tracking_server import lists_store
from station.tracking_server.lists import Lists
from tests.station.sync.lists.three_lists import HEAD, WHOLE, kept
from tests.station.sync.lists_folder import LOOK_S, Side, put
from tests.station.sync.moody_lists import FAULTS, MoodyLists


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.01)
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)


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
