"""A reader that looks at a part of each picture alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from hardware.contract import Notice, Reader, Reading, Symbol
    from hardware.reading.evidence.memory import ReaderMemory, Remembering

Region = tuple[int, int, int, int]
"""Left, top, right, bottom in percent of the picture."""
WHOLE: Region = (0, 0, 100, 100)


class RegionReader:
    """Implements `hardware.contract.Reader`; where symbols lie is told in pixels of the whole picture."""

    def __init__(self, reader: Reader, region: Region) -> None:
        self._reader, self._region = reader, region
        self.warning: Notice | None = reader.warning
        self._at = (0, 0)
        """Where the part begins, in pixels of the last picture."""

    @property
    def pause(self) -> float:
        """See `hardware.contract.Reader`."""
        return self._reader.pause

    def memory(self) -> ReaderMemory:
        """As of the reader of the part."""
        return replace(self._remembers().memory(), at=self._at)

    def recall(self, memory: ReaderMemory) -> None:
        """As of the reader of the part."""
        self._at = memory.at
        self._remembers().recall(memory)

    def reading_between_looks(self) -> Reading:
        """As of the reader of the part."""
        return self._in_whole(self._remembers().reading_between_looks())

    def _remembers(self) -> Remembering:
        return cast("Remembering", self._reader)

    def read(self, pixels: Any, late: tuple[int, ...] | None = None) -> Reading:
        """See `hardware.contract.Reader`. `late`: as of a reading that is made again."""
        if not isinstance(pixels, np.ndarray) or pixels.ndim < 2:
            return self._reader.read(pixels)
        height, width = pixels.shape[:2]
        left, top, right, bottom = self._region
        x, y = width * left // 100, height * top // 100
        part = pixels[y : -(-height * bottom // 100), x : -(-width * right // 100)]
        self._at = (x, y)
        whole = np.ascontiguousarray(part)
        return self._in_whole(self._reader.read(whole) if late is None else self._remembers().read(whole, late))

    def _in_whole(self, reading: Reading) -> Reading:
        x, y = self._at
        return replace(
            reading,
            symbols=_moved(reading.symbols, x, y),
            unsure=_moved(reading.unsure, x, y),
            outshone=_moved(reading.outshone, x, y),
        )


def _moved(symbols: tuple[Symbol, ...], x: int, y: int) -> tuple[Symbol, ...]:
    return tuple(replace(each, polygon=tuple((px + x, py + y) for px, py in each.polygon)) for each in symbols)
