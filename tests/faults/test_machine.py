"""Any order of scans, faults, crashes, clock jumps and copies: what was confirmed is kept, at the centre once."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import (
    precondition,
    rule,
    run_state_machine_as_test,
)

from station.record.recovery import backup
from station.tracking_server.store import CentreStore
from tests.faults.hub import (
    FAULTS,
    STATION,
    AsksOfThePresent,
    LosesItsLog,
    NoticesNoCopy,
    NumbersNothingAgain,
    TrustsAnyAnswer,
    rows,
)
from tests.faults.hub_machine import LOCAL, MOST_MACHINES, REFUSED, WHICH, HubMachine
from tests.faults.powercut.recovery import put_aside

INTERESTING = {"a crash with scans that wait", "a scan that found no room", "scans retired", "line: None"}
MOST_SERIES = 8
"""One short series in some fifty never retires a scan."""
QUICK = settings(stateful_step_count=30, deadline=None, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    ("examples", "steps"), [(25, 30), pytest.param(1500, 60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_any_story_of_a_hub_ends_with_every_scan_at_the_centre_once(
    examples: int, steps: int, figure: Callable[[str], None]
) -> None:
    # Where CI is set Hypothesis derives its stories from the test's name: each series would be the same one again.
    rules = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True, derandomize=False
    )
    series, reached = 0, set[str]()
    while series < MOST_SERIES and not reached >= INTERESTING:
        series += 1
        run_state_machine_as_test(HubMachine, settings=rules)
        reached = {name for name, times in HubMachine.reached.items() if times}
    figure(f"stories of a hub: {series} of {examples}, of up to {steps} steps; {dict(HubMachine.reached)}")
    assert reached >= INTERESTING
    assert len(reached) > len(INTERESTING) + len(FAULTS) / 2


class HubOfForgetfulStation(HubMachine):
    kind_of_machine = LosesItsLog


class HubOfGullibleStation(HubMachine):
    kind_of_machine = TrustsAnyAnswer


class HubWithCopies(HubMachine):
    """Somebody copies the disk of a running station, and a second computer starts from the copy."""

    @precondition(lambda self: 0 < len(self.machines) < MOST_MACHINES)
    @rule(which=WHICH)
    def copy(self, which: int) -> None:
        self.machines.append(self.machine(which).copied_to(self.folder / str(len(self.machines))))


class HubWithUnnoticedCopies(HubWithCopies):
    """What collides at the centre gets other numbers. A scan that waits on both disks may get two of them: it is at the
    centre under the first; the second stays a hole, or a person sees it refused.
    """

    kind_of_machine = NoticesNoCopy

    def at_the_desk_though_there(self) -> set[str]:
        return self.everywhere(REFUSED) & self.at_centre()

    def epochs_with_holes(self) -> set[str]:
        again = "SELECT epoch FROM epoch WHERE why = 'numbered again'"
        return {name for machine in self.machines for (name,) in rows(machine.database, again)}


class HubWithHelplessCopies(HubWithCopies):
    kind_of_machine = NumbersNothingAgain


class HubOfRestoredStations(HubMachine):
    """A station goes back to a backup: what it has scanned since is in the file that is put aside."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers_aside: set[tuple[str, int]] = set()

    @rule(which=WHICH)
    def back_up(self, which: int) -> None:
        machine = self.machine(which)
        backup.back_up(machine.database, machine.database.with_name("backup.db"))

    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        machine = self.machine(which)
        if not (copy := machine.database.with_name("backup.db")).exists():
            self.back_up(which)
            return
        names, numbers = machine.ids(LOCAL), machine.numbers("SELECT seq FROM scan")
        machine.stop()
        backup.restore(copy, machine.database, STATION)
        machine.start()
        self.aside |= names - machine.ids(LOCAL)
        self.numbers_aside |= numbers - machine.numbers("SELECT seq FROM scan")
        assert self.aside <= {name.replace("-", "") for name in put_aside(machine.database.parent)}

    def numbers_not_sent(self) -> set[tuple[str, int]]:
        return super().numbers_not_sent() | self.numbers_aside


class HubOfRestoredCentre(HubMachine):
    """The centre goes back to a backup: it has to be sent again what it had before, also a hole of its backup, though
    nothing more is ever scanned.
    """

    @rule()
    def back_up_the_centre(self) -> None:
        copy = self.folder / "centre-backup.db"
        with closing(sqlite3.connect(self.centre.path)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)

    @rule()
    def restore_the_centre(self) -> None:
        if not (self.folder / "centre-backup.db").exists():
            self.back_up_the_centre()
            return
        before = self.at_centre()
        self.centre.close()
        shutil.copyfile(self.folder / "centre-backup.db", self.folder / "centre.db")
        self.centre = self.line.centre = CentreStore(self.folder / "centre.db")
        self.forgotten |= before - self.at_centre()
        self.reached["the centre forgot"] += bool(self.forgotten)


class HubWhereAllGoBack(HubOfRestoredCentre, HubOfRestoredStations):
    """What the centre lost may be of an epoch that its station has left."""


class HubThatAsksOfThePresent(HubWhereAllGoBack):
    """Broken, for a control: nobody asks what the centre lacks of older epochs."""

    kind_of_machine = AsksOfThePresent


@pytest.mark.parametrize("broken", [HubOfForgetfulStation, HubOfGullibleStation, HubWithHelplessCopies])
def test_a_broken_station_is_found(broken: type[HubMachine]) -> None:
    """The control: the same rules and invariants."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=settings(QUICK, max_examples=60))


@pytest.mark.parametrize("asks_of_all", [True, False], ids=["", "control: asks of the present epoch"])
def test_what_the_centre_lost_of_an_epoch_that_its_station_has_left_is_sent_again(asks_of_all: bool) -> None:
    hub = HubWhereAllGoBack() if asks_of_all else HubThatAsksOfThePresent()
    hub.first_start(morning=[])
    hub.back_up_the_centre()
    hub.scan_and_send(0, 3, None)
    hub.back_up(0)
    hub.restore(0)
    hub.restore_the_centre()
    with nullcontext() if asks_of_all else pytest.raises(AssertionError):
        hub.teardown()


@pytest.mark.parametrize("examples", [10, pytest.param(500, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "hub",
    [
        HubWithCopies,
        HubWithUnnoticedCopies,
        HubOfRestoredStations,
        HubOfRestoredCentre,
        HubWhereAllGoBack,
    ],
)
def test_a_hub_in_which_something_old_comes_back_ends_well_too(hub: type[HubMachine], examples: int) -> None:
    run_state_machine_as_test(hub, settings=settings(QUICK, max_examples=examples))
