"""Regions that hold more than one code: one above the other, or one behind the other.

Codes that lie close together are found as one region. Averaged, the larger part wins and the other would be lost
without a word, so where the rows of a region do not all show the same, or a quiet zone cuts it, its parts are looked
at as well.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.bars import line_of
from hardware.reading.ends import levelled

if TYPE_CHECKING:
    from hardware.contract import Symbol
    from hardware.reading.bars import Line
    from hardware.reading.regions import Bars
    from hardware.reading.view import View

Span = tuple[int, int]

_SHORTEST = 0.2
"""A part's length by the region's."""
_QUIET = 0.007
"""A quiet zone by the region's length, at least."""
_QUIET_PX = 8.0
_GAP_PX = 6.0
"""From the end of a region to where there may be more."""
_FEWEST_EDGES = 6
"""The frame of a label and its end have three together."""


def upper_and_lower(line: Line) -> list[Bars]:
    """The parts of a region whose rows do not all show the same bars; none when they do."""
    rows = line.patch.view.grey.shape[0]
    return [_rows(line.bars, part.top, part.bottom, rows) for part in line.lines.parts]


def one_behind_the_other(line: Line) -> list[Bars]:
    """The parts of a region between which there is a gap that may be a quiet zone; none without one."""
    return [_columns(line, left, right) for left, right in _stretches(line)]


def beyond(line: Line, symbol: Symbol) -> list[Bars]:
    """What a region has beyond the ends of a symbol in it, where that is half as long as the symbol or longer."""
    back = np.linalg.inv(line.patch.view.to_frame)
    columns = np.array(symbol.polygon, dtype=float) @ back[0, :2] + back[0, 2]
    first, last, inner = round(columns.min()), round(columns.max()), line.patch.inner
    rests = (inner.start, first), (last, inner.stop)
    return [_columns(line, left, right) for left, right in rests if right - left > 0.5 * (last - first)]


def goes_on(frame: View, line: Line, length: float) -> bool:
    """Whether a region is a piece of a code of about this length (pixels): behind a gap there are more such bars."""
    bars, step = line.bars, line.patch.step
    wider = line_of(frame, replace(bars, length=2 * length - bars.length))
    if len(wider.lines.halves) != 2:
        return False
    upper, lower = (np.gradient(cv2.GaussianBlur(half[None, :], (0, 0), 0.8 / step)[0]) for half in wider.lines.halves)
    middle, half, gap = len(upper) // 2, round(bars.length / 2 / step), round(_GAP_PX / step)
    usual = float(np.percentile(np.abs(upper[middle - half : middle + half]), 90))
    # Print is not the same in both halves.
    both = np.where(np.sign(upper) == np.sign(lower), np.minimum(np.abs(upper), np.abs(lower)), 0.0)
    signs = np.where(both > 0.3 * usual, np.sign(upper), 0.0)
    sides = signs[wider.patch.inner.start : middle - half - gap], signs[middle + half + gap : wider.patch.inner.stop]
    return any(np.count_nonzero(np.diff(side[side != 0])) + 1 >= _FEWEST_EDGES for side in sides)


def _stretches(line: Line) -> list[Span]:
    """Columns of the region between quiet zones; none when there is one stretch."""
    step, inner = line.patch.step, line.patch.inner
    # All rows, not those that lie over each other: they may be those of one of the codes alone.
    rows = np.asarray(cv2.reduce(line.patch.view.grey, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0])
    profile = levelled(rows, step)[inner]
    slope = np.abs(np.gradient(cv2.GaussianBlur(profile[None, :], (0, 0), 0.8 / step)[0]))
    busy = np.nonzero(slope > 0.15 * float(np.percentile(slope, 90)))[0]
    if len(busy) < 10:
        return []
    least = max(_QUIET_PX / step, _QUIET * len(profile))
    gaps = np.diff(busy)
    # Spaces between wide bars are as wide as the quiet zone of thin ones, but no wider than their own.
    for wide in (least, max(least, 0.9 * float(gaps.max()))):
        breaks = np.nonzero(gaps > wide)[0]
        starts, stops = np.append(busy[0], busy[breaks + 1]), np.append(busy[breaks], busy[-1])
        long = [(int(a), int(b)) for a, b in zip(starts, stops, strict=True) if b - a > _SHORTEST * len(profile)]
        if len(long) > 1:
            return [(a + inner.start, b + inner.start) for a, b in long]
    return []


def _rows(bars: Bars, top: float, bottom: float, rows: int) -> Bars:
    """These rows of the patch as a region of its own."""
    scale = bars.height / rows
    down = ((top + bottom) / 2 - rows / 2) * scale
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    return replace(bars, x=bars.x - uy * down, y=bars.y + ux * down, height=(bottom - top) * scale)


def _columns(line: Line, left: int, right: int) -> Bars:
    """These columns of the patch as a region of its own."""
    bars, step = line.bars, line.patch.step
    along = ((left + right) / 2 - line.patch.view.grey.shape[1] / 2) * step
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    x, y = bars.x + along * (ux - bars.slant * uy), bars.y + along * (uy + bars.slant * ux)
    length = (right - left) * step
    # Codes that end at different heights make the region lean, which neither of them does.
    return replace(bars, x=x, y=y, length=length, height=bars.height + abs(bars.slant) * length, slant=0.0)
