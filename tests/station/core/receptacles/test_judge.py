"""What may be done with a bag as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from station.core.bag import Bag, BagRules, BagState
from station.core.outcomes import Nothing, Reason
from station.core.receptacles import (
    not_open,
    not_to_close,
    not_to_dispatch,
    not_to_load,
    not_to_nest,
    not_to_reopen,
    not_to_take_out,
    not_to_unload,
    takes_no_parcel,
)

OPEN = Bag("BAG-1", "A01", count=2, net_g=Decimal(3000), tare_g=Decimal(250), most_parcels=3, most_g=Decimal(5000))
CLOSED = Bag("BAG-2", "A01", BagState.CLOSED)
GONE = Bag("BAG-3", "A01", BagState.DISPATCHED, despatch="D-0001")
NESTED = Bag("BAG-4", "A01", BagState.CLOSED, container="CAGE-1")
CAGE = Bag("CAGE-1", None)
LOADED = Bag("BAG-5", "A01", BagState.CLOSED, loaded_at="2026-11-30T10:00:00.000Z")
S9 = Bag("CNSHAABRRIOAACC60001001000123", "A01", BagState.CLOSED)
LOOSE = BagRules(tolerance_g=Decimal(100))
STRICT = BagRules(tolerance_g=Decimal(100), needs_weight=True, needs_seal=True)


def reason(found: Nothing | None) -> Reason | None:
    return None if found is None else found.reason


@pytest.mark.parametrize(
    ("bag", "grams", "expected"),
    [
        (OPEN, Decimal(2000), None),
        (OPEN, None, None),
        (OPEN, Decimal(2001), Reason.BAG_FULL),
        (CLOSED, None, Reason.BAG_IS_CLOSED),
        (GONE, None, Reason.BAG_IS_GONE),
        (CAGE, None, Reason.IS_CONTAINER),
    ],
)
def test_what_takes_a_parcel(bag: Bag, grams: Decimal | None, expected: Reason | None) -> None:
    assert reason(takes_no_parcel(bag, grams)) == expected


@pytest.mark.parametrize(
    ("bag", "gross", "explained", "expected"),
    [
        (OPEN, None, False, None),
        (OPEN, "3250", False, None),
        (OPEN, "3350", False, None),
        (OPEN, "3150", False, None),
        (OPEN, "3351", False, Reason.GROSS_DIFFERS),
        (OPEN, "3149", False, Reason.GROSS_DIFFERS),
        (OPEN, "3149", True, None),
        (OPEN, "5351", True, Reason.BAG_TOO_HEAVY),
        (CLOSED, "3250", False, Reason.BAG_IS_CLOSED),
        (GONE, None, True, Reason.BAG_IS_GONE),
    ],
)
def test_what_may_be_closed(bag: Bag, gross: str | None, explained: bool, expected: Reason | None) -> None:
    weight = None if gross is None else Decimal(gross)
    assert reason(not_to_close(bag, weight, None, LOOSE, explained=explained)) == expected
    if weight is not None or expected is not None or explained:
        assert reason(not_to_close(bag, weight, "S-1", STRICT, explained=explained)) == expected


def test_a_hub_may_want_weight_and_seal() -> None:
    def closed(bag: Bag, grams: Decimal | None, seal: str | None, *, explained: bool = False) -> Reason | None:
        return reason(not_to_close(bag, grams, seal, STRICT, explained=explained))

    assert closed(OPEN, None, "S-1") is Reason.BAG_NOT_WEIGHED
    assert closed(OPEN, None, "S-1", explained=True) is None
    assert closed(OPEN, Decimal(3250), None, explained=True) is Reason.BAG_NOT_SEALED
    assert closed(CAGE, Decimal(3250), None, explained=True) is None, "a container has no seal"


def test_what_may_be_opened_again() -> None:
    found = [reason(not_to_reopen(bag)) for bag in (OPEN, CLOSED, GONE, NESTED)]
    assert found == [Reason.BAG_IS_OPEN, None, Reason.BAG_IS_GONE, Reason.BAG_IS_NESTED]


def test_a_bag_is_nested_once_in_an_open_container() -> None:
    found = [reason(not_to_nest(bag, CAGE)) for bag in (OPEN, CLOSED, GONE, NESTED, CAGE)]
    assert found == [Reason.BAG_IS_OPEN, None, Reason.BAG_IS_GONE, Reason.BAG_IS_NESTED, Reason.IS_CONTAINER]
    assert reason(not_to_nest(CLOSED, OPEN)) is Reason.NO_CONTAINER
    assert reason(not_to_nest(CLOSED, Bag("CAGE-2", None, BagState.CLOSED))) is Reason.BAG_IS_CLOSED
    assert reason(not_to_take_out(CLOSED, None)) is Reason.NOT_NESTED
    assert reason(not_to_take_out(NESTED, CAGE)) is None


def test_a_closed_bag_is_loaded_once_and_stays_as_it_is_until_it_is_unloaded() -> None:
    found = [reason(not_to_load(bag)) for bag in (OPEN, CLOSED, GONE, NESTED, LOADED)]
    assert found == [Reason.BAG_IS_OPEN, None, Reason.BAG_IS_GONE, Reason.BAG_IS_NESTED, Reason.BAG_IS_LOADED]
    assert reason(not_to_reopen(LOADED)) is Reason.BAG_IS_LOADED
    assert reason(not_to_nest(LOADED, CAGE)) is Reason.BAG_IS_LOADED
    assert reason(not_to_dispatch(LOADED, "D-0002")) is None
    assert [reason(not_to_unload(bag)) for bag in (CLOSED, LOADED, GONE)] == [
        Reason.NOT_LOADED, None, Reason.BAG_IS_GONE,
    ]  # fmt: skip


def test_only_closed_bags_leave_and_under_their_own_despatch() -> None:
    found = [reason(not_to_dispatch(bag, "D-0002")) for bag in (OPEN, CLOSED, GONE, NESTED)]
    assert found == [Reason.BAG_IS_OPEN, None, Reason.BAG_IS_GONE, Reason.BAG_IS_NESTED]
    assert reason(not_to_dispatch(S9, S9.number[:20])) is None
    assert reason(not_to_dispatch(S9, "CNSHAABRRIOAACC60002")) is Reason.OTHER_DESPATCH
    assert reason(not_to_dispatch(S9, "TRUCK-7")) is None


def test_only_an_open_bag_may_be_changed() -> None:
    assert [reason(not_open(bag)) for bag in (OPEN, CLOSED, GONE)] == [None, Reason.BAG_IS_CLOSED, Reason.BAG_IS_GONE]
