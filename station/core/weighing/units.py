"""Exact conversion of weights to grams. Nothing is ever rounded."""

from __future__ import annotations

from decimal import Context, Decimal

GRAMS = {
    "ug": Decimal("0.000001"),
    "µg": Decimal("0.000001"),
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "ct": Decimal("0.2"),
    "gn": Decimal("0.06479891"),
    "dwt": Decimal("1.55517384"),
    "oz": Decimal("28.349523125"),
    "ozt": Decimal("31.1034768"),
    "lb": Decimal("453.59237"),
    "mom": Decimal("3.75"),
    "tola": Decimal("11.6638038"),
}
"""Grams in one unit. Pound, and with it grain (lb / 7000), ounce (lb / 16), pennyweight (24 grains), troy ounce (480)
and tola (180): international agreement of 1959, exact by definition. Pounds and ounces in one field are
`16 * lb + oz` ounces before they come here. A tael differs from country to country: none."""
_FACTOR_DIGITS = 11


def to_grams(value: Decimal, unit: str | None) -> Decimal | None:
    """The same weight in grams, exact to the last digit; None for a unit that is not a weight."""
    factor = GRAMS.get(unit or "")
    if factor is None or not value.is_finite():
        return None
    return Context(prec=len(value.as_tuple().digits) + _FACTOR_DIGITS).multiply(value, factor)
