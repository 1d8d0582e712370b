"""What puts a weight in doubt: a zero that drifts, a tare, a flag, a unit, a fault, a load too heavy or too light."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hardware.scales import decode
from station.core.weighing.cycle import Phase, WeighCycle, advance
from tests.station.core.weighing.scale import RULES, Scale, rules

# -- zero


@pytest.mark.parametrize("drift", [3, -3, 9, -40])
def test_an_empty_scale_off_zero_for_ten_seconds_asks_to_be_zeroed(drift: int) -> None:
    scale = Scale().say(*[drift] * 100)

    assert scale.prompt is None
    assert scale.say(drift, drift).prompt == "off_zero"
    assert scale.say(0).prompt is None


@pytest.mark.parametrize("drift", [2, -2, 0])
def test_two_divisions_off_zero_are_well(drift: int) -> None:
    assert Scale().say(*[drift] * 600).prompt is None


def test_a_drift_shows_although_there_is_always_another_parcel() -> None:
    scale = Scale()
    for _ in range(4):
        scale.say(*[-5] * 5).say(*[500] * 30)

    assert scale.say(*[-5] * 5).prompt == "off_zero"


def test_a_scale_that_swings_through_zero_is_not_off_zero() -> None:
    scale = Scale()
    for _ in range(4):
        scale.say(-5, stable=False).say(*[500] * 120).say(-5, -5, -5, -5, -5, stable=False)

        assert scale.prompt is None
        scale.say(0)


# -- doubts


def test_net_without_a_tare_is_refused_unless_allowed() -> None:
    scale = Scale().say(*[500] * 5, mode="net")

    assert (scale.grams, scale.prompt) == ([], "net")
    assert Scale().say(500, 500, mode="net", tare=Decimal(80)).captures[0].tare == 80
    assert Scale(rules(allow_net=True)).say(500, 500, mode="net").grams == [500]
    assert Scale().say(500, 500, mode="net", mode_told=False).grams == [500]


def test_mt_sics_calls_every_weight_net_and_works() -> None:
    cycle = WeighCycle()
    for at, line in enumerate([b"S S          0 g\r\n"] * 8 + [b"S S        500 g\r\n"] * 3):
        for message in decode("mt-sics", [line], {}):
            cycle = advance(cycle, replace(message, at=at / 10), RULES)

    assert cycle.capture is not None
    assert (cycle.capture.grams, cycle.capture.mode) == (Decimal(500), "net")


def test_a_scale_that_tells_net_from_gross_is_taken_at_its_word() -> None:
    cycle = WeighCycle()
    for at, line in enumerate([b"ST,GS,+   0.000kg\r\n"] * 8 + [b"ST,NT,+   0.500kg\r\n"] * 3):
        for message in decode("st-gs-generic", [line], {}):
            cycle = advance(cycle, replace(message, at=at / 10), RULES)

    assert (cycle.captures, cycle.fault) == (0, "net")


@pytest.mark.parametrize("flag", ["hold", "bcc_mismatch", "x10", "over_capacity", "never heard of"])
def test_a_flag_stops_the_weight(flag: str) -> None:
    scale = Scale().say(*[500] * 5, flags=("center_of_zero", flag))

    assert scale.grams == []
    assert scale.prompt is not None
    assert Scale().say(500, 500, flags=("center_of_zero",)).grams == [500]


def test_another_unit_under_one_load_is_refused_until_the_scale_is_cleared() -> None:
    scale = Scale().say(500, stable=False).say(*["0.5"] * 5, unit="kg")

    assert (scale.grams, scale.prompt) == ([], "other_unit")
    assert scale.say(500, 500).grams == []
    assert scale.say(*["0"] * 5, unit="kg").say("0.5", "0.5", unit="kg").grams == [500]


def test_a_captured_weight_does_not_outlive_its_unit() -> None:
    assert Scale().say(500, 500).say("0.5", unit="kg").cycle.capture is None


@pytest.mark.parametrize("unit", [None, "pcs", "st"])
def test_an_unknown_unit_is_no_weight_and_is_told(unit: str | None) -> None:
    scale = Scale().say(*[500] * 5, unit=unit)

    assert (scale.grams, scale.prompt) == ([], "unit")


def test_more_than_the_scale_is_made_for_is_an_overload() -> None:
    small = rules(max_scale_g=Decimal(3000))

    assert Scale(small).say(3009, 3009).grams == [3009]
    over = Scale(small).say(3010, 3010)
    assert (over.grams, over.prompt) == ([], "overload")


@pytest.mark.parametrize("status", ["overload", "underload", "zero_error", "error", "checksum", "incomplete"])
def test_a_value_beside_a_fault_is_no_weight(status: str) -> None:
    scale = Scale().say(*[500] * 5, status=status)

    assert (scale.grams, scale.cycle.fault) == ([], status)
    captured = Scale().say(500, 500).say(500, status=status)
    assert captured.cycle.capture is None
    assert captured.say(500, 500).cycle.captures == 1


@pytest.mark.parametrize("status", ["ok", "motion"])
def test_a_scale_that_sends_no_number_while_it_moves_is_not_at_fault(status: str) -> None:
    scale = Scale().say(500, kind="status_only", value=None, unit=None, status=status)

    assert (scale.prompt, scale.cycle.phase) == (None, Phase.EMPTY)
    assert scale.say(500, 500).grams == [500]
    assert scale.say(500, kind="status_only", value=None, unit=None, status=status).cycle.capture is None


def test_a_capture_says_where_it_comes_from() -> None:
    (capture,) = Scale().say(400, stable=False).say(500, 500, raw=b"S S 500 g", alibi="000123").captures

    assert (capture.raw, capture.alibi, capture.samples, capture.settle_ms) == (b"S S 500 g", "000123", 3, 200)


def test_a_load_that_falls_under_the_minimum_is_not_captured() -> None:
    scale = Scale().say(30, stable=False).say(*[15] * 20)

    assert scale.grams == []
