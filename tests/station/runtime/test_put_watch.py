"""After its verdict a parcel is in no bag until the right label is seen; a wrong one alarms, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hardware.contract import Symbol
from station.clock import Clock
from station.core import BagRules, Code, ControlRead, Refusal, RequestDone, Shift
from station.core.bag_requests import OpenBag
from station.core.outcomes import Done, Reason
from station.core.requests import Checked, OverrideStop, VoidScan
from station.record import Reads, Store
from station.record.recovery import verify
from station.requests import named
from station.runtime.active import Active
from station.runtime.active_shift import ActiveShift
from station.runtime.put_watch import PutWatch
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core import Event

P1, P2 = "RR123456785CN", "RR473124829CN"


class Bench:
    """A record with two open bags, and what was told."""

    def __init__(self, store: Store, reads: Reads) -> None:
        self.store, self.reads = store, reads
        self.events: list[Event] = []
        self.watch = PutWatch(store, Clock(), Active(ActiveShift(Shift("sort", "Ana"))), self.events.append)

    def accept(self, parcel: str) -> None:
        self.watch.after(self.store.commit(replace(draft(parcel), is_put=False)))

    def camera(self, *texts: str) -> list[str]:
        symbols = [Symbol(text, text.encode(), "Code128", "]C0", ((0, 0),), "zxing") for text in texts]
        return [symbol.text for symbol in self.watch.without_labels(symbols, self.reads)]

    def told(self) -> list[Reason]:
        return [event.outcome.reason for event in self.events if isinstance(event, RequestDone)]

    def held(self, number: str) -> list[str]:
        return [parcel for parcel, _ in self.reads.bags.parcels(number)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        do(store, OpenBag("Ana", "A01", "BAG-1"))
        do(store, OpenBag("Ana", "B02", "BAG-2"))
        yield Bench(store, reads)
        found = verify(path)
        assert not found.count, found.findings


@pytest.mark.parametrize("label", ["bag-1", "A01"])
def test_the_right_label_books_the_parcel_into_the_bag(label: str, bench: Bench) -> None:
    bench.accept(P1)
    assert bench.held("BAG-1") == []
    assert bench.watch.took(label, bench.reads)
    assert (bench.held("BAG-1"), bench.told()) == ([P1], [Reason.PARCEL_PUT])
    *_, put = bench.reads.exported()
    told = put["details"]
    assert isinstance(told, dict)
    assert {key: told[key] for key in ("is", "parcel_id", "bag", "grams")} == {
        "is": "put", "parcel_id": P1, "bag": "BAG-1", "grams": "2350",
    }  # fmt: skip
    assert put["operator"] == "Ana"


def test_a_wrong_label_alarms_once_and_the_parcel_is_in_no_bag(bench: Bench) -> None:
    bench.accept(P1)
    assert bench.camera(P1, "BAG-2") == [P1]
    assert bench.camera("BAG-2") == []
    assert bench.told() == [Reason.WRONG_BAG]
    assert (bench.held("BAG-1"), bench.held("BAG-2")) == ([], [])
    assert bench.camera("BAG-1") == []
    assert bench.told() == [Reason.WRONG_BAG, Reason.PARCEL_PUT]
    assert bench.held("BAG-1") == [P1]
    assert bench.camera("BAG-1") == [], "the label of a bag that is filled here tells of no bag that is emptied"
    assert len(bench.told()) == 2


def test_the_next_parcel_tells_of_the_one_that_nobody_put(bench: Bench) -> None:
    bench.accept(P1)
    bench.accept(P2)
    assert bench.told() == [Reason.NOT_PUT]
    bench.watch.took("BAG-1", bench.reads)
    assert bench.held("BAG-1") == [P2]


def test_a_parcel_that_nobody_put_may_be_put_when_it_is_shown_again(bench: Bench) -> None:
    bench.accept(P1)
    bench.accept(P2)
    again = replace(draft(P1), decision=Refusal(Code.DUPLICATE, (), "A01"))
    bench.watch.after(bench.store.commit(again))
    assert bench.watch.took("BAG-1", bench.reads)
    assert bench.held("BAG-1") == [P1]
    bench.watch.after(bench.store.commit(again))
    assert not bench.watch.took("BAG-1", bench.reads), "it is in its bag already"


def test_a_stop_that_was_lifted_waits_for_its_label_too(bench: Bench) -> None:
    stopped = bench.store.commit(replace(draft(P1), decision=OVERWEIGHT))
    wish = named(OverrideStop(stopped.seq, "A01", "Bo", "weighed again"))
    checked = Checked(wish.request, bags=BagRules(confirm_put=True))
    outcome = bench.store.apply(wish.id, checked, Clock().read(), Shift("sort", "Ana"))
    assert isinstance(outcome, Done)
    assert bench.held("BAG-1") == []
    bench.watch.lifted(outcome)
    assert bench.watch.took("A01", bench.reads)
    assert bench.held("BAG-1") == [P1]


def test_a_parcel_whose_scan_was_taken_back_is_not_missed(bench: Bench) -> None:
    bench.accept(P1)
    do(bench.store, VoidScan(bench.reads.recent(1)[0].seq, "Ana", "undo"))
    bench.accept(P2)
    assert bench.told() == []


def test_a_stopped_parcel_in_a_wrong_place_alarms_and_nobody_has_to_say_that_it_is_in_the_right_one(
    bench: Bench,
) -> None:
    for parcel in (P1, P2):
        bench.watch.after(bench.store.commit(replace(draft(parcel), decision=OVERWEIGHT)))
    assert bench.told() == [], "nobody said where the first one lies"
    assert bench.watch.scanned("BAG-1", bench.reads)
    assert bench.watch.scanned("reject", bench.reads)
    assert bench.told() == [Reason.WRONG_BAG, Reason.PARCEL_PUT]
    assert bench.held("BAG-1") == []
    *_, put = bench.reads.exported()
    assert (put["bin"], put["details"]["is"]) == ("REJECT", "put")  # type: ignore[index]


@pytest.mark.parametrize("code", [Code.NO_BAG, Code.BAG_FULL])
def test_a_parcel_that_waits_for_a_bag_is_laid_down_again(code: Code, bench: Bench) -> None:
    bench.watch.after(bench.store.commit(replace(draft(P1), decision=Refusal(code, (), "REJECT"))))
    assert not bench.watch.took("BAG-1", bench.reads)


def test_a_label_that_no_parcel_waits_for_is_told_to_the_hand_and_never_to_the_camera(bench: Bench) -> None:
    assert bench.camera("BAG-1", "A99") == ["A99"]
    assert bench.events == []
    assert bench.watch.scanned("bag-1", bench.reads)
    assert not bench.watch.scanned(P1, bench.reads)
    assert [event.outcome.reason for event in bench.events if isinstance(event, ControlRead) and event.outcome] == [
        Reason.NOTHING_TO_PUT
    ]


def test_a_number_of_a_parcel_is_no_label_and_without_a_verdict_nothing_is_taken(bench: Bench) -> None:
    assert not bench.watch.took("BAG-1", bench.reads)
    bench.accept(P2)
    assert not bench.watch.took(P1, bench.reads)
    assert bench.told() == []
