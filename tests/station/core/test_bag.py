"""How full a bag is, and what it should weigh."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from station.core.bag import Bag

GRAMS = st.integers(0, 40_000).map(Decimal)


def bag(count: int, net: Decimal, *, parcels: int | None = None, grams: Decimal | None = None) -> Bag:
    return Bag("BAG-1", "A01", count=count, net_g=net, most_parcels=parcels, most_g=grams, tare_g=Decimal(250))


def test_a_bag_without_a_capacity_is_never_full() -> None:
    assert bag(10_000, Decimal(10**9)).part is None
    assert bag(10_000, Decimal(10**9)).has_room(None)


@given(count=st.integers(0, 30), net=GRAMS, more=GRAMS)
def test_a_parcel_that_has_room_passes_neither_capacity(count: int, net: Decimal, more: Decimal) -> None:
    now = bag(count, net, parcels=20, grams=Decimal(30_000))
    assert now.has_room(more) == (count + 1 <= 20 and net + more <= 30_000)


def test_from_ninety_percent_of_either_capacity_on_a_bag_is_nearly_full() -> None:
    assert not bag(17, Decimal(0), parcels=20).is_nearly_full
    assert bag(18, Decimal(0), parcels=20).is_nearly_full
    assert bag(1, Decimal(27_000), parcels=20, grams=Decimal(30_000)).is_nearly_full
    assert not bag(19, Decimal(0), parcels=20).is_full
    assert bag(20, Decimal(0), parcels=20).is_full


def test_what_was_not_weighed_gives_no_expected_weight() -> None:
    assert bag(2, Decimal(1000)).expected_gross_g() == 1250
    assert Bag("BAG-1", "A01", count=2, unweighed=1, tare_g=Decimal(250)).expected_gross_g() is None
    assert Bag("BAG-1", "A01", count=2, net_g=Decimal(1000)).expected_gross_g() is None
