"""An accepted parcel stops where the bag of its bin does not take it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from station.core import Accept, Bag, BagState, Code, DecisionRules, Refusal, into_bag

HERE = Accept("A01", "New England")
OPEN = Bag("BAG-1", "A01", count=3, net_g=Decimal(3000), most_parcels=4, most_g=Decimal(5000))
FULL = Bag("BAG-1", "A01", count=4, most_parcels=4)
CLOSED = Bag("BAG-2", "A01", BagState.CLOSED)
OTHER = Bag("BAG-3", "B02")


@pytest.mark.parametrize(
    ("bag", "before", "grams", "required", "code"),
    [
        (None, None, 100, False, None),
        (None, None, 100, True, Code.NO_BAG),
        (OPEN, None, 2000, True, None),
        (OPEN, None, 2001, False, Code.BAG_FULL),
        (FULL, None, None, False, Code.BAG_FULL),
        (FULL, FULL, 100, False, None),
        (OPEN, OTHER, 100, False, None),
        (OPEN, CLOSED, 100, False, Code.IN_CLOSED_BAG),
        (None, CLOSED, 100, True, Code.IN_CLOSED_BAG),
    ],
)
def test_what_the_bags_make_of_it(
    bag: Bag | None, before: Bag | None, grams: int | None, required: bool, code: Code | None
) -> None:
    rules = DecisionRules(weigh_required=False, max_weight_g=Decimal(30000), bag_required=required)
    weight = None if grams is None else Decimal(grams)
    decision = into_bag(HERE, bag, before, weight, None, rules)
    assert decision == HERE if code is None else isinstance(decision, Refusal)
    assert (decision.code if isinstance(decision, Refusal) else None) == code
