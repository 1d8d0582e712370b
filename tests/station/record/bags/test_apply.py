"""What people ask about bags is done whole, as entries, or not at all, with the reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from station.core import Accept, BagRules, BagState, Shift
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
from station.core.models import Receipt
from station.core.outcomes import Done, Reason
from station.core.requests import AskedLane, CorrectScan, OverrideStop, VoidScan
from station.record.bags import tables
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.record.writer import Store, StoreError
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core import Bag
    from station.core.requests import Request

LANE = AskedLane(shift=Shift("sort", "anna"), bags=BagRules(prefix="HUB1"))
P1, P2, P3 = "RR123456785CN", "RR473124829CN", "RR123456799CN"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Bag 1 of bin A01 holds two parcels, 3.35 kg; bag 2 of bin B02 is empty."""
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        for request in (OpenBag("Ana", "A01", "BAG-1", "BR", "250", 3, "5000"), OpenBag("Ana", "B02", "BAG-2")):
            assert isinstance(do(store, request, LANE), Done)
        store.commit(draft(P1))
        store.commit(draft(P2, grams="1000"))
        yield store
        found = verify(store.path)
        assert not found.count, found.findings


def why(store: Store, request: Request) -> Reason:
    return do(store, request, LANE).reason


def done(store: Store, *requests: Request) -> None:
    for request in requests:
        outcome = do(store, request, LANE)
        assert isinstance(outcome, Done), outcome


def bag(store: Store, number: str = "BAG-1") -> Bag:
    with Reads(store.path) as reads:
        found = reads.bags.bag(number)
    assert found is not None
    return found


def held(store: Store, number: str = "BAG-1") -> list[str]:
    with Reads(store.path) as reads:
        return [parcel for parcel, _ in reads.bags.parcels(number)]


def last(store: Store) -> dict[str, Any]:
    with Reads(store.path) as reads:
        *_, entry = reads.exported()
    return entry


def test_an_accepted_parcel_goes_into_the_open_bag_of_its_bin_and_its_scan_says_so(store: Store) -> None:
    assert held(store) == [P1, P2]
    assert (bag(store).count, bag(store).net_g) == (2, Decimal(3350))
    assert last(store)["details"] == {"bag": "BAG-1"}
    scan = store.commit(draft(P3, decision=Accept("C03", "")))
    assert (scan.bag, "details" in last(store)) == (None, False)
    scan = store.commit(draft("RR123456808CN", decision=Accept("B02", "")))
    assert scan.bag == bag(store, "BAG-2")


def test_a_bag_is_opened_once_and_a_bin_has_one(store: Store) -> None:
    assert why(store, OpenBag("Ana", "C03", "bag-1")) is Reason.BAG_NUMBER_USED
    assert why(store, OpenBag("Ana", "A01", "BAG-9")) is Reason.BIN_HAS_BAG
    made = do(store, OpenBag("Ana", "C03"), LANE)
    assert made.reason is Reason.BAG_OPENED
    assert str(made.values["bag"]).startswith("HUB1")
    told = last(store)
    assert (told["kind"], told["bin"], told["operator"], told["details"]) == (
        "receptacle", "C03", "Ana", {"is": "opened", "bag": made.values["bag"]},
    )  # fmt: skip


def test_a_full_bag_takes_no_parcel(store: Store) -> None:
    store.commit(draft("RR123456808CN", grams="1651"))
    assert held(store) == [P1, P2], "5 kg and no more"
    store.commit(draft("RR123456811CN", grams="1650"))
    assert why(store, MoveParcel("RR123456808CN", "BAG-1", "Ana", "by hand")) is Reason.BAG_FULL
    assert bag(store).is_full


