"""The label around a number that was read: cut out upright and at one scale, whatever the camera's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.engines.families import LINEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Point, Symbol
    from hardware.images import Pixels
    from hardware.reading.regions import Box
    from hardware.reading.view import View

OUTSIDE, READ = 128, 255
"""Of the frame; of a symbol that is certain."""
UNIT = 1.4
"""Pixels of the cut that a module has at most: more shows no more of a label's layout."""
_MODULES = 145.0
"""Of a number of 16 characters in Code 128; that of another length is somewhat coarser or finer here."""
_MODULES_OF_SQUARE = 33.0
_BESIDE, _OVER = 1.15, 1.9
"""How far the cut reaches beyond the number, in its lengths."""
_LOWEST = 0.06
"""Height by length below which a polygon tells nothing of the height."""
_ALIKE = 0.6
"""Correlation of rows of the same bars."""
_SCRATCH = 10
"""Rows that may show something else between those."""
_EDGE = 0.5
"""Of the number's contrast: the slope (Sobel) from which there is an edge."""


@dataclass(frozen=True)
class Surroundings:
    """Rows along the number, columns across it."""

    grey: Pixels
    """uint8; what lies outside of the frame has the paper's level."""
    unit: float
    """Pixels a module."""
    box: Box
    """The number itself."""
    paper: float
    ink: float
    """Grey levels."""
    read: Pixels
    """uint8: 0, OUTSIDE or READ."""

    @property
    def length(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    def px(self, modules: float) -> int:
        """Modules as an odd number of pixels."""
        return 2 * max(1, round(modules * self.unit / 2)) + 1

    @cached_property
    def slopes(self) -> tuple[Pixels, Pixels, float]:
        """Across, down, and the least that is an edge."""
        across, down = (np.asarray(slope) for slope in cv2.spatialGradient(self.grey))
        usual = 4.0 * float(np.median(np.abs(down[::4, ::4])))
        return across, down, max(_EDGE * (self.paper - self.ink), usual)


def around(frame: View, symbol: Symbol, read: Sequence[Symbol]) -> Surroundings | None:
    """What lies around a symbol; None when it is too small to tell."""
    linear = symbol.symbology in LINEAR
    corners = _in_view(frame, symbol.polygon)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    length, high = float(np.hypot(*along)), float(np.hypot(*down))
    if length < 40:
        return None
    modules = _MODULES if linear else _MODULES_OF_SQUARE
    scale = min(1.0, UNIT * modules / length)
    out = length * scale
    across = along / length
    upright = np.array([-across[1], across[0]])
    downwards = down / high if high > _LOWEST * length else upright
    size = (round(out * (1 + 2 * _BESIDE)), round(2 * out * _OVER))
    first = corners.mean(axis=0) - (across * (size[0] - 1) + downwards * (size[1] - 1)) / (2 * scale)
    to_frame = np.column_stack([across / scale, downwards / scale, first])
    left, middle = round((size[0] - out) / 2), size[1] // 2
    cut = _cut(frame.grey, to_frame, size)
    ink, paper = _levels(cut[middle - 2 : middle + 3], left, round(out), out / modules)
    half = round(high * scale / 2)
    top, bottom = middle - half, middle + half
    if linear:
        # An engine that read single rows tells nothing of the others; scratches hide some from us.
        over, under = _rows(cut, middle, left, round(out))
        top, bottom = max(0, min(top, over)), max(bottom, under)
    known = _known([_in_view(frame, one.polygon) for one in read], to_frame, size, frame.grey.shape)
    known[top:bottom, left : left + round(out)] = READ
    return Surroundings(cut, out / modules, (left, top, left + round(out), bottom), paper, ink, known)


def _in_view(frame: View, polygon: Sequence[Point]) -> Pixels:
    """Corners in pixels of the view: an enormous frame has been reduced."""
    back = np.linalg.inv(frame.to_frame)
    return np.asarray(np.array(polygon, dtype=float) @ back[:2, :2].T + back[:2, 2])


def _cut(grey: Pixels, to_frame: Pixels, size: tuple[int, int]) -> Pixels:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.blur(cv2.warpAffine(grey, to_frame, size, flags=flags), (3, 3)))


def _levels(rows: Pixels, left: int, length: int, unit: float) -> tuple[float, float]:
    """Ink and paper: blur leaves neither between thin bars, but beside the number there is paper."""
    ink = float(np.percentile(rows[:, left : left + length], 10))
    quiet = round(6 * unit)
    beside = (rows[:, left - quiet : left - 2], rows[:, left + length + 2 : left + length + quiet])
    return ink, max(float(np.median(part)) for part in beside)


def _rows(cut: Pixels, middle: int, left: int, length: int) -> tuple[int, int]:
    """From where to where the rows show the same bars as the middle ones; scratches may lie between."""
    strip = cut[:, left : left + length].astype(np.float32)
    strip -= strip.mean(axis=1, keepdims=True)
    strip /= np.maximum(1e-3, np.linalg.norm(strip, axis=1, keepdims=True))
    mean = strip[middle - 2 : middle + 3].mean(axis=0)
    same = np.nonzero(strip @ mean > _ALIKE * float(np.linalg.norm(mean)))[0]
    ends = np.nonzero(np.diff(same) > _SCRATCH)[0]
    first = int(np.searchsorted(same[ends], middle))
    top = int(same[ends[first - 1] + 1]) if first else int(same[0])
    bottom = int(same[ends[first]]) if first < len(ends) else int(same[-1])
    return top, bottom + 1


def _known(read: Sequence[Pixels], to_frame: Pixels, size: tuple[int, int], frame: tuple[int, ...]) -> Pixels:
    mask = np.full((size[1], size[0]), OUTSIDE, np.uint8)
    back = cv2.invertAffineTransform(to_frame)
    corners = [(0, 0), (frame[1], 0), (frame[1], frame[0]), (0, frame[0])]
    for polygon, value in ((corners, 0), *((polygon, READ) for polygon in read)):
        points = np.asarray(polygon, dtype=float) @ back[:, :2].T + back[:, 2]
        cv2.fillConvexPoly(mask, np.rint(points).astype(np.int32), value)
    return mask
