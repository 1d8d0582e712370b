"""A picture of which codes alone are left, and what may be one: nothing else on a label is for keeping."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading import bars
from hardware.reading.locate import locate
from hardware.reading.view import of_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.contract import Reading
    from hardware.images import Pixels
    from hardware.reading.regions import Bars

GROUND = 128
"""Grey level of what was taken out."""
_MARGIN = 0.1
"""Of a code's length, for its quiet zones; across it nothing is added, as print stands there."""
_LEAST_RATIO = 2.0
"""Bars that nobody has read are so much longer than high: a line of print is longer, a block of it less."""
_MOST_RATIO = 8.0
_ALIKE, _AGREEING = 0.9, 0.55
"""Correlation of upper and lower rows, and share of the rows that show the same."""


def masked(grey: Pixels, reading: Reading) -> Pixels:
    """The picture (uint8, height x width) with all but its codes in one grey. `reading`: what was read of it."""
    kept = np.zeros(grey.shape, np.uint8)
    symbols = (*reading.symbols, *reading.unsure, *reading.outshone)
    for symbol in symbols:
        cv2.fillConvexPoly(kept, _wider(np.array(symbol.polygon, dtype=np.float32)), 1)
    for corners in _unread(grey) if reading.unread else ():
        cv2.fillConvexPoly(kept, np.rint(corners).astype(np.int32), 1)
    return np.where(kept == 1, grey, np.uint8(GROUND)).astype(np.uint8)


def _wider(corners: Pixels) -> Pixels:
    """Clockwise corners from the symbol's own top left, with its quiet zones at both ends."""
    along = (corners[1] + corners[2] - corners[0] - corners[3]) / 2 * _MARGIN
    return np.asarray(np.rint(corners + np.array([-along, along, along, -along])), dtype=np.int32)


def _unread(grey: Pixels) -> Iterator[Pixels]:
    """Corners of the regions that look like bars and not like print."""
    frame = of_frame(grey)
    for region in locate(grey).bars:
        ratio = region.length / max(1.0, region.height)
        if _LEAST_RATIO <= ratio <= _MOST_RATIO and _is_bars(bars.line_of(frame, region)):
            yield _corners(region)


def _is_bars(line: bars.Line) -> bool:
    """Whether all its rows show the same, as bars do and print does not. In doubt it is taken for print."""
    if line.is_texture or len(line.lines.halves) != 2:
        return False
    return line.alike > _ALIKE and line.lines.agreeing > _AGREEING


def _corners(region: Bars) -> Pixels:
    ux, uy = math.cos(region.angle), math.sin(region.angle)
    half, high = region.length * (0.5 + _MARGIN), region.height / 2
    along, across = np.array([ux, uy]) * half, np.array([-uy, ux]) * high
    middle = np.array([region.x, region.y])
    return np.array(
        [middle - along - across, middle + along - across, middle + along + across, middle - along + across]
    )