def test_a_bag_is_closed_with_its_weight_and_a_seal_that_is_used_once(store: Store) -> None:
    assert why(store, CloseBag("BAG-1", "Ana", "3000")) is Reason.GROSS_DIFFERS
    assert why(store, CloseBag("BAG-7", "Ana")) is Reason.NO_SUCH_BAG
    done(store, CloseBag("BAG-1", "Ana", "3650", "S-1"))
    assert last(store)["details"] == {
        "is": "closed", "bag": "BAG-1", "count": 2, "net_g": "3350", "gross_g": "3650", "seal": "S-1",
        "difference_g": "50",
    }  # fmt: skip
    assert (bag(store).state, bag(store).gross_g, bag(store).seal) == (BagState.CLOSED, Decimal(3650), "S-1")
    assert why(store, CloseBag("BAG-1", "Ana")) is Reason.BAG_IS_CLOSED
    assert why(store, CloseBag("BAG-2", "Ana", seal="s-1")) is Reason.SEAL_USED
    done(store, ReopenBag("BAG-1", "Bo", "one too many"))
    assert why(store, CloseBag("BAG-1", "Ana", seal="S-1")) is Reason.SEAL_USED
    done(store, CloseBag("BAG-1", "Ana", "3000", "S-2", "wet"))
    assert last(store)["details"]["why"] == "wet"


def test_a_closed_bag_stays_as_it_is_until_somebody_opens_it_again(store: Store) -> None:
    done(store, CloseBag("BAG-1", "Ana"))
    assert store.commit(draft(P3)).bag is None
    store.commit(draft(P1, decision=Accept("B02", "")))
    assert held(store, "BAG-2") == [], "by the record it is in a closed bag"
    stopped = store.commit(draft(P2, decision=OVERWEIGHT))
    for request in (
        VoidScan(3, "Bo", "x"),
        MoveParcel(P1, "BAG-2", "Bo", "x"),
        MoveParcel(P3, "BAG-1", "Bo", "x"),
        ReportLost(P1, "Bo", "x"),
        OverrideStop(stopped.seq, "B02", "Bo", "x"),
    ):
        assert why(store, request) is Reason.BAG_IS_CLOSED, request
    assert held(store) == [P1, P2]
    done(store, OpenBag("Ana", "A01", "BAG-3"))
    assert why(store, ReopenBag("BAG-1", "Bo", "x")) is Reason.BIN_HAS_BAG
    done(store, CloseBag("BAG-3", "Ana"), ReopenBag("BAG-1", "Bo", "x"), VoidScan(3, "Bo", "x"))
    assert held(store) == [P2]


def test_void_override_and_correction_follow(store: Store) -> None:
    stopped = store.commit(draft(P3, decision=OVERWEIGHT, grams="900"))
    done(store, OverrideStop(stopped.seq, "B02", "Bo", "weighed again"))
    assert (held(store, "BAG-2"), bag(store, "BAG-2").net_g) == ([P3], Decimal(900))
    override = last(store)
    done(store, VoidScan(override["seq"], "Bo", "no"), VoidScan(3, "Bo", "wrong parcel"))
    assert (held(store, "BAG-2"), held(store)) == ([], [P2])
    with Reads(store.path) as reads:
        scans = [entry for entry in reads.exported() if entry["kind"] == "scan"]
    store.settle([Receipt(str(scans[1]["scan_id"]), "rejected", "bad", "no")])
    done(store, CorrectScan(4, "RR123456785CN", None, "Bo", "misread"))
    assert (held(store), bag(store).net_g) == ([P1], Decimal(1000))
    store.settle([Receipt(last(store)["scan_id"], "rejected", "bad", "no")])
    done(store, CorrectScan(last(store)["seq"], None, "B02", "Bo", "wrong bin"))
    assert (held(store), held(store, "BAG-2")) == ([], [P1])


