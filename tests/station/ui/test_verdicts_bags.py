"""The verdict says into which bag a parcel goes, and warns of one that is soon full so that it is heard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from station.core import Bag
from station.core.outcomes import Done, Nothing, Reason
from station.ui.verdicts import Mood, of_put, of_scan
from tests.station.ui.scripted_station import accepted

BAG = Bag("BAG-1", "B12", count=12, net_g=Decimal(8410), most_parcels=40)


@pytest.mark.parametrize(
    ("bag", "tones", "action"),
    [
        (BAG, 1, "Put it into B12"),
        (replace(BAG, count=35), 1, "Put it into B12"),
        (replace(BAG, count=36), 2, "Put it into B12. The bag is nearly full: 90 %"),
        (replace(BAG, count=40), 2, "Put it into B12. Then close the bag: it is full"),
        (replace(BAG, count=9000, most_parcels=None), 1, "Put it into B12"),
        (None, 1, "Put it into B12"),
    ],
)
def test_a_bag_that_is_soon_full_is_heard(bag: Bag | None, tones: int, action: str) -> None:
    verdict = of_scan(replace(accepted().scan, bag=bag))
    assert (verdict.tones, verdict.action) == (tones, action)


def test_the_bag_its_parcels_and_its_weight_stand_beside_the_bin() -> None:
    verdict = of_scan(replace(accepted().scan, bag=BAG))
    assert verdict.sentence == "São Paulo, registered · bag BAG-1: 12 parcels, 8.41 kg"
    assert of_scan(accepted().scan).sentence == "São Paulo, registered"


def test_where_a_parcel_is_put_is_asked_confirmed_or_alarmed() -> None:
    scan = accepted().scan
    asked = of_scan(replace(scan, draft=replace(scan.draft, is_put=False)))
    assert asked.action == "Put it into B12, then scan the label of B12"
    told = {"parcel_id": "RB123456785CN", "into": "B12", "bag": "BAG-1"}
    right = of_put(Done(Reason.PARCEL_PUT, told))
    assert (right.mood, right.giant, right.tones) == (Mood.ACCEPT, "B12", 1)
    wrong = of_put(Nothing(Reason.WRONG_BAG, {**told, "label": "BAG-2"}))
    assert (wrong.mood, wrong.tones, wrong.action) == (Mood.STOP, 3, "Put it into B12, then scan the label of B12")
    assert wrong.sentence == "BAG-2 is wrong: parcel RB123456785CN belongs into bag BAG-1, bin B12"
