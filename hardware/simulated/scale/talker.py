"""A simulated scale as a host hears it, whatever its voice: commands in, messages out. Pure but for its load cell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.simulated.scale.indicator import Indicator, ScalePlate, Shown

if TYPE_CHECKING:
    from hardware.simulated.scale.load_cell import LoadCell
    from hardware.simulated.scale.voice import Voice

LONGEST = 256


class VoiceTalker:
    """Implements `hardware.simulated.scale.voice.Keys` too. Times are monotonic seconds."""

    def __init__(self, cell: LoadCell, plate: ScalePlate, rate_hz: float, voice: Voice) -> None:
        self._indicator = Indicator(cell, plate)
        self._voice = voice
        self._period = 1 / rate_hz
        self._acts = tuple(voice.commands.values())
        self._commands = re.compile(b"|".join(b"(%b)" % command for command in voice.commands) or b"(?!)", re.DOTALL)
        self._buffer = b""
        self._stored = 0
        self._now = 0.0
        self._repeat_at: float | None = None

    def power_up(self) -> bytes:
        """What it says when it is switched on: nothing; tare and repeat are as at first."""
        self._indicator.tare_g = Decimal(0)
        self.nobody_listens()
        return b""

    def nobody_listens(self) -> None:
        """The host went away: an unfinished command is forgotten, and a repeat that was asked for ends."""
        self._buffer = b""
        self._repeat_at = self._now if self._voice.streams else None

    def hear(self, data: bytes, now: float) -> bytes:
        """The answers to the commands that are complete now."""
        self._now = now
        self._buffer = (self._buffer + data)[-LONGEST:]
        said = b""
        while (heard := self._commands.search(self._buffer)) is not None:
            self._buffer = self._buffer[heard.end() :]
            said += self._acts[(heard.lastindex or 1) - 1](self, heard.group())
        return said

    def tick(self, now: float) -> bytes:
        """The weight that is due without being asked."""
        self._now = now
        if self._repeat_at is None or now < self._repeat_at:
            return b""
        self._repeat_at = max(self._repeat_at + self._period, now)
        return self._voice.weight(self.shown())

    def due(self, now: float) -> float | None:
        """Seconds until `tick` has something to do; None: not before the next command."""
        return None if self._repeat_at is None else max(0.0, self._repeat_at - now)

    def shown(self) -> Shown:
        """The display."""
        return self._indicator.shown(self._now)

    def zero(self, now: float | None = None) -> bool:
        """Press zero; False: refused."""
        return self._indicator.zero(self._now if now is None else now)

    def tare(self, now: float | None = None) -> bool:
        """Press tare; False: refused."""
        return self._indicator.tare(self._now if now is None else now)

    def clear(self) -> None:
        """Forget the tare."""
        self._indicator.tare_g = Decimal(0)

    def store(self) -> str | None:
        """Keep the weight in the alibi memory."""
        shown = self.shown()
        if not shown.stable or shown.beyond or shown.net + shown.tare < 0:
            return None
        self._stored += 1
        return f"00000-{self._stored:06}"

    def repeat(self, *, on: bool) -> None:
        """Send weights unasked, or stop it."""
        self._repeat_at = self._now + self._period if on else None