def test_a_parcel_is_moved_lost_and_found(store: Store) -> None:
    done(store, MoveParcel(P1, "BAG-2", "Bo", "torn"))
    assert (held(store), held(store, "BAG-2")) == ([P2], [P1])
    assert why(store, MoveParcel(P1, "BAG-2", "Bo", "torn")) is Reason.PARCEL_IN_BAG
    assert why(store, MoveParcel(P3, "BAG-2", "Bo", "torn")) is Reason.NOT_ACCEPTED
    assert why(store, ReportFound(P1, "Bo")) is Reason.NOT_LOST
    done(store, ReportLost(P1, "Bo", "not there"))
    assert held(store, "BAG-2") == []
    assert why(store, ReportLost(P1, "Bo", "not there")) is Reason.ALREADY_LOST
    done(store, ReportFound(P1, "Bo", "BAG-1"))
    assert held(store) == [P2, P1]


@pytest.mark.parametrize("calls", range(8))
def test_what_is_cut_off_between_two_steps_is_not_half_done(
    calls: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(store, CloseBag("BAG-1", "Ana", seal="S-1"), CloseBag("BAG-2", "Ana"), OpenBag("Ana", None, "CAGE-1"))
    done(store, NestBag("BAG-1", "CAGE-1", "Ana"), CloseBag("CAGE-1", "Ana"))
    before, steps = everything(store), iter(range(calls))

    def cut_off(*given: Any) -> None:
        if next(steps, None) is None:
            raise sqlite3.OperationalError("disk I/O error")
        keep(*given)

    keep = tables.keep
    monkeypatch.setattr(tables, "keep", cut_off)
    try:
        do(store, DispatchBags(("CAGE-1", "BAG-2"), "D-0001", "Ana"), LANE)
    except StoreError:
        assert everything(store) == before
        assert calls < 3
    else:
        assert calls >= 3, "three receptacles leave"
        assert {each[2] for each in everything(store)[0]} == {"dispatched"}


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(store.path)) as connection:
        names = ("bag", "bagged", "seal", "lost", "scan", "outbox", "request")
        return [connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names]


def test_a_parcel_is_put_where_its_label_says_or_nowhere(store: Store) -> None:
    assert why(store, PutParcel(P3, "BAG-1")) is Reason.NOT_ACCEPTED
    assert why(store, PutParcel(P1, "BAG-2")) is Reason.WRONG_BAG
    assert why(store, PutParcel(P1, "bag-1")) is Reason.PARCEL_IN_BAG
    done(store, MoveParcel(P1, "BAG-2", "Bo", "torn"), PutParcel(P1, "a01", "Ana"))
    assert (held(store), held(store, "BAG-2")) == ([P2, P1], [])
    scan = store.commit(replace(draft(P3, grams="900"), is_put=False))
    assert (scan.bag, held(store)) == (None, [P2, P1])
    done(store, PutParcel(P3, "BAG-1"), VoidScan(scan.seq, "Bo", "wrong parcel"))
    assert held(store) == [P2, P1]


def test_a_parcel_that_was_let_go_weighs_in_its_bag_what_its_stopped_scan_weighed(store: Store) -> None:
    stopped = store.commit(draft(P3, grams="900", decision=OVERWEIGHT))
    done(store, OverrideStop(stopped.seq, "C03", "Eva", "weighed again"), OpenBag("Ana", "C03", "BAG-3"))
    done(store, PutParcel(P3, "C03"))
    assert (held(store, "BAG-3"), bag(store, "BAG-3").net_g, bag(store, "BAG-3").unweighed) == ([P3], Decimal(900), 0)


def test_a_stopped_parcel_lies_in_the_bin_of_its_stop_and_in_no_bag(store: Store) -> None:
    store.commit(draft(P3, decision=OVERWEIGHT))
    assert why(store, PutParcel(P3, "A01")) is Reason.WRONG_BAG
    assert why(store, PutParcel(P3, "BAG-1")) is Reason.WRONG_BAG
    done(store, PutParcel(P3, OVERWEIGHT.bin.lower()))
    assert (held(store), held(store, "BAG-2")) == ([P1, P2], [])


