"""Lines read one by one, with what is known of where each of them began."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.scales.framing.frames import SEVEN_BITS
from hardware.scales.framing.lines import LONGEST, Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Weight

_PRINTABLE_END = re.compile(rb"[\x20-\x7e]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """What stood before the end of a line."""

    data: bytes
    begun: bool
    """It was heard from its first byte on: the end of another line stood before it."""

    def alone(self) -> Line:
        """What follows the last byte that no text has: line noise is glued to the line that comes behind it."""
        end = _PRINTABLE_END.search(self.data)
        data = end.group() if end else b""
        return Line(data, self.begun and data == self.data)


class LineDecoder:
    """Implements `hardware.scales.framing.dialect.Decoder` for messages that are lines."""

    def __init__(self, read: Callable[[Line], Weight | None], *, mask_high_bit: bool = False) -> None:
        """`read` says what a line means, None when it means nothing."""
        self._read, self._mask = read, mask_high_bit
        self._lines = Lines()
        self._begun = False

    def feed(self, data: bytes, at: float = 0.0) -> list[Weight]:
        """The messages that are complete now, oldest first; `at` is when `data` arrived."""
        messages = []
        for line in self._lines.feed(data.translate(SEVEN_BITS) if self._mask else data):
            said = self._read(Line(line, self._begun and len(line) < LONGEST - 1))
            self._begun = True
            if said is not None:
                messages.append(replace(said, at=at))
        return messages

    def reset(self) -> None:
        """Forget the unfinished line."""
        self._begun = self._begun and not self._lines.unfinished
        self._lines.reset()
