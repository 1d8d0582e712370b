"""How a load cell behaves: a load swings in, settles and is stable; nothing here knows a protocol."""

from __future__ import annotations

import math
import random
import threading
from dataclasses import dataclass
from decimal import Decimal

SWING_HZ = 3.0
"""A platform with a parcel on it swings a few times a second."""
HOLD_S = 0.3
"""The device calls a weight stable when it stayed within a division this long."""
NOISE_D = 0.1
"""Standard deviation of the noise, in divisions; it never exceeds `NOISE_LIMIT_D`."""
NOISE_LIMIT_D = 0.3


@dataclass(frozen=True, slots=True)
class CellReading:
    """What the cell says at one moment; `grams` is rounded to the division."""

    grams: Decimal
    stable: bool


class LoadCell:
    """A platform that one load at a time stands on. Times are monotonic seconds; any thread may place."""

    def __init__(self, division_g: Decimal, settle_ms: float, seed: int, noise_g: float = 0.0) -> None:
        """`settle_ms`: from placing to the stable flag, whatever the load; `noise_g`: peak of a shaking floor, on top
        of the cell's own noise. What shakes by more than a division is never stable for long.
        """
        self._shake_d = noise_g / float(division_g)
        self.division_g = division_g
        self._settle_s = settle_ms / 1000
        self._noise = random.Random(seed)  # noqa: S311  # a simulation, the same for the same seed
        self._lock = threading.Lock()
        self._from_g = self._to_g = 0.0
        self._since = -math.inf

    def place(self, grams: float, now: float) -> None:
        """Replace the load; negative pulls the platform up."""
        with self._lock:
            self._from_g = self._at(now)
            self._to_g = grams
            if abs(grams - self._from_g) >= float(self.division_g) / 2:
                self._since = now

    def reading(self, now: float) -> CellReading:
        """The load as it shows now."""
        with self._lock:
            grams = self._at(now)
            noise = max(-NOISE_LIMIT_D, min(NOISE_LIMIT_D, self._noise.gauss(0, NOISE_D)))
            shake = self._noise.uniform(-self._shake_d, self._shake_d) if self._shake_d else 0.0
            stable = now - self._since >= self._settle_s and abs(shake) <= 1
        noisy = grams / float(self.division_g) + noise + shake
        return CellReading(round(noisy) * self.division_g, stable)

    def _at(self, now: float) -> float:
        """Exponential approach with a damped swing that falls under half a division before the hold time begins."""
        step = self._from_g - self._to_g
        passed = now - self._since
        if passed >= self._settle_s or step == 0:
            return self._to_g
        swing_s = max(self._settle_s - HOLD_S, self._settle_s / 2)
        swings = max(SWING_HZ, 1 / swing_s)
        fade = swing_s / math.log(max(2 * abs(step) / float(self.division_g), math.e))
        return self._to_g + step * math.exp(-passed / fade) * math.cos(2 * math.pi * swings * passed)
