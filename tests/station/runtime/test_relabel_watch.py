"""A new label is linked with its parcel once it was read, and never before; another one in view is refused, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hardware.contract import Symbol
from station.clock import Clock
from station.core import EVERY_LANE, ControlRead, RequestDone, Shift
from station.core.bag_requests import OpenBag
from station.core.outcomes import Done, Problem, Reason
from station.core.relabel_requests import ConfirmRelabel, RelabelParcel
from station.record import Reads, Store
from station.record.recovery import verify
from station.reports import parcel_history
from station.runtime.active import Active
from station.runtime.active_shift import ActiveShift
from station.runtime.relabel_watch import FRONT_S, GONE_S, RelabelWatch
from tests.lane_of_keys import number
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core import Event
    from station.core.outcomes import Outcome

OLD, NEW, OTHER, NEXT = "RR123456785CN", "RR473124829CN", "RB123456785CN", number(77)
GTIN = "6901234567892"


class Bench:
    """A record with an open bag, and what was told."""

    def __init__(self, store: Store, reads: Reads) -> None:
        self.store, self.reads = store, reads
        self.events: list[Event] = []
        active = Active(ActiveShift(Shift("sort", "Ana")))
        self.watch = RelabelWatch(store, EVERY_LANE, Clock(), active, self.events.append)
        self.at = 100.0

    def ask(self, old: str = OLD, new: str = NEW) -> Outcome:
        outcome = do(self.store, RelabelParcel(old, new, "Ana"))
        if not isinstance(outcome, Problem):  # of which the lane hears nothing
            self.watch.asked(outcome)
        return outcome

    def camera(self, *texts: str) -> list[str]:
        """What is left for the lane."""
        symbols = tuple(Symbol(text, text.encode(), "Code128", "]C0", ((0, 0),), "zxing") for text in texts)
        return [symbol.text for symbol in self.watch.without_labels(self.at, symbols, self.reads)]

    def passes(self, number: str) -> bool:
        return self.watch.passes(number, self.at, by_hand=True)

    def told(self) -> list[Reason]:
        heard = [each for each in self.events if isinstance(each, RequestDone | ControlRead)]
        return [each.outcome.reason for each in heard if each.outcome is not None]

    def entries(self) -> list[tuple[str, str, str]]:
        told = [entry["details"] for entry in self.reads.exported() if entry["kind"] == "relabel"]
        return [(each["is"], each["old"], each["new"]) for each in told]  # type: ignore[index]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        do(store, OpenBag("Ana", "A01", "BAG-1"))
        yield Bench(store, reads)
        found = verify(path)
        assert not found.count, found.findings


def test_it_is_linked_when_it_is_read_and_the_bag_has_its_new_number(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.ask()
    assert bench.reads.relabels.others(OLD) == frozenset()
    assert bench.camera(OLD, NEW) == [NEW], "its old label is no second parcel"
    assert bench.passes(NEW), "nothing is booked for it"
    assert bench.reads.relabels.others(OLD) == {NEW}
    assert bench.reads.relabels.others(NEW) == {OLD}
    assert [parcel for parcel, _ in bench.reads.bags.parcels("BAG-1")] == [NEW]
    assert bench.told() == [Reason.RELABEL_READ]
    assert bench.entries() == [("asked", OLD, NEW), ("read", OLD, NEW)]
    bench.at += GONE_S + 0.1
    assert not bench.passes(NEW), "it comes again, as any other parcel"
    assert bench.camera(NEW, OLD) == [NEW]


def test_another_label_is_refused_once_and_links_nothing(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.ask()
    assert (bench.camera(OTHER), bench.camera(OTHER, GTIN)) == ([OTHER], [OTHER, GTIN])
    assert bench.passes(OTHER), "it lies there and is not booked"
    assert bench.told() == [Reason.OTHER_LABEL]
    assert bench.entries() == [("asked", OLD, NEW)]
    assert not bench.passes(OLD), "its old label is no other one"
    bench.camera(NEW)
    assert bench.told() == [Reason.OTHER_LABEL, Reason.RELABEL_READ]


@pytest.mark.parametrize("how", ["left", "overdue", "machine"])
def test_the_lane_is_not_held_up(how: str, bench: Bench) -> None:
    """Other parcels come through; whenever the label is read it is linked."""
    bench.store.commit(draft(OLD))
    bench.ask()
    if how == "left":
        bench.watch.leave()
    elif how == "overdue":
        assert bench.watch.front is not None
        bench.watch.look(bench.watch.front.until - FRONT_S / 2)
        assert bench.watch.front is not None
        bench.watch.look(bench.watch.front.until)
    assert not bench.watch.took(OTHER, bench.reads, read=True, by_hand=how != "machine")
    assert [each.about.code for each in bench.watch.troubles(0.0)] == (["labels_unread"] if how != "machine" else [])
    assert bench.watch.took(NEW, bench.reads, read=True, by_hand=True)
    assert bench.reads.relabels.others(OLD) == {NEW}
    assert not list(bench.watch.troubles(0.0))


def test_a_number_that_is_typed_is_not_read(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.ask()
    assert bench.watch.took(NEW.lower(), bench.reads, read=False, by_hand=True)
    assert bench.told() == [Reason.READ_NEW_LABEL]
    assert bench.entries() == [("asked", OLD, NEW)]


def test_a_parcel_that_was_stopped_is_decided_on_under_its_new_number(bench: Bench) -> None:
    bench.store.commit(replace(draft(OLD), decision=OVERWEIGHT))
    bench.ask()
    assert bench.camera(OLD, NEW) == [NEW]
    assert not bench.passes(NEW)
    assert bench.reads.relabels.others(OLD) == {NEW}


def test_after_a_new_start_the_label_is_still_waited_for(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.ask()
    active = Active(ActiveShift(Shift("sort", "Ana")))
    bench.watch = RelabelWatch(bench.store, EVERY_LANE, Clock(), active, bench.events.append)
    bench.camera(NEW)
    assert bench.passes(NEW)
    assert bench.reads.relabels.others(NEW) == {OLD}


def test_what_cannot_be_is_refused(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.store.commit(draft(OTHER))
    assert bench.ask(OLD, OTHER).reason is Reason.NUMBER_USED
    assert bench.ask(OLD, "hello").reason is Reason.NO_PARCEL_ID
    assert do(bench.store, ConfirmRelabel(NEW)).reason is Reason.NO_LABEL_WAITS
    assert isinstance(bench.ask(), Done)
    assert bench.ask(OTHER, NEW).reason is Reason.NUMBER_USED
    bench.camera(NEW)
    assert bench.ask(OLD, NEXT).values == {"old": OLD, "new": NEW}
    assert isinstance(bench.ask(NEW, NEXT), Done)
    assert bench.camera(OLD, NEXT, NEW) == [NEXT]
    assert bench.reads.relabels.others(OLD) == {NEW, NEXT}


def test_what_is_asked_again_takes_the_place_of_what_waits(bench: Bench) -> None:
    bench.ask()
    bench.ask(OLD, NEXT)
    assert [each.new for each in bench.reads.relabels.waiting()] == [NEXT]
    assert bench.watch.took(NEXT, bench.reads, read=True, by_hand=True) is False, "never seen before: it is decided on"
    assert bench.reads.relabels.others(OLD) == {NEXT}


def test_the_history_has_it_under_either_number(bench: Bench) -> None:
    bench.store.commit(draft(OLD))
    bench.ask()
    bench.camera(NEW)
    one, other = (parcel_history(bench.store.path, number) for number in (OLD, NEW))
    assert one["entries"] == other["entries"]
    assert [entry["kind"] for entry in one["entries"]] == ["scan", "relabel", "relabel"]
    assert (one["numbers"], other["numbers"]) == ((OLD, NEW), (NEW, OLD))
    assert one["bag"] == other["bag"] == "BAG-1"
