"""Weights are compared as carriers bill them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.weighing.billing import NO_CHECK, Billing, disagree

_grams = st.decimals(min_value=1, max_value=50000, places=1)
_steps = st.sampled_from([Decimal(1), Decimal("28.349523125"), Decimal(100), Decimal(500)])


@pytest.mark.parametrize(
    ("grams", "declared", "wrong"),
    [("100", "1", False), ("100.1", "100", True), ("101", "199", False), ("200", "99", True), ("0.5", "100", False)],
)
def test_a_weight_is_billed_as_the_next_full_step(grams: str, declared: str, wrong: bool) -> None:
    assert disagree(Decimal(grams), Decimal(declared), None, Billing(Decimal(100))) == wrong


def test_the_steps_of_a_carrier_replace_the_usual_ones() -> None:
    billing = Billing(Decimal(500), {"usps": Decimal(10)})

    assert disagree(Decimal(115), Decimal(100), "usps", billing)
    assert not disagree(Decimal(115), Decimal(100), "ups", billing)


@given(_grams, _grams, _steps)
def test_who_is_right_does_not_matter(one: Decimal, other: Decimal, step: Decimal) -> None:
    billing = Billing(step)
    assert disagree(one, other, None, billing) == disagree(other, one, None, billing)
    assert not disagree(one, one, None, billing)


@given(_grams, _grams, _steps, st.decimals(min_value=0, max_value=100, places=1))
def test_a_difference_within_the_tolerance_is_never_wrong(
    grams: Decimal, declared: Decimal, step: Decimal, tolerance: Decimal
) -> None:
    billing = Billing(step, tolerance_g=tolerance)
    if abs(grams - declared) <= tolerance:
        assert not disagree(grams, declared, None, billing)
    assert not disagree(grams, declared, None, NO_CHECK)
