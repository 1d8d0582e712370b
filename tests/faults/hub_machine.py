"""Any order of scans, faults, crashes and clock jumps: the rules of a hub, and what must always be true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from station.core.requests import ResendRejected
from station.record.log.errors import StoreError
from station.tracking_server.scans import LONGEST_PARCEL_ID
from station.tracking_server.store import CentreStore
from tests.faults.hub import (
    FAULTS,
    LATER,
    Line,
    Machine,
    rows,
)
from tests.faults.memory import quick_folder
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

TOO_LONG = "R" * (LONGEST_PARCEL_ID + 1)
"""A parcel id that the real centre refuses: the scan belongs at the desk."""
GOOD = ("RR123456785CN", "RR123456799CN", None)
LOCAL = "SELECT scan_id FROM scan"
QUEUED = "SELECT scan_id FROM outbox"
REFUSED = "SELECT scan_id FROM scan JOIN refused USING (seq)"
MOST_MACHINES = 3
LINE = st.sampled_from((None,) * len(FAULTS) + FAULTS)
"""How the line is: well, or with a fault."""
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
    reached: ClassVar[Counter[str]] = Counter()
    """How often the stories came to where it is interesting."""

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        self.folder = self.held.enter_context(quick_folder())
        self.confirmed: set[str] = set()
        self.poison: set[str] = set()
        self.blamed: set[str] = set()
        """Alone in a batch that something on the line refused as a whole: a person at the desk sends it again."""
        self.retired: set[str] = set()
        self.aside: set[str] = set()
        """In a file that was put aside when a backup was restored."""
        self.forgotten: set[str] = set()
        """What the centre had, and lost when it went back to a backup of its own."""
        self.machines: list[Machine] = []

    @initialize(morning=st.lists(st.tuples(st.integers(1, 6), LINE), max_size=4))
    def first_start(self, morning: list[tuple[int, str | None]]) -> None:
        self.centre = CentreStore(self.folder / "centre.db")
        self.line = Line(self.centre)
        (self.folder / "0").mkdir()
        self.machines = [self.kind_of_machine(self.folder / "0", self.line)]
        for count, fault in morning:
            self.scan_and_send(0, count, fault)

    def machine(self, which: int) -> Machine:
        return self.machines[which % len(self.machines)]

    # -- what happens

    @rule(which=WHICH, parcel=st.sampled_from(GOOD), count=st.integers(1, 5))
    def scan(self, which: int, parcel: str | None, count: int) -> None:
        for _ in range(count):
            self.confirm(self.machine(which), parcel)

    @rule(which=WHICH, count=st.integers(1, 5), fault=LINE)
    def scan_and_send(self, which: int, count: int, fault: str | None) -> None:
        self.scan(which, GOOD[count % 3], count)
        self.send(which, fault)

    @rule(which=WHICH)
    def scan_what_the_centre_refuses(self, which: int) -> None:
        self.poison |= self.confirm(self.machine(which), TOO_LONG)

    def confirm(self, machine: Machine, parcel: str | None) -> set[str]:
        """Scan; its name, or nothing when the operator was told that it is not stored."""
        told = set()
        with unless_full():
            told.add(machine.store.commit(draft(parcel, at=machine.now())).scan_id.replace("-", ""))
        self.confirmed |= told
        self.reached["a scan that found no room"] += not told
        return told

    @rule(which=WHICH, fault=LINE)
    def send(self, which: int, fault: str | None) -> None:
        machine = self.machine(which)
        batch = machine.next_up()
        if batch is not None and fault in ("gateway_400", "too_large") and len(batch.scans) == 1:
            self.blamed |= {str(scan["scan_id"]).replace("-", "") for scan in batch.scans}
        machine.send(fault)
        self.reached[f"line: {fault}"] += batch is not None

    @rule(which=WHICH)
    def crash(self, which: int) -> None:
        self.reached["a crash with scans that wait"] += bool(self.machine(which).ids(QUEUED))
        self.machine(which).crash()

    @rule(which=WHICH)
    def restart(self, which: int) -> None:
        self.machine(which).stop()
        self.machine(which).start()

    @rule(which=WHICH, minutes=st.integers(-300, 300))
    def clock_jumps(self, which: int, minutes: int) -> None:
        self.machine(which).minutes = minutes

    @rule(which=WHICH, pages=st.integers(0, 2))
    def disk_fills(self, which: int, pages: int) -> None:
        connection = self.machine(which).store._live()
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages}")
        while self.confirm(self.machine(which), GOOD[pages % 3]):
            pass

    @rule(which=WHICH)
    def disk_is_freed(self, which: int) -> None:
        self.machine(which).store._live().execute("PRAGMA max_page_count = 1000000")

    @rule(which=WHICH)
    def resend_refused(self, which: int) -> None:
        with unless_full():
            do(self.machine(which).store, ResendRejected())

    @rule(which=WHICH, limit=st.integers(1, 9))
    def retire(self, which: int, limit: int) -> None:
        machine = self.machine(which)
        before, needed = machine.ids(LOCAL), machine.ids(QUEUED) | machine.ids(REFUSED)
        with unless_full():
            machine.store.note_time(machine.now())
            machine.store.retire(LATER, limit)
        gone = before - machine.ids(LOCAL)
        assert not gone & needed
        self.retired |= gone
        self.reached["scans retired"] += bool(gone)

    # -- what must be true at any moment

    @always
    def what_was_confirmed_is_in_a_record(self) -> None:
        assert self.confirmed <= self.everywhere(LOCAL) | self.retired | self.aside

    @always
    def what_is_neither_queued_nor_refused_is_at_the_centre(self) -> None:
        there = self.at_centre() | self.forgotten
        assert self.retired <= there
        for machine in self.machines:
            assert machine.ids(LOCAL) - machine.ids(QUEUED) - machine.ids(REFUSED) <= there

    @always
    def only_what_the_centre_refuses_is_refused(self) -> None:
        assert self.everywhere(REFUSED) - self.at_the_desk_though_there() <= self.poison | self.blamed

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
            self.reached["scans at the desk"] += bool(machine.ids(REFUSED))
            self.disk_is_freed(which)
            self.resend_refused(which)
            machine.drain()
        assert self.everywhere(REFUSED) - self.at_the_desk_though_there() == self.poison & self.everywhere(LOCAL)
        lost_on_both_sides = self.retired & self.forgotten
        here_alone = self.aside - self.everywhere(LOCAL)
        assert self.confirmed - self.poison - lost_on_both_sides - here_alone <= self.at_centre()
        if not lost_on_both_sides:
            self.no_number_is_missing()

    def at_the_desk_though_there(self) -> set[str]:
        return set()

    def no_number_is_missing(self) -> None:
        """In each epoch the centre has every number from 1, but for those that it refused."""
        there = set(rows(self.centre.path, "SELECT epoch, seq FROM scan"))
        for epoch, numbers in groupby(sorted(there | self.numbers_not_sent()), key=lambda number: number[0]):
            seqs = [seq for _, seq in numbers]
            assert seqs == list(range(1, len(seqs) + 1)) or epoch in self.epochs_with_holes(), epoch

    def numbers_not_sent(self) -> set[tuple[str, int]]:
        return set().union(*(machine.numbers("SELECT seq FROM refused") for machine in self.machines))

    def epochs_with_holes(self) -> set[str]:
        return set()