def test_bags_are_nested_once_and_leave_with_their_container(store: Store) -> None:
    done(store, OpenBag("Ana", None, "CAGE-1"), CloseBag("BAG-1", "Ana", "3600", "S-1"))
    assert why(store, NestBag("BAG-2", "CAGE-1", "Ana")) is Reason.BAG_IS_OPEN
    done(store, NestBag("BAG-1", "CAGE-1", "Ana"))
    assert (bag(store, "CAGE-1").count, bag(store, "CAGE-1").net_g) == (1, Decimal(3600))
    assert why(store, NestBag("BAG-1", "CAGE-1", "Ana")) is Reason.BAG_IS_NESTED
    assert why(store, ReopenBag("BAG-1", "Bo", "x")) is Reason.BAG_IS_NESTED
    done(store, NestBag("BAG-1", None, "Ana"))
    assert (bag(store, "CAGE-1").count, bag(store).container) == (0, None)
    done(store, NestBag("BAG-1", "CAGE-1", "Ana"))
    assert why(store, DispatchBags(("CAGE-1",), "D-0001", "Ana")) is Reason.BAG_IS_OPEN
    done(store, CloseBag("CAGE-1", "Ana"))
    assert why(store, DispatchBags(("BAG-1",), "D-0001", "Ana")) is Reason.BAG_IS_NESTED
    outcome = do(store, DispatchBags(("CAGE-1",), "d-0001", "Ana"), LANE)
    assert outcome == Done(Reason.BAGS_DISPATCHED, {"despatch": "D-0001", "count": 2, "parcels": 2})
    assert {bag(store, number).state for number in ("BAG-1", "CAGE-1")} == {BagState.DISPATCHED}


def test_a_closed_bag_is_loaded_once_and_a_wrong_one_comes_off_again(store: Store) -> None:
    assert why(store, LoadBag("BAG-1")) is Reason.BAG_IS_OPEN
    assert why(store, LoadBag("BAG-7")) is Reason.NO_SUCH_BAG
    assert why(store, LoadBag(P1)) is Reason.BAG_IS_PARCEL
    done(store, CloseBag("BAG-1", "Ana", seal="S-1"), LoadBag("bag-1", "Bo"))
    assert (last(store)["kind"], last(store)["operator"], last(store)["details"]) == (
        "receptacle", "Bo", {"is": "loaded", "bag": "BAG-1", "count": 2, "net_g": "3350", "seal": "S-1"},
    )  # fmt: skip
    with Reads(store.path) as reads:
        assert (reads.bags.loaded(), reads.bags.last_load()) == ((bag(store),), bag(store))
    assert why(store, LoadBag("BAG-1")) is Reason.BAG_IS_LOADED
    assert why(store, ReopenBag("BAG-1", "Bo", "x")) is Reason.BAG_IS_LOADED
    done(store, UnloadBag("BAG-1", "Bo", "wrong vehicle"))
    with Reads(store.path) as reads:
        assert (reads.bags.loaded(), reads.bags.last_load()) == ((), None)
    done(store, LoadBag("BAG-1"), DispatchBags(("BAG-1",), "D-0001", "Ana"))
    assert why(store, UnloadBag("BAG-1", "Bo", "x")) is Reason.BAG_IS_GONE


def test_closed_bags_leave_whole_or_not_at_all_and_their_parcels_may_come_again(store: Store) -> None:
    done(store, CloseBag("BAG-1", "Ana"))
    assert why(store, DispatchBags(("BAG-1", "BAG-2"), "D-0001", "Ana")) is Reason.BAG_IS_OPEN
    assert bag(store).state is BagState.CLOSED
    done(store, DispatchBags(("BAG-1",), "D-0001", "Ana"), CloseBag("BAG-2", "Ana"))
    assert why(store, DispatchBags(("BAG-2",), "D-0001", "Ana")) is Reason.DESPATCH_USED
    assert why(store, VoidScan(3, "Bo", "x")) is Reason.BAG_IS_GONE
    done(store, OpenBag("Ana", "A01", "BAG-3"))
    store.commit(draft(P1))
    assert (held(store), held(store, "BAG-3")) == ([P1, P2], [P1])
