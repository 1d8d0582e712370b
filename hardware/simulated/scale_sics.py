"""The MT-SICS side of a simulated scale: commands in, replies out (scales.md 3.1). Pure but for its load cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.simulated.scale_load import CellReading, LoadCell

WAIT_S = 3.0
"""`S`, `Z` and `T` give up (`x I`) when the load does not settle in this time."""
LOOK_S = 0.02
OVERLOAD_D = 9
"""Divisions above the capacity that still show."""
LOW_SHARE = Decimal("0.02")
"""Share of the capacity that may be zeroed away, and below which the platform is underloaded."""
LONGEST = 256

_PRESET = re.compile(rb"TA (\d{1,8}(?:\.\d{1,6})?) (g|kg)")
_LEVEL_0 = (b"@", b"I0", b"I1", b"I2", b"I3", b"I4", b"S", b"SI", b"SIR", b"Z", b"ZI")
_LEVEL_1 = (b"T", b"TA", b"TAC", b"TI")


@dataclass(frozen=True, slots=True)
class ScalePlate:
    """What is printed on the scale."""

    serial: str = "B123456789"
    model: str = "PS32 simulated"
    capacity_g: Decimal = Decimal(32000)
    unit: str = "kg"
    """g or kg."""


class SicsTalker:
    """One scale as a host hears it. Times are monotonic seconds."""

    def __init__(self, cell: LoadCell, plate: ScalePlate, rate_hz: float) -> None:
        self._cell = cell
        self._plate = plate
        self._period = 1 / rate_hz
        self._zero_g = self._tare_g = Decimal(0)
        self._buffer = b""
        self._repeat_at: float | None = None
        self._waiting: tuple[bytes, float] | None = None

    def power_up(self) -> bytes:
        """What a scale says unasked when it is switched on; tare and repeat are gone."""
        self._tare_g = Decimal(0)
        self.nobody_listens()
        return self._identity()

    def nobody_listens(self) -> None:
        """The host went away: a repeat or a wait ends."""
        self._buffer, self._repeat_at, self._waiting = b"", None, None

    def hear(self, data: bytes, now: float) -> bytes:
        """The replies to the commands that are complete now."""
        *lines, rest = (self._buffer + data).split(b"\r\n")
        self._buffer = rest[-LONGEST:]
        return b"".join(self._obey(line, now) for line in lines)

    def tick(self, now: float) -> bytes:
        """What is due without being asked: a repeated weight, the end of a wait."""
        said = b""
        if self._waiting is not None:
            said += self._settled(*self._waiting, now)
        if self._repeat_at is not None and now >= self._repeat_at:
            self._repeat_at = max(self._repeat_at + self._period, now)
            said += self._weight(now)
        return said

    def due(self, now: float) -> float | None:
        """Seconds until `tick` has something to do; None: not before the next command."""
        times = [] if self._repeat_at is None else [self._repeat_at - now]
        if self._waiting is not None:
            times.append(LOOK_S)
        return max(0.0, min(times)) if times else None

    def zero(self, now: float) -> bool:
        """The zero key; False when the load is outside the zero range."""
        gross = self._cell.reading(now).grams
        if abs(gross) > self._plate.capacity_g * LOW_SHARE:
            return False
        self._zero_g, self._tare_g = gross, Decimal(0)
        return True

    def tare(self, now: float) -> bool:
        """The tare key; False when the load is below zero or above the capacity."""
        gross = self._gross(self._cell.reading(now))
        if gross < 0 or self._over(gross):
            return False
        self._tare_g = gross
        return True

    def _obey(self, command: bytes, now: float) -> bytes:
        match command:
            case b"@":
                self._repeat_at = self._waiting = None
                return self._identity()
            case b"SI" | b"SIR":
                self._repeat_at = now + self._period if command == b"SIR" else None
                return self._weight(now)
            case b"S" | b"Z" | b"T":
                self._repeat_at = None if command == b"S" else self._repeat_at
                self._waiting = (command, now + WAIT_S)
                return b""
            case b"ZI" | b"TI":
                return self._set_now(command, now)
            case b"TAC":
                self._tare_g = Decimal(0)
                return b"TAC A\r\n"
            case _:
                return self._preset(command) if command.split(b" ")[0] == b"TA" else self._describe(command)

    def _settled(self, command: bytes, deadline: float, now: float) -> bytes:
        reading = self._cell.reading(now)
        if not reading.stable and now < deadline:
            return b""
        self._waiting = None
        if not reading.stable:
            return command + b" I\r\n"
        if command == b"S":
            return self._weight(now)
        if command == b"Z":
            return b"Z A\r\n" if self.zero(now) else b"Z %c\r\n" % self._sign(reading)
        return b"T A %b\r\n" % self._value(self._tare_g) if self.tare(now) else b"T %c\r\n" % self._sign(reading)

    def _set_now(self, command: bytes, now: float) -> bytes:
        reading = self._cell.reading(now)
        done = self.zero(now) if command == b"ZI" else self.tare(now)
        if not done:
            return b"%b %c\r\n" % (command, self._sign(reading))
        state = b"S" if reading.stable else b"D"
        return b"ZI %b\r\n" % state if command == b"ZI" else b"TI %b %b\r\n" % (state, self._value(self._tare_g))

    def _preset(self, command: bytes) -> bytes:
        match = _PRESET.fullmatch(command)
        if match is None and command != b"TA":
            return b"TA L\r\n"
        if match is not None:
            grams = Decimal(match[1].decode()) * (1000 if match[2] == b"kg" else 1)
            if grams > self._plate.capacity_g:
                return b"TA L\r\n"
            self._tare_g = round(grams / self._cell.division_g) * self._cell.division_g
        return b"TA A %b\r\n" % self._value(self._tare_g)

    def _describe(self, command: bytes) -> bytes:
        match command:
            case b"I0":
                levels = [(0, name) for name in _LEVEL_0] + [(1, name) for name in _LEVEL_1]
                last = len(levels) - 1
                return b"".join(
                    b'I0 %c %d "%b"\r\n' % (b"A" if index == last else b"B", level, name)
                    for index, (level, name) in enumerate(levels)
                )
            case b"I1":
                return b'I1 A "01" "2.00" "2.00" "" ""\r\n'
            case b"I2":
                capacity = self._number(self._plate.capacity_g)
                return f'I2 A "{self._plate.model} {capacity} {self._plate.unit}"\r\n'.encode()
            case b"I3":
                return b'I3 A "1.00"\r\n'
            case b"I4":
                return self._identity()
            case _:
                return b"ES\r\n"

    def _identity(self) -> bytes:
        return f'I4 A "{self._plate.serial}"\r\n'.encode()

    def _weight(self, now: float) -> bytes:
        reading = self._cell.reading(now)
        gross = self._gross(reading)
        if self._over(gross):
            return b"S +\r\n"
        if gross < -self._plate.capacity_g * LOW_SHARE:
            return b"S -\r\n"
        return b"S %b %b\r\n" % (b"S" if reading.stable else b"D", self._value(gross - self._tare_g))

    def _value(self, grams: Decimal) -> bytes:
        return f"{self._number(grams):>10} {self._plate.unit}".encode()

    def _number(self, grams: Decimal) -> str:
        return f"{grams / 1000:.{self._decimals(3)}f}" if self._plate.unit == "kg" else f"{grams:.{self._decimals(0)}f}"

    def _decimals(self, of_a_gram: int) -> int:
        """As many decimals as the division needs."""
        exponent = self._cell.division_g.normalize().as_tuple().exponent
        return max(0, of_a_gram - exponent) if isinstance(exponent, int) else of_a_gram

    def _gross(self, reading: CellReading) -> Decimal:
        return reading.grams - self._zero_g

    def _over(self, gross: Decimal) -> bool:
        return gross > self._plate.capacity_g + OVERLOAD_D * self._cell.division_g

    def _sign(self, reading: CellReading) -> bytes:
        return b"-" if self._gross(reading) < 0 else b"+"
