"""The MT-SICS side of a simulated scale: commands in, replies out. Pure but for its load cell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.simulated.scale.indicator import Indicator, ScalePlate

if TYPE_CHECKING:
    from hardware.simulated.scale.indicator import Shown
    from hardware.simulated.scale.load_cell import LoadCell

WAIT_S = 3.0
"""`S`, `Z` and `T` give up (`x I`) when the load does not settle in this time."""
LOOK_S = 0.02
LONGEST = 256

_PRESET = re.compile(rb"TA (\d{1,8}(?:\.\d{1,6})?) (g|kg)")
_LEVEL_0 = (b"@", b"I0", b"I1", b"I2", b"I3", b"I4", b"S", b"SI", b"SIR", b"Z", b"ZI")
_LEVEL_1 = (b"T", b"TA", b"TAC", b"TI")


class SicsTalker:
    """One scale as a host hears it. Times are monotonic seconds."""

    def __init__(self, cell: LoadCell, plate: ScalePlate, rate_hz: float) -> None:
        self._indicator = Indicator(cell, plate)
        self._plate = plate
        self._period = 1 / rate_hz
        self._buffer = b""
        self._repeat_at: float | None = None
        self._waiting: tuple[bytes, float] | None = None

    def power_up(self) -> bytes:
        """What a scale says unasked when it is switched on; tare and repeat are gone."""
        self._indicator.tare_g = Decimal(0)
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
        return self._indicator.zero(now)

    def tare(self, now: float) -> bool:
        """The tare key; False when the load is below zero or above the capacity."""
        return self._indicator.tare(now)

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
                self._indicator.tare_g = Decimal(0)
                return b"TAC A\r\n"
            case _:
                return self._preset(command) if command.split(b" ")[0] == b"TA" else self._describe(command)

    def _settled(self, command: bytes, deadline: float, now: float) -> bytes:
        shown = self._indicator.shown(now)
        if not shown.stable and now < deadline:
            return b""
        self._waiting = None
        if not shown.stable:
            return command + b" I\r\n"
        if command == b"S":
            return self._weight(now)
        if command == b"Z":
            return b"Z A\r\n" if self.zero(now) else b"Z %c\r\n" % _sign(shown)
        return b"T A %b\r\n" % self._value(self._indicator.tare_g) if self.tare(now) else b"T %c\r\n" % _sign(shown)

    def _set_now(self, command: bytes, now: float) -> bytes:
        shown = self._indicator.shown(now)
        done = self.zero(now) if command == b"ZI" else self.tare(now)
        if not done:
            return b"%b %c\r\n" % (command, _sign(shown))
        state = b"S" if shown.stable else b"D"
        return (
            b"ZI %b\r\n" % state if command == b"ZI" else b"TI %b %b\r\n" % (state, self._value(self._indicator.tare_g))
        )

    def _preset(self, command: bytes) -> bytes:
        match = _PRESET.fullmatch(command)
        if match is None and command != b"TA":
            return b"TA L\r\n"
        if match is not None:
            grams = Decimal(match[1].decode()) * (1000 if match[2] == b"kg" else 1)
            if grams > self._plate.capacity_g:
                return b"TA L\r\n"
            self._indicator.tare_g = round(grams / self._indicator.division_g) * self._indicator.division_g
        return b"TA A %b\r\n" % self._value(self._indicator.tare_g)

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
                capacity = self._indicator.in_unit(self._plate.capacity_g)
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
        shown = self._indicator.shown(now)
        if shown.beyond:
            return b"S +\r\n" if shown.over else b"S -\r\n"
        return f"S {'S' if shown.stable else 'D'} {shown.net:>10f} {shown.unit}\r\n".encode()

    def _value(self, grams: Decimal) -> bytes:
        return f"{self._indicator.in_unit(grams):>10f} {self._plate.unit}".encode()


def _sign(shown: Shown) -> bytes:
    return b"-" if shown.under or shown.net < -shown.tare else b"+"
