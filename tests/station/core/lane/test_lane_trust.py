"""Which weight a parcel gets when the scale falls silent, is touched or doubts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from station.core.lane import steps
from station.core.lane.codes_in_view import after_frame
from station.core.weighing.cycle import Phase
from tests.station.core.lane.presenting import IDS, RULES, WEIGH, Bench, prompt, symbol


def test_a_weight_of_before_the_scale_fell_silent_is_not_booked() -> None:
    bench = Bench().spend(1).spend(1, (), 500)
    bench.scale_on = False
    bench.spend(2.5)

    assert prompt(bench) == "The scale sends no weight: look at its display"
    assert bench.spend(20, (IDS[0],)).booked == []


def test_a_weight_is_not_booked_later_than_the_time_it_is_fresh() -> None:
    bench = Bench(replace(RULES, weigh=replace(WEIGH, fresh_s=1.0))).spend(1).spend(1, (), 500)
    bench.scale_on = False

    assert bench.spend(1.2, ()).spend(0.5, (IDS[0],)).booked == []


def test_a_parcel_that_lies_there_for_long_keeps_a_fresh_weight() -> None:
    bench = Bench().spend(1).spend(35, (), 500).spend(1, (IDS[0],), 500)

    assert bench.booked == [(None, None), (IDS[0], 500)]
    capture = bench.shown[-1].capture
    assert capture is not None
    assert bench.at - capture.at < WEIGH.fresh_s


def test_a_no_read_is_reported_in_time_although_the_weight_is_renewed() -> None:
    bench = Bench(replace(RULES, weigh=replace(WEIGH, fresh_s=2.0), no_read_s=6)).spend(1).spend(6.5, (), 500)

    assert bench.booked == [(None, None)]


def test_the_label_of_the_next_parcel_does_not_get_the_weight_of_the_one_it_replaces() -> None:
    bench = Bench().spend(1).spend(1, (), 500).spend(0.05, (), 700, stable=False)
    bench.spend(0.5, (IDS[1],), 700, stable=False).spend(2, (IDS[1],), 900)

    assert bench.booked == []
    assert prompt(bench) == "Clear the scale"
    assert bench.spend(0.5).spend(1, (IDS[1],), 900).booked == [(IDS[1], 900)]


def test_a_parcel_that_is_turned_on_the_scale_keeps_its_weight() -> None:
    bench = Bench().spend(1).spend(1, (), 500).spend(1, (), 640, stable=False).spend(1, (IDS[0],), 500)

    assert bench.booked == [(IDS[0], 500)]


def test_a_booked_parcel_that_is_taken_off_slowly_is_no_parcel_without_weight() -> None:
    bench = Bench().spend(1).spend(1, (IDS[0],), 500).spend(8, (IDS[1],), 400, stable=False)

    assert bench.booked == [(IDS[0], 500)]
    assert bench.spend(1, (IDS[1],)).spend(1, (IDS[1],), 700).booked[1:] == [(IDS[1], 700)]


def test_a_captured_parcel_that_never_rests_again_goes_on_without_weight() -> None:
    bench = Bench().spend(1).spend(1, (), 500).spend(0.05, (), 650, stable=False)
    bench.spend(7, (IDS[0],), 650, stable=False)

    assert bench.booked == [(IDS[0], None)]
    assert bench.lane.cycle.phase is Phase.BLOCKED


def test_with_swap_each_parcel_gets_its_own_weight_without_an_empty_scale() -> None:
    bench = Bench(replace(RULES, weigh=replace(WEIGH, swap=True))).spend(1)
    for text, grams in zip(IDS, [500, 900, 300, 2000], strict=False):
        bench.spend(0.3, (text,), grams + 100, stable=False).spend(1, (text,), grams)

    assert bench.booked == list(zip(IDS[:4], [500, 900, 300, 2000], strict=True))


def test_a_load_that_is_too_light_is_told() -> None:
    bench = Bench().spend(1).spend(1, (IDS[0],), 15)

    assert (bench.booked, prompt(bench)) == ([], "Too light: under 20 g")
    assert prompt(bench.spend(1, (IDS[0],), 0)) == "Put the parcel on the scale"


@pytest.mark.parametrize("late_s", [0.6, 30])
def test_a_message_that_is_handled_late_is_told_by_the_clock_of_the_lane(late_s: float) -> None:
    bench = Bench().spend(1)
    for _ in range(20):
        bench.at += 0.05
        weight = bench.weight(500, stable=True)
        bench.lane = steps.weighed(bench.lane, weight, RULES, bench.at + late_s)

    assert bench.lane.cycle.captures == 0


def test_a_weight_in_another_unit_is_booked_in_exact_grams() -> None:
    bench = Bench().spend(1)
    for _ in range(5):
        bench.at += 0.05
        weight = replace(bench.weight(2, stable=True), unit="lb")
        bench.take(steps.weighed(bench.lane, weight, RULES))
    bench.take(after_frame(bench.lane, bench.at, (symbol(IDS[0]),), RULES))

    capture = bench.shown[-1].capture
    assert capture is not None
    assert (capture.grams, capture.value, capture.unit) == (Decimal("907.18474"), Decimal(2), "lb")
