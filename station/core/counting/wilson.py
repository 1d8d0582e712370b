"""How sure a rate is."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
"""Standard deviations on both sides of the mean within which 95 % of a normal distribution lie."""


def interval(hits: int, tries: int) -> tuple[float, float]:
    """The 95 % score interval of a rate (Wilson, J. Am. Stat. Assoc. 22, 1927, 209). Of no try at all: 0 to 1."""
    if tries == 0:
        return 0.0, 1.0
    rate, spread = hits / tries, Z_95**2 / tries
    centre = (rate + spread / 2) / (1 + spread)
    half = Z_95 * math.sqrt(rate * (1 - rate) / tries + spread / (4 * tries)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
