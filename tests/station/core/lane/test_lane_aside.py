"""While somebody weighs a bag nothing that lies there is a parcel; what comes after it is one, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.lane import steps
from tests.station.core.lane.presenting import IDS, Bench, prompt


def weighed_bag(bench: Bench, before: float, on: float, off: float, grams: int) -> Bench:
    """A bag is put down after `before` seconds, the weight taken after `on`, and the bag away after `off` more."""
    bench.lane = steps.aside(bench.lane, weighs_bag=True)
    bench.spend(before).spend(on, (), grams)
    bench.lane = steps.aside(bench.lane, weighs_bag=False)
    return bench.spend(off, (), grams)


@given(st.floats(0, 8), st.floats(0.1, 12), st.floats(0.1, 12), st.integers(30, 9000))
def test_a_bag_is_never_a_parcel_and_the_next_load_is_one(before: float, on: float, off: float, grams: int) -> None:
    bench = Bench().spend(1).spend(1, (IDS[0],), 300).spend(1.5)
    weighed_bag(bench, before, on, off, grams).spend(1.5).spend(3, (IDS[1],), 500)

    assert bench.booked == [(IDS[0], 300), (IDS[1], 500)]


def test_the_worker_is_told_to_take_the_bag_off() -> None:
    bench = weighed_bag(Bench().spend(1), 0.5, 1, 1, 5000)
    assert prompt(bench) == "Clear the scale"
    assert prompt(bench.spend(1)) == ""


def test_the_control_a_lane_that_does_not_rest_books_a_no_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "aside", lambda lane, **_: lane)
    bench = weighed_bag(Bench().spend(1), 0.5, 8, 1, 5000)
    assert (None, None) in bench.booked


def test_a_lane_without_a_scale_goes_on_at_once() -> None:
    bench = Bench(replace(Bench().rules, weigh=None, weigh_required=False))
    weighed_bag(bench, 0.5, 1, 0.1, 0).spend(1, (IDS[1],))
    assert bench.booked == [(IDS[1], None)]
