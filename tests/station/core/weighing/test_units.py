"""Weights become grams to the last digit, or not at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales.framing.quantities import WEIGHT_UNITS
from station.core.weighing.units import GRAMS, to_grams

POUND = Decimal("453.59237")


def test_every_unit_that_a_scale_may_send_is_known() -> None:
    assert set(GRAMS) >= WEIGHT_UNITS


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30), st.sampled_from([*GRAMS])
)
def test_no_digit_is_lost(value: Decimal, unit: str) -> None:
    grams = to_grams(value, unit)

    assert grams is not None
    assert Fraction(grams) == Fraction(value) * Fraction(GRAMS[unit])


@pytest.mark.parametrize(
    ("unit", "pounds"),
    [
        ("lb", Fraction(1)),
        ("oz", Fraction(1, 16)),
        ("gn", Fraction(1, 7000)),
        ("dwt", Fraction(24, 7000)),
        ("ozt", Fraction(480, 7000)),
        ("tola", Fraction(180, 7000)),
    ],
)
def test_units_of_the_pound_hang_together(unit: str, pounds: Fraction) -> None:
    assert Fraction(GRAMS[unit]) == pounds * Fraction(POUND)


@pytest.mark.parametrize("unit", [None, "", "pcs", "%", "KG", "tl", "lb:oz", "st"])
def test_an_unknown_unit_is_no_weight(unit: str | None) -> None:
    assert to_grams(Decimal(1), unit) is None


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_no_weight(value: str) -> None:
    assert to_grams(Decimal(value), "g") is None
