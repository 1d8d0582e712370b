"""What can happen to the bags of a record, in any order: scans, requests, refusals of the centre, kills, restores."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from station.core import NOBODY, Accept, BagState, Code, Receipt, Refusal
from station.core.bag_requests import (
    CloseBag,
    DispatchBags,
    LoadBag,
    MoveParcel,
    NestBag,
    OpenBag,
    PutParcel,
    ReopenBag,
    ReportFound,
    ReportLost,
    UnloadBag,
)
from station.core.outcomes import Done
from station.core.requests import CorrectScan, OverrideStop, VoidScan
from station.record import Reads, Store
from station.record.recovery import back_up, restore, verify
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from station.core.outcomes import Outcome

PARCELS = st.sampled_from([f"RR12345{n}785CN" for n in range(6)])
KEYED = st.sampled_from(["RR123456785CN", "RR473124829CN"])
BAGS = st.sampled_from(["BAG-1", "BAG-2", "BAG-3", "BAG-4"])
CAGES = st.sampled_from(["CAGE-1", "CAGE-2"])
BINS = st.sampled_from(["A01", "B02"])
SEQS = st.integers(1, 30)
GRAMS = st.sampled_from(["2350", "100.5", None])


class Bags(RuleBasedStateMachine):
    """After each step the tables are what the entries say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "station.db"
        self.store = Store.open(self.path, "lane-1")
        self.backups = self.despatches = 0

    @initialize()
    def begin(self) -> None:
        for bag, bin_ in (("BAG-1", "A01"), ("BAG-2", "B02"), ("CAGE-1", None)):
            self.ask(OpenBag("Ana", bin_, bag, most_parcels=3))

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(parcel=PARCELS, bin_=BINS, grams=GRAMS)
    def scan(self, parcel: str, bin_: str, grams: str | None) -> None:
        self.store.commit(draft(parcel, decision=Accept(bin_, bin_), grams=grams))

    @rule(parcel=PARCELS)
    def stop(self, parcel: str) -> None:
        self.store.commit(replace(draft(parcel), decision=OVERWEIGHT))
        with Reads(self.path) as reads:
            assert not any(parcel == each for bag in reads.bags.open() for each, _ in reads.bags.parcels(bag.number))

    @rule(parcel=PARCELS)
    def stop_as_a_duplicate(self, parcel: str) -> None:
        with Reads(self.path) as reads:
            before = [(bag.number, bag.count) for bag in reads.bags.all()]
        self.store.commit(replace(draft(parcel), decision=Refusal(Code.DUPLICATE, (), "REJECT")))
        with Reads(self.path) as reads:
            assert before == [(bag.number, bag.count) for bag in reads.bags.all()]

    @rule(bag=BAGS, bin_=BINS, most=st.none() | st.integers(1, 3))
    def open(self, bag: str, bin_: str, most: int | None) -> None:
        self.ask(OpenBag("Ana", bin_, bag, tare_g="250", most_parcels=most))

    @rule(cage=CAGES)
    def open_cage(self, cage: str) -> None:
        self.ask(OpenBag("Ana", None, cage))

    @rule(bag=BAGS | CAGES, gross=st.sampled_from([None, "2600"]), why=st.sampled_from([None, "weighed twice"]))
    def close(self, bag: str, gross: str | None, why: str | None) -> None:
        self.ask(CloseBag(bag, "Ana", gross, why=why))

    @rule(bag=BAGS | CAGES)
    def reopen(self, bag: str) -> None:
        self.ask(ReopenBag(bag, "Ana", "one too many"))

    @rule(parcel=PARCELS | KEYED, bag=BAGS)
    def move(self, parcel: str, bag: str) -> None:
        self.ask(MoveParcel(parcel, bag, "Ana", "fell out"))

    @rule(bag=BAGS, cage=st.none() | CAGES)
    def nest(self, bag: str, cage: str | None) -> None:
        self.ask(NestBag(bag, cage, "Ana"))

    @rule(bag=BAGS | CAGES)
    def load(self, bag: str) -> None:
        self.ask(LoadBag(bag, "Ana"))

    @rule(bag=BAGS | CAGES)
    def unload(self, bag: str) -> None:
        self.ask(UnloadBag(bag, "Ana", "wrong vehicle"))

    @rule()
    def dispatch_what_is_loaded(self) -> None:
        with Reads(self.path) as reads:
            loaded = tuple(bag.number for bag in reads.bags.loaded())
        self.despatches += 1
        outcome = self.ask(DispatchBags(loaded, f"T-{self.despatches:04}", "Ana"))
        assert isinstance(outcome, Done) is bool(loaded), "what is loaded may leave"

    @rule(bags=st.lists(BAGS | CAGES, min_size=1, max_size=3), despatch=st.integers(1, 3))
    def dispatch(self, bags: list[str], despatch: int) -> None:
        self.ask(DispatchBags(tuple(bags), f"D-{despatch:04}", "Ana"))

    @rule(parcel=PARCELS, label=BAGS | BINS)
    def put(self, parcel: str, label: str) -> None:
        self.ask(PutParcel(parcel, label))

    @rule(parcel=PARCELS)
    def lose(self, parcel: str) -> None:
        self.ask(ReportLost(parcel, "Ana", "not there"))

    @rule(parcel=PARCELS, bag=st.none() | BAGS)
    def find(self, parcel: str, bag: str | None) -> None:
        self.ask(ReportFound(parcel, "Ana", bag))

    @rule(seq=SEQS)
    def void(self, seq: int) -> None:
        self.ask(VoidScan(seq, "Ana", "wrong parcel"))

    @rule(seq=SEQS, parcel=PARCELS)
    def stop_by_hand(self, seq: int, parcel: str) -> None:
        self.store.replace(seq, replace(draft(parcel), decision=OVERWEIGHT), "Ana", "DM", NOBODY)

    @rule(seq=SEQS, bin_=BINS)
    def override(self, seq: int, bin_: str) -> None:
        self.ask(OverrideStop(seq, bin_, "Ana", "weighed again"))

    @rule()
    def refuse_the_oldest(self) -> None:
        with Reads(self.path) as reads:
            batch = reads.next_batch(1)
        if batch is not None:
            self.store.settle([Receipt(batch.scan_ids()[0], "rejected", "bad", "no")])

    @rule(seq=SEQS, parcel=st.none() | KEYED, bin_=st.none() | BINS)
    def correct(self, seq: int, parcel: str | None, bin_: str | None) -> None:
        self.ask(CorrectScan(seq, parcel, bin_, "Ana", "misread"))

    @rule()
    def end_and_start_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, "lane-1")

    @rule()
    def back_up(self) -> None:
        self.backups += 1
        back_up(self.path, self.folder / f"{self.backups}.backup")

    @rule()
    def restore(self) -> None:
        if self.backups:
            self.store.close()
            restore(self.folder / f"{self.backups}.backup", self.path, "lane-1")
            self.store = Store.open(self.path, "lane-1")

    def ask(self, request: Any) -> Outcome:
        """Also what cannot be done is asked: nothing may come of it."""
        return do(self.store, request)

    @invariant()
    def the_tables_are_what_the_entries_say(self) -> None:
        found = verify(self.path)
        assert not found.count, found.findings

    @invariant()
    def only_closed_bags_of_no_container_are_loaded(self) -> None:
        with Reads(self.path) as reads:
            loaded = reads.bags.loaded()
        assert all(bag.state is BagState.CLOSED and bag.container is None for bag in loaded), loaded

    @invariant()
    def counts_and_weights_add_up(self) -> None:
        with Reads(self.path) as reads:
            for bag in reads.bags.all():
                inside = [each.gross_g for each in reads.bags.inside(bag.number)]
                held = [grams for _, grams in reads.bags.parcels(bag.number)] if bag.bin is not None else inside
                weighed = [grams for grams in held if grams is not None]
                assert (bag.count, bag.net_g) == (len(held), sum(weighed)), bag
                assert bag.unweighed == len(held) - len(weighed), bag
                assert bag.most_parcels is None or bag.count <= bag.most_parcels, bag
