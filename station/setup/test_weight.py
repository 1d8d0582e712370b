"""A test weight on the scale: what it weighs once it lies there steadily."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from station.core.weighing import to_grams

if TYPE_CHECKING:
    from hardware.contract import Weight

STEADY_S = 1.0
"""A scale that does not say whether it is stable has to say the same for so long."""
MOST_G = Decimal(1_000_000)


class SteadyWeight:
    """Hears the scale until a weight of more than half of the test weight lies there steadily."""

    def __init__(self, wanted: Decimal) -> None:
        """`wanted`: grams."""
        self._wanted = wanted
        self._last: Decimal | None = None
        self._since = 0.0

    def hear(self, said: Weight) -> Decimal | None:
        """Grams that lie there steadily; None: not yet."""
        if said.kind != "weight":
            return None
        grams = None if said.value is None or said.status != "ok" else to_grams(said.value, said.unit)
        if grams != self._last:
            self._last, self._since = grams, said.at
        steady = said.stable is True or said.at - self._since >= STEADY_S
        return grams if grams is not None and grams > self._wanted / 2 and steady else None


def grams_of(text: str) -> Decimal | None:
    """Grams, more than 0 and at most a tonne; None: it is none."""
    try:
        grams = Decimal(text.strip())
    except InvalidOperation:
        return None
    return grams if grams.is_finite() and 0 < grams <= MOST_G else None
