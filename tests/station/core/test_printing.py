"""Each label comes out once, whatever is killed or switched off in between: as far as a printer can tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.output_contract import PrinterState
from station.core import LabelState, QueuedLabel, Todo, todo
from station.core.printing import SETTLE_S, TRIES

HAPPENINGS = ("look", "look", "look", "kill before sending", "kill after sending", "power cut", "paper out", "cure")


@dataclass
class World:
    """A queue on a disk, a printer with a memory, and the process between them."""

    counts: bool
    held: int = 0
    printed: int = 40
    fault: bool = False
    idle_s: float = 0.0
    label: QueuedLabel = field(default_factory=lambda: QueuedLabel(1, "labels", "bag", "B1"))
    watched: bool = False

    def state(self) -> PrinterState:
        return PrinterState(("paper_out",) if self.fault else (), self.held, self.printed if self.counts else None)

    def go_on(self) -> None:
        """Time goes by: the printer prints what it can."""
        if self.held and not self.fault:
            self.printed, self.held, self.idle_s = self.printed + self.held, 0, 0.0
        else:
            self.idle_s += SETTLE_S

    def look(self, dies: str = "") -> None:
        if self.label.state not in (LabelState.WAITING, LabelState.SENT):
            return
        idle = 0.0 if self.fault or self.held else self.idle_s
        asked = todo(self.label, self.state(), idle, watched=self.watched)
        if asked is Todo.SEND:
            before = self.printed if self.counts else None
            self.label = replace(self.label, state=LabelState.SENT, before=before, tries=self.label.tries + 1)
            if dies != "kill before sending":
                self.held += 1
            self.watched, self.idle_s = not dies, 0.0
        elif asked is not Todo.WAIT:
            self.label = replace(self.label, state=LabelState(asked.value))

    def happen(self, what: str) -> None:
        match what:
            case "power cut":
                self.held, self.watched, self.idle_s = 0, False, 0.0
            case "paper out" | "cure":
                self.fault = what == "paper out"
            case _:
                self.look("" if what == "look" else what)
        self.go_on()

    def end(self) -> None:
        """Nothing goes wrong any more."""
        self.fault = False
        for _ in range(12):
            self.happen("look")


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=12))
@settings(max_examples=600)
def test_a_printer_that_counts_prints_each_label_once(happenings: list[str]) -> None:
    world = World(counts=True)
    for what in happenings:
        world.happen(what)
    world.end()

    assert world.printed - 40 <= 1
    assert (world.label.state, world.printed) in (
        (LabelState.PRINTED, 41),
        (LabelState.FAILED, 40),  # lost so often that a person has to look
    )
    assert world.label.state is LabelState.PRINTED or world.label.tries == TRIES


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=12))
@settings(max_examples=600)
def test_without_a_count_it_is_told_that_nobody_knows_and_never_printed_twice(happenings: list[str]) -> None:
    world = World(counts=False)
    for what in happenings:
        world.happen(what)
    world.end()

    assert world.printed - 40 <= 1
    if world.label.state is LabelState.PRINTED:
        assert world.printed == 41
    else:
        assert world.label.state is LabelState.UNSURE


def test_the_law_can_fail() -> None:
    """A queue that notes the label after it was sent prints it twice when it is killed in between."""
    world = World(counts=True)
    world.look("kill after sending")
    world.label = replace(world.label, state=LabelState.WAITING, before=None)  # the broken control
    world.go_on()
    world.end()

    assert world.printed == 42


@pytest.mark.parametrize(("printed", "asked"), [(39, Todo.UNSURE), (40, Todo.SEND), (41, Todo.PRINTED)])
def test_a_count_that_went_back_says_nothing(printed: int, asked: Todo) -> None:
    sent = QueuedLabel(1, "labels", "bag", "B1", LabelState.SENT, before=40, tries=1)

    assert todo(sent, PrinterState((), 0, printed), SETTLE_S, watched=False) is asked
    assert todo(sent, PrinterState(("paper_out",), 0, 40), SETTLE_S, watched=True) is Todo.WAIT
