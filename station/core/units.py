"""Exact conversion of weights to grams."""

from __future__ import annotations

from decimal import Decimal

GRAMS = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
"""Grams in one unit; pound and ounce by the international agreement of 1959, exact by definition."""


def to_grams(value: Decimal, unit: str | None) -> Decimal | None:
    """The same weight in grams; None for a unit that is not a weight."""
    factor = GRAMS.get(unit or "")
    return None if factor is None else value * factor
