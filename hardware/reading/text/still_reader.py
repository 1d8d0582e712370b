"""A reader of still pictures that also reads print, where the bars gave no parcel's number."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hardware.contract import Claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Notice, Reader, Reading, Symbol
    from hardware.reading.text.printed_lines import LineReader


class PrintedStillReader:
    """See `hardware.contract.Reader`; pictures that have nothing to do with each other."""

    pause = 0.0

    def __init__(self, reader: Reader, lines: LineReader, claim: Callable[[Symbol], Claim]) -> None:
        self.warning: Notice | None = reader.warning
        self._reader, self._lines, self._claim = reader, lines, claim

    def read(self, pixels: Any) -> Reading:
        """What the bars say, and the lines of print where they name no parcel."""
        reading = self._reader.read(pixels)
        if any(self._claim(symbol) is not Claim.NONE for symbol in reading.symbols):
            return reading
        started = time.perf_counter()
        printed = self._lines.read(pixels, reading)
        return replace(reading, printed=printed, ms=reading.ms + (time.perf_counter() - started) * 1000)
