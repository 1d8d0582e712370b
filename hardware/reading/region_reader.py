"""A reader that looks at a part of each picture alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from hardware.contract import Notice, Reader, Reading, Symbol

Region = tuple[int, int, int, int]
"""Left, top, right, bottom in percent of the picture."""
WHOLE: Region = (0, 0, 100, 100)


class RegionReader:
    """Implements `hardware.contract.Reader`; where symbols lie is told in pixels of the whole picture."""

    def __init__(self, reader: Reader, region: Region) -> None:
        self._reader, self._region = reader, region
        self.warning: Notice | None = reader.warning

    @property
    def pause(self) -> float:
        """See `hardware.contract.Reader`."""
        return self._reader.pause

    def read(self, pixels: Any) -> Reading:
        """See `hardware.contract.Reader`."""
        if not isinstance(pixels, np.ndarray) or pixels.ndim < 2:
            return self._reader.read(pixels)
        height, width = pixels.shape[:2]
        left, top, right, bottom = self._region
        x, y = width * left // 100, height * top // 100
        part = pixels[y : -(-height * bottom // 100), x : -(-width * right // 100)]
        reading = self._reader.read(np.ascontiguousarray(part))
        return replace(
            reading,
            symbols=_moved(reading.symbols, x, y),
            unsure=_moved(reading.unsure, x, y),
            outshone=_moved(reading.outshone, x, y),
        )


def _moved(symbols: tuple[Symbol, ...], x: int, y: int) -> tuple[Symbol, ...]:
    return tuple(replace(each, polygon=tuple((px + x, py + y) for px, py in each.polygon)) for each in symbols)
