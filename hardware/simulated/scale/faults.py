"""What goes wrong with a scale now and then: on the platform (motion, overload, a pull) and on the wire."""

from __future__ import annotations

import random
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from hardware.simulated.scale.load_cell import LoadCell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from hardware.simulated.scale.load_cell import CellReading

LASTS_S = 0.4
PULL_D = 20


class Fault(StrEnum):
    """One kind of trouble."""

    MOTION = "motion"
    """Somebody leans on it: not stable."""
    OVERLOAD = "overload"
    NEGATIVE = "negative"
    """The platform is pulled up."""
    DROPOUT = "dropout"
    """Nothing is sent."""
    HALF = "half"
    """Every message breaks off in its middle."""


class Trouble:
    """One fault at a time, at moments that the seed decides; the same for the same seed."""

    def __init__(self, kinds: Sequence[Fault], every_s: float, seed: int) -> None:
        """`every_s`: mean time from one fault to the next."""
        self._kinds = tuple(kinds)
        self._every_s = every_s
        self._chance = random.Random(seed)  # noqa: S311  # a simulation
        self._begins: float | None = None
        self._kind: Fault | None = None

    def at(self, now: float) -> Fault | None:
        """What is wrong now; times never go back."""
        if not self._kinds:
            return None
        if self._begins is None or now >= self._begins + LASTS_S:
            self._begins = now + self._chance.expovariate(1 / self._every_s)
            self._kind = self._chance.choice(self._kinds)
        return self._kind if now >= self._begins else None

    def sent(self, said: bytes, now: float) -> bytes:
        """What of a message reaches the wire."""
        match self.at(now):
            case Fault.DROPOUT:
                return b""
            case Fault.HALF:
                return said[: len(said) // 2]
            case _:
                return said


class TroubledCell(LoadCell):
    """A load cell on whose platform things go wrong."""

    def __init__(
        self,
        division_g: Decimal,
        settle_ms: float,
        seed: int,
        *,
        noise_g: float,
        capacity_g: Decimal,
        trouble: Trouble,
    ) -> None:
        super().__init__(division_g, settle_ms, seed, noise_g)
        self._trouble = trouble
        self._capacity_g = capacity_g

    def reading(self, now: float) -> CellReading:
        """The load as it shows now."""
        reading = super().reading(now)
        match self._trouble.at(now):
            case Fault.MOTION:
                return replace(reading, stable=False)
            case Fault.OVERLOAD:
                return replace(reading, grams=2 * self._capacity_g, stable=False)
            case Fault.NEGATIVE:
                return replace(reading, grams=-PULL_D * self.division_g, stable=False)
            case _:
                return reading
