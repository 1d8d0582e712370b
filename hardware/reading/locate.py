"""Where bars may be: regions whose gradients all point one way (structure tensor at reduced scale).

Bigun and Granlund 1987: the tensor's double angle averages directions without their sign, and its coherence tells bars,
which agree, from text and texture, which do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.reading.pixels import Pixels

_ACROSS = 960
"""Pixels of the longer side of the reduced copy, at most a half of the frame's so that bars of 1 px survive."""
_CELL = 3
"""Pixels of the reduced copy that one cell of the tensor covers, each way."""
_WINDOW = 5
_COHERENT = 0.55
_FILLED = 0.6
_SECTORS, _SECTOR_REACH = 5, math.radians(30)
_MOST_SLANT = 1.2
_FEWEST_CELLS = 12
_MOST = 12
"""Regions that are handed on, the most promising first."""
_SHORTEST, _LOWEST = 34.0, 7.0
"""Pixels of the reduced copy: a region that is less long or less high holds no code."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A region of parallel bars, in pixels of the frame."""

    x: float
    y: float
    """Its middle."""
    angle: float
    """Radians from the x axis to the direction across the bars, in which they are read; or the opposite one."""
    slant: float
    """How far the rows of the code go along the bars for each pixel across them: 0 unless it is seen from aside."""
    length: float
    """Along that direction."""
    height: float
    """Along the bars."""
    strength: float
    """Sum of the gradient energy: what is worth trying first."""


def locate_bars(grey: Pixels) -> list[Bars]:
    """Regions that may be linear codes, the strongest first; at most twelve."""
    height, width = grey.shape
    scale = max(2.0, max(height, width) / _ACROSS) if max(height, width) > 400 else 1.0
    small = cv2.resize(grey, (max(1, round(width / scale)), max(1, round(height / scale))), interpolation=cv2.INTER_AREA)
    if min(small.shape) < 2 * _CELL:
        return []
    energy, cos, sin = _tensor(np.asarray(small))
    around_cos, around_sin, directed = _amid_bars(energy, cos, sin)
    reach = directed * math.cos(2 * _SECTOR_REACH)
    found: list[Bars] = []
    for sector in range(_SECTORS):
        double = 2 * math.pi * sector / _SECTORS
        part = (math.cos(double) * around_cos + math.sin(double) * around_sin > reach).astype(np.uint8)
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(part, connectivity=4)
        for label, (left, top, wide, high, area) in enumerate(boxes):
            if label and area >= _FEWEST_CELLS:
                rows, columns = np.nonzero(labels[top : top + high, left : left + wide] == label)
                found.append(_region(rows + top, columns + left, energy, cos, sin))
    found = [_in_frame(bars, scale) for bars in found if bars.length >= _SHORTEST and bars.height >= _LOWEST]
    return _once(sorted(found, key=lambda bars: -bars.strength))[:_MOST]


def _once(found: list[Bars]) -> list[Bars]:
    """Without the weaker ones that another sector has found as well."""
    kept: list[Bars] = []
    for bars in found:
        if not any(_same(bars, other) for other in kept):
            kept.append(bars)
    return kept


def _same(one: Bars, other: Bars) -> bool:
    turn = abs(math.remainder(one.angle - other.angle, math.pi))
    off = math.hypot(one.x - other.x, one.y - other.y)
    alike = 0.6 < one.length / other.length < 1.6
    return turn < 0.35 and alike and off < 0.3 * min(one.length, other.length)


def _tensor(small: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """Energy and the double-angle vector of each cell."""
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = cv2.multiply(across, across), cv2.multiply(down, down), cv2.multiply(across, down)
    return _cells(cv2.add(xx, yy)), _cells(cv2.subtract(xx, yy)), _cells(xy) * 2


def _cells(plane: cv2.typing.MatLike) -> Pixels:
    rows, columns = plane.shape[0] // _CELL, plane.shape[1] // _CELL
    whole = plane[: rows * _CELL, : columns * _CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))


def _amid_bars(energy: Pixels, cos: Pixels, sin: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """The double-angle vector around each cell, and its length amid bars; elsewhere infinite.

    Bars: more energy than the frame usually has, in one direction, and not on one line alone.
    """
    window = (_WINDOW, _WINDOW)
    around = np.asarray(cv2.blur(energy, window))
    cos, sin = np.asarray(cv2.blur(cos, window)), np.asarray(cv2.blur(sin, window))
    directed = np.asarray(cv2.magnitude(cos, sin))
    spread = np.square(cv2.blur(np.sqrt(energy), window))
    floor = max(60.0, 3.0 * float(np.median(energy)))
    amid = (directed > _COHERENT * around) & (spread > _FILLED * around) & (around > floor)
    return cos, sin, np.where(amid, directed, np.inf)


def _region(rows: Pixels, columns: Pixels, energy: Pixels, cos: Pixels, sin: Pixels) -> Bars:
    """One connected part as a parallelogram: its bars one way, its long side, which a tilt slants, another."""
    angle = 0.5 * math.atan2(float(sin[rows, columns].sum()), float(cos[rows, columns].sum()))
    ux, uy = math.cos(angle), math.sin(angle)
    x, y = (columns + 0.5) * _CELL, (rows + 0.5) * _CELL
    along, beside = x * ux + y * uy, y * ux - x * uy
    spread = along - along.mean()
    slant = float((spread * (beside - beside.mean())).sum() / max(1.0, float((spread * spread).sum())))
    slant = max(-_MOST_SLANT, min(_MOST_SLANT, slant))
    level = beside - slant * along
    reach = _CELL * 1.5
    low, high = float(along.min()) - reach, float(along.max()) + reach
    top, bottom = float(level.min()) - reach, float(level.max()) + reach
    middle = (low + high) / 2
    centre = (top + bottom) / 2 + slant * middle
    return Bars(
        x=middle * ux - centre * uy,
        y=middle * uy + centre * ux,
        angle=angle,
        slant=slant,
        length=high - low,
        height=bottom - top,
        strength=float(energy[rows, columns].sum()),
    )


def _in_frame(bars: Bars, scale: float) -> Bars:
    """From the reduced copy's pixels to the frame's."""
    shift = scale / 2 - 0.5
    return replace(
        bars,
        x=(bars.x - 0.5) * scale + 0.5 + shift,
        y=(bars.y - 0.5) * scale + 0.5 + shift,
        length=bars.length * scale,
        height=bars.height * scale,
    )
