"""Any order of scans, faults, crashes and clock jumps: what was confirmed is kept, and is at the centre once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from station.store.errors import StoreError
from station.tracking_server.scans import LONGEST_PARCEL_ID
from station.tracking_server.store import CentreStore
from tests.faults.hub import FAULTS, STATION, Line, LosesItsLog, Machine, TrustsAnyAnswer, rows
from tests.faults.memory import quick_folder
from tests.store.drafts import draft

TOO_LONG = "R" * (LONGEST_PARCEL_ID + 1)
"""A parcel id that the real centre refuses: the scan belongs at the desk."""
GOOD = ("RR123456785CN", "RR123456799CN", None)
LOCAL = "SELECT scan_id FROM scan"
QUEUED = "SELECT scan_id FROM outbox"
REFUSED = "SELECT scan_id FROM scan JOIN refused USING (seq)"


@contextmanager
def unless_full() -> Iterator[None]:
    """A full disk is no fault of the station, as long as it says so."""
    try:
        yield
    except StoreError as error:
        if "the disk is full" not in str(error):
            raise


class HubMachine(RuleBasedStateMachine):
    """The model is three sets of names: confirmed to the operator, made to be refused, and what the centre has."""

    kind_of_machine = Machine

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        self.folder = self.held.enter_context(quick_folder())
        self.confirmed: set[str] = set()
        self.poison: set[str] = set()
        self.blamed: set[str] = set()
        """Alone in a batch that something on the line refused as a whole: a person at the desk sends it again."""

    @initialize()
    def first_start(self) -> None:
        self.centre = CentreStore(self.folder / "centre.db")
        self.line = Line(self.centre)
        (self.folder / "here").mkdir()
        self.machine = self.kind_of_machine(self.folder / "here", self.line)

    # -- what happens

    @rule(parcel=st.sampled_from(GOOD), count=st.integers(1, 5))
    def scan(self, parcel: str | None, count: int) -> None:
        for _ in range(count):
            self.confirm(parcel)

    @rule()
    def scan_what_the_centre_refuses(self) -> None:
        self.poison |= self.confirm(TOO_LONG)

    def confirm(self, parcel: str | None) -> set[str]:
        """Scan; its name, or nothing when the operator was told that it is not stored."""
        told = set()
        with unless_full():
            told.add(self.machine.store.commit(draft(parcel, at=self.machine.now())).scan_id.replace("-", ""))
        self.confirmed |= told
        return told

    @rule(fault=st.none() | st.sampled_from(FAULTS))
    def send(self, fault: str | None) -> None:
        if fault in ("gateway_400", "too_large") and self.machine.reads.backlog().pending == 1:
            self.blamed |= set(self.machine.ids(QUEUED))
        self.machine.send(fault)

    @rule()
    def crash(self) -> None:
        self.machine.crash()

    @rule()
    def restart(self) -> None:
        self.machine.stop()
        self.machine.start()

    @rule(minutes=st.integers(-300, 300))
    def clock_jumps(self, minutes: int) -> None:
        self.machine.minutes = minutes

    @rule(pages=st.integers(0, 3))
    def disk_fills(self, pages: int) -> None:
        connection = self.machine.store._live()
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages}")

    @rule()
    def disk_is_freed(self) -> None:
        self.machine.store._live().execute("PRAGMA max_page_count = 1000000")

    @rule()
    def resend_refused(self) -> None:
        with unless_full():
            self.machine.store.retry_refused()

    # -- what must be true at any moment

    @invariant()
    @precondition(lambda self: hasattr(self, "machine"))
    def what_was_confirmed_is_in_the_record(self) -> None:
        assert self.confirmed <= set(self.machine.ids(LOCAL))

    @invariant()
    @precondition(lambda self: hasattr(self, "machine"))
    def what_is_neither_queued_nor_refused_is_at_the_centre(self) -> None:
        done = set(self.machine.ids(LOCAL)) - set(self.machine.ids(QUEUED)) - set(self.machine.ids(REFUSED))
        assert done <= set(self.at_centre())

    @invariant()
    @precondition(lambda self: hasattr(self, "machine"))
    def only_what_the_centre_refuses_is_refused(self) -> None:
        assert set(self.machine.ids(REFUSED)) <= self.poison | self.blamed

    @invariant()
    @precondition(lambda self: hasattr(self, "machine"))
    def the_tally_is_the_count(self) -> None:
        counted = (len(self.machine.ids(LOCAL)), len(self.machine.ids(QUEUED)), len(self.machine.ids(REFUSED)))
        assert rows(self.machine.database, "SELECT scans, pending, dead FROM tally") == [counted]

    @invariant()
    @precondition(lambda self: hasattr(self, "machine"))
    def the_centre_holds_each_scan_once(self) -> None:
        there = self.at_centre()
        assert len(there) == len(set(there))
        assert set(there) <= set(self.machine.ids(LOCAL))

    def at_centre(self) -> list[str]:
        return [name.replace("-", "") for (name,) in rows(self.centre.path, "SELECT scan_id FROM scan")]

    # -- and once everything could be sent

    def teardown(self) -> None:
        try:
            if hasattr(self, "machine"):
                self.everything_arrives()
        finally:
            if hasattr(self, "machine"):
                self.machine.stop()
                self.centre.close()
            self.held.close()

    def everything_arrives(self) -> None:
        self.disk_is_freed()
        self.resend_refused()
        self.machine.drain()
        local, refused = set(self.machine.ids(LOCAL)), set(self.machine.ids(REFUSED))
        assert refused == self.poison & local
        assert set(self.at_centre()) == local - refused
        numbers = {seq for (seq,) in rows(self.machine.database, "SELECT seq FROM refused")}
        told = self.centre.gaps(STATION, self.machine.store.epoch)
        missing = {seq for first, last in told["gaps"] for seq in range(first, last + 1)}
        assert missing == {seq for seq in numbers if seq < told["high_water"]}


@pytest.mark.parametrize(
    ("examples", "steps"), [(40, 30), pytest.param(1500, 60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_any_story_of_a_hub_ends_with_every_scan_at_the_centre_once(examples: int, steps: int) -> None:
    rules = settings(max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True)
    run_state_machine_as_test(HubMachine, settings=rules)


class HubOfForgetfulStation(HubMachine):
    kind_of_machine = LosesItsLog


class HubOfGullibleStation(HubMachine):
    kind_of_machine = TrustsAnyAnswer


@pytest.mark.parametrize("broken", [HubOfForgetfulStation, HubOfGullibleStation])
def test_a_broken_station_is_found(broken: type[HubMachine]) -> None:
    """The control: the same rules and invariants."""
    rules = settings(max_examples=40, stateful_step_count=30, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=rules)
