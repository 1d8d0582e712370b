"""The indicator on a load cell: zero, tare, capacity, and what its display shows; nothing here knows a protocol."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.simulated.scale.load_cell import LoadCell

OVERLOAD_D = 9
"""Divisions above the capacity that still show."""
LOW_SHARE = Decimal("0.02")
"""Share of the capacity that may be zeroed away, and below which the platform is underloaded."""
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}


@dataclass(frozen=True, slots=True)
class ScalePlate:
    """What is printed on the scale."""

    serial: str = "B123456789"
    model: str = "PS32 simulated"
    capacity_g: Decimal = Decimal(32000)
    unit: str = "kg"
    """One of `GRAMS`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The display at one moment; weights in `unit`, with the decimals of the division."""

    net: Decimal
    tare: Decimal
    unit: str
    stable: bool
    zero: bool
    """The platform is at zero."""
    over: bool
    under: bool

    @property
    def tared(self) -> bool:
        """The display shows net."""
        return self.tare != 0

    @property
    def beyond(self) -> bool:
        """There is no weight to show."""
        return self.over or self.under


class Indicator:
    """Times are monotonic seconds."""

    def __init__(self, cell: LoadCell, plate: ScalePlate) -> None:
        self.plate = plate
        self.division_g = cell.division_g
        self.tare_g = Decimal(0)
        self._cell = cell
        self._zero_g = Decimal(0)

    def shown(self, now: float) -> Shown:
        """The display."""
        reading = self._cell.reading(now)
        gross = reading.grams - self._zero_g
        return Shown(
            net=self.in_unit(gross - self.tare_g),
            tare=self.in_unit(self.tare_g),
            unit=self.plate.unit,
            stable=reading.stable,
            zero=gross == 0,
            over=gross > self.plate.capacity_g + OVERLOAD_D * self.division_g,
            under=gross < -self.plate.capacity_g * LOW_SHARE,
        )

    def in_unit(self, grams: Decimal) -> Decimal:
        """Grams as the display shows them; a minus zero is zero."""
        of_one = GRAMS[self.plate.unit]
        decimals = min(0, (self.division_g / of_one).adjusted())
        return (grams / of_one).quantize(Decimal(1).scaleb(decimals)) + 0

    def zero(self, now: float) -> bool:
        """The zero key; False when the load is outside the zero range."""
        gross = self._cell.reading(now).grams
        if abs(gross) > self.plate.capacity_g * LOW_SHARE:
            return False
        self._zero_g, self.tare_g = gross, Decimal(0)
        return True

    def tare(self, now: float) -> bool:
        """The tare key; False when the load is below zero or above the capacity."""
        gross = self._cell.reading(now).grams - self._zero_g
        if gross < 0 or gross > self.plate.capacity_g + OVERLOAD_D * self.division_g:
            return False
        self.tare_g = gross
        return True
