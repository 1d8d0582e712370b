"""A request about bags is judged by its numbers and amounts before any record is looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.core.bag import BagRules
from station.core.bag_requests import BagRequest, CloseBag, DispatchBags, MoveParcel, OpenBag
from station.core.outcomes import Problem, Reason
from station.core.requests import Checked, check

HUB = BagRules(prefix="HUB1", office="CNSHAA")
OPEN = OpenBag("Ana", "A01", "bag-17", tare_g=" 250.5 ", most_parcels=20)


def judged(request: BagRequest, rules: BagRules = HUB) -> Checked | Problem:
    return check(request, bags=rules)


def reason(request: BagRequest, rules: BagRules = HUB) -> Reason | None:
    found = judged(request, rules)
    return found.reason if isinstance(found, Problem) else None


def test_numbers_and_amounts_are_kept_in_one_spelling() -> None:
    found = judged(OPEN)
    assert isinstance(found, Checked)
    assert found.request == OpenBag("Ana", "A01", "BAG-17", tare_g="250.5", most_parcels=20)
    assert found.bags == HUB
    moved = judged(MoveParcel("rr 123 456 785 cn", "bag-17", "Ana", "torn"))
    assert isinstance(moved, Checked)
    assert moved.request == MoveParcel("RR123456785CN", "BAG-17", "Ana", "torn")
    left = judged(DispatchBags(("bag-1", " BAG-1", "bag-2"), "d-0001", "Ana"))
    assert isinstance(left, Checked)
    assert left.request == DispatchBags(("BAG-1", "BAG-2"), "D-0001", "Ana")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (replace(OPEN, bag=None), None),
        (replace(OPEN, bag="HUB1X"), Reason.BAD_BAG_CHECK),
        (replace(OPEN, bag="x"), Reason.NO_BAG_NUMBER),
        (replace(OPEN, who=" "), Reason.EMPTY),
        (replace(OPEN, destination=""), Reason.EMPTY),
        (replace(OPEN, tare_g="-1"), Reason.NO_AMOUNT),
        (replace(OPEN, tare_g="0"), None),
        (replace(OPEN, most_g="0"), Reason.NO_AMOUNT),
        (replace(OPEN, most_g="1e3"), Reason.NO_AMOUNT),
        (replace(OPEN, most_l="٣"), Reason.NO_AMOUNT),
        (replace(OPEN, most_parcels=0), Reason.NO_AMOUNT),
        (CloseBag("HUB1X", "Ana"), None),
        (CloseBag("BAG-1", "Ana", gross_g="much"), Reason.NO_AMOUNT),
        (CloseBag("BAG-1", "Ana", seal=""), Reason.EMPTY),
        (CloseBag("BAG-1", "Ana", seal="S" * 36), Reason.TOO_LONG),
        (DispatchBags((), "D-0001", "Ana"), Reason.EMPTY),
        (DispatchBags(("",), "D-0001", "Ana"), Reason.EMPTY),
        (DispatchBags(tuple(f"BAG-{n}" for n in range(1001)), "D-0001", "Ana"), Reason.TOO_MANY_BAGS),
    ],
)
def test_what_is_wrong_is_named(request_: BagRequest, expected: Reason | None) -> None:
    assert reason(request_) == expected


def test_without_a_prefix_the_station_makes_no_number() -> None:
    assert reason(replace(OPEN, bag=None), BagRules()) is Reason.NO_PREFIX


def test_a_bag_that_another_lane_has_open_is_refused_with_its_name() -> None:
    found = check(OPEN, bags=HUB, open_elsewhere={"BAG-17": "lane-2"}.get)
    assert found == Problem(Reason.OPEN_ELSEWHERE, {"bag": "BAG-17", "station": "lane-2"})
