"""Any order of scans, faults, crashes, clock jumps and copies: what was confirmed is kept, at the centre once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import Any

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
from tests.faults.hub import FAULTS, LATER, Line, LosesItsLog, Machine, TrustsAnyAnswer, rows
from tests.faults.memory import quick_folder
from tests.store.drafts import draft

TOO_LONG = "R" * (LONGEST_PARCEL_ID + 1)
"""A parcel id that the real centre refuses: the scan belongs at the desk."""
GOOD = ("RR123456785CN", "RR123456799CN", None)
LOCAL = "SELECT scan_id FROM scan"
QUEUED = "SELECT scan_id FROM outbox"
REFUSED = "SELECT scan_id FROM scan JOIN refused USING (seq)"
MOST_MACHINES = 3
WHICH = st.integers(0, MOST_MACHINES - 1)

Check = Callable[[Any], None]


def always(check: Check) -> Any:
    """True after every step, once the hub runs."""
    return invariant()(precondition(lambda self: self.machines)(check))


@contextmanager
def unless_full() -> Iterator[None]:
    """A full disk is no fault of the station, as long as it says so."""
    try:
        yield
    except StoreError as error:
        if "the disk is full" not in str(error):
            raise


class HubMachine(RuleBasedStateMachine):
    """The model is sets of names: confirmed to the operator, and made to be refused."""

    kind_of_machine = Machine

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        self.folder = self.held.enter_context(quick_folder())
        self.confirmed: set[str] = set()
        self.poison: set[str] = set()
        self.blamed: set[str] = set()
        """Alone in a batch that something on the line refused as a whole: a person at the desk sends it again."""
        self.retired: set[str] = set()
        self.machines: list[Machine] = []

    @initialize()
    def first_start(self) -> None:
        self.centre = CentreStore(self.folder / "centre.db")
        self.line = Line(self.centre)
        (self.folder / "0").mkdir()
        self.machines = [self.kind_of_machine(self.folder / "0", self.line)]

    def machine(self, which: int) -> Machine:
        return self.machines[which % len(self.machines)]

    # -- what happens

    @rule(which=WHICH, parcel=st.sampled_from(GOOD), count=st.integers(1, 5))
    def scan(self, which: int, parcel: str | None, count: int) -> None:
        for _ in range(count):
            self.confirm(self.machine(which), parcel)

    @rule(which=WHICH)
    def scan_what_the_centre_refuses(self, which: int) -> None:
        self.poison |= self.confirm(self.machine(which), TOO_LONG)

    def confirm(self, machine: Machine, parcel: str | None) -> set[str]:
        """Scan; its name, or nothing when the operator was told that it is not stored."""
        told = set()
        with unless_full():
            told.add(machine.store.commit(draft(parcel, at=machine.now())).scan_id.replace("-", ""))
        self.confirmed |= told
        return told

    @rule(which=WHICH, fault=st.none() | st.sampled_from(FAULTS))
    def send(self, which: int, fault: str | None) -> None:
        machine = self.machine(which)
        if fault in ("gateway_400", "too_large") and machine.reads.backlog().pending == 1:
            self.blamed |= machine.ids(QUEUED)
        machine.send(fault)

    @rule(which=WHICH)
    def crash(self, which: int) -> None:
        self.machine(which).crash()

    @rule(which=WHICH)
    def restart(self, which: int) -> None:
        self.machine(which).stop()
        self.machine(which).start()

    @rule(which=WHICH, minutes=st.integers(-300, 300))
    def clock_jumps(self, which: int, minutes: int) -> None:
        self.machine(which).minutes = minutes

    @rule(which=WHICH, pages=st.integers(0, 3))
    def disk_fills(self, which: int, pages: int) -> None:
        connection = self.machine(which).store._live()
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages}")

    @rule(which=WHICH)
    def disk_is_freed(self, which: int) -> None:
        self.machine(which).store._live().execute("PRAGMA max_page_count = 1000000")

    @rule(which=WHICH)
    def resend_refused(self, which: int) -> None:
        with unless_full():
            self.machine(which).store.retry_refused()

    @rule(which=WHICH, limit=st.integers(1, 9))
    def retire(self, which: int, limit: int) -> None:
        machine = self.machine(which)
        before, needed = machine.ids(LOCAL), machine.ids(QUEUED) | machine.ids(REFUSED)
        with unless_full():
            machine.store.retire(LATER, limit)
        gone = before - machine.ids(LOCAL)
        assert not gone & needed
        self.retired |= gone

    # -- what must be true at any moment

    @always
    def what_was_confirmed_is_in_a_record(self) -> None:
        assert self.confirmed <= self.everywhere(LOCAL) | self.retired

    @always
    def what_is_neither_queued_nor_refused_is_at_the_centre(self) -> None:
        there = self.at_centre()
        assert self.retired <= there
        for machine in self.machines:
            assert machine.ids(LOCAL) - machine.ids(QUEUED) - machine.ids(REFUSED) <= there

    @always
    def only_what_the_centre_refuses_is_refused(self) -> None:
        assert self.everywhere(REFUSED) <= self.poison | self.blamed

    @always
    def the_tally_is_the_count(self) -> None:
        for machine in self.machines:
            counted = tuple(len(machine.ids(question)) for question in (LOCAL, QUEUED, REFUSED))
            assert rows(machine.database, "SELECT scans, pending, dead FROM tally") == [counted]

    @always
    def the_centre_holds_only_what_was_scanned(self) -> None:
        assert self.at_centre() <= self.confirmed

    def everywhere(self, question: str) -> set[str]:
        return set().union(*(machine.ids(question) for machine in self.machines))

    def at_centre(self) -> set[str]:
        return {name.replace("-", "") for (name,) in rows(self.centre.path, "SELECT scan_id FROM scan")}

    # -- and once everything could be sent

    def teardown(self) -> None:
        try:
            if self.machines:
                self.everything_arrives()
        finally:
            for machine in self.machines:
                machine.stop()
            if self.machines:
                self.centre.close()
            self.held.close()

    def everything_arrives(self) -> None:
        for which, machine in enumerate(self.machines):
            self.disk_is_freed(which)
            self.resend_refused(which)
            machine.drain()
        assert self.everywhere(REFUSED) == self.poison
        assert self.at_centre() == self.confirmed - self.poison
        there = set(rows(self.centre.path, "SELECT epoch, seq FROM scan"))
        refused = set().union(*(machine.numbers("SELECT seq FROM refused") for machine in self.machines))
        for epoch, numbers in groupby(sorted(there | refused), key=lambda number: number[0]):
            seqs = [seq for _, seq in numbers]
            assert seqs == list(range(1, len(seqs) + 1)), epoch


@pytest.mark.parametrize(
    ("examples", "steps"), [(40, 30), pytest.param(1500, 60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_any_story_of_a_hub_ends_with_every_scan_at_the_centre_once(
    examples: int, steps: int, figure: Callable[[str], None]
) -> None:
    rules = settings(max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True)
    run_state_machine_as_test(HubMachine, settings=rules)
    figure(f"stories of a hub: {examples} of up to {steps} steps")


class HubOfForgetfulStation(HubMachine):
    kind_of_machine = LosesItsLog


class HubOfGullibleStation(HubMachine):
    kind_of_machine = TrustsAnyAnswer


class HubWhereAnyoneMayCopy(HubMachine):
    """A copy that does not notice that it is one."""

    @rule(which=WHICH)
    @precondition(lambda self: len(self.machines) < MOST_MACHINES)
    def copy(self, which: int) -> None:
        copy = self.machine(which).copied_to(self.folder / str(len(self.machines)))
        self.machines.append(copy)


@pytest.mark.parametrize("broken", [HubOfForgetfulStation, HubOfGullibleStation, HubWhereAnyoneMayCopy])
def test_a_broken_station_is_found(broken: type[HubMachine]) -> None:
    """The control: the same rules and invariants."""
    rules = settings(max_examples=60, stateful_step_count=30, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=rules)
