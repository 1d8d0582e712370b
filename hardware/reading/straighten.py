"""Bars cut out of the frame, turned upright, and averaged along themselves.

A row of a photograph has the sensor's noise; the mean of sixty rows has an eighth of it. Rows only add up where they
lie over each other, so the code is cut into strips, and each is shifted and stretched onto its neighbours: that undoes
what a tilt, a wave of film or a wrong angle leave.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.reading.locate import Bars
    from hardware.reading.pixels import Pixels

_STRIPS = 10
_MARGIN = 24.0
"""Pixels of the frame beyond each end, for the quiet zone."""
_FINE_BELOW = 1100.0
"""Codes shorter than this many pixels are sampled at half pixels."""
_MOST_ROWS = 160
_SATURATED = 250
_HALVED = 4
_ALIKE = 0.6
"""Correlation from which a strip shows the same bars as its neighbours."""


@dataclass(frozen=True, slots=True)
class Patch:
    """An upright piece of the frame: grey (rows x columns) and the 2 x 3 matrix from its pixels to the frame's."""

    grey: Pixels
    to_frame: Pixels
    step: float
    """Pixels of the frame a column."""
    inner: slice
    """The columns that were found to have bars."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Grey levels across the bars, float32, one a column of the patch."""

    whole: Pixels
    """Of all strips together."""
    halves: tuple[Pixels, ...]
    """Of the upper and the lower ones; empty when there are too few."""
    top: float
    bottom: float
    """The rows of the patch that show the bars."""


def cut(grey: Pixels, bars: Bars) -> Patch:
    """The patch of a region, its columns across the bars and its rows along the code."""
    step = 0.5 if bars.length < _FINE_BELOW else 1.0
    row_step = max(1.0, bars.height / _MOST_ROWS)
    margin = _MARGIN + 0.15 * bars.length
    columns = math.ceil((bars.length + 2 * margin) / step)
    rows = max(1, round(bars.height / row_step))
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    across = np.array([ux - bars.slant * uy, uy + bars.slant * ux]) * step
    down = np.array([-uy, ux]) * row_step
    first = np.array([bars.x, bars.y]) - across * (columns - 1) / 2 - down * (rows - 1) / 2
    to_frame = np.column_stack([across, down, first])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    cut_out = cv2.warpAffine(grey, to_frame, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inset = round(margin / step)
    return Patch(np.asarray(cut_out), to_frame, step, slice(inset, columns - inset))


def averaged(patch: Patch) -> Lines:
    """The patch's rows put over each other."""
    strips, dazzled, edges = _strips(patch.grey)
    order = _outwards(strips)
    if not order:
        return Lines(strips.mean(axis=0), (), 0, patch.grey.shape[0])
    aligned = _aligned(strips, dazzled, order)
    used = sorted(aligned)
    ranked = [aligned[i] for i in used]
    half = len(ranked) // 2
    halves = (_together(ranked[:half]), _together(ranked[half:])) if len(ranked) >= _HALVED else ()
    return Lines(_together(ranked), halves, float(edges[used[0]]), float(edges[used[-1] + 1]))


def _strips(grey: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """The means of about ten bands of rows, where each is dazzled, and the rows between which they lie."""
    rows = grey.shape[0]
    count = max(1, min(_STRIPS, rows // 3))
    edges = np.linspace(0, rows, count + 1).astype(int)
    bands = [grey[top:bottom] for top, bottom in itertools.pairwise(edges)]
    strips = np.stack([cv2.reduce(band, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0] for band in bands])
    dazzled = [cv2.reduce((band >= _SATURATED).astype(np.uint8), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0] for band in bands]
    return strips, np.stack(dazzled) > 0.5, edges


def _outwards(strips: Pixels) -> list[int]:
    """The strip with the most contrast first, then its neighbours, alternately."""
    contrast = np.abs(np.diff(strips, axis=1)).mean(axis=1)
    best = int(contrast.argmax())
    if contrast[best] <= 0:
        return []
    down, up = list(range(best + 1, len(strips))), list(range(best - 1, -1, -1))
    return [best, *down, *up]


def _aligned(strips: Pixels, dazzled: Pixels, order: list[int]) -> dict[int, Pixels]:
    """Each strip as it lies over the first one, dazzled samples as NaN; without those that show something else."""
    first = order[0]
    columns = np.arange(strips.shape[1], dtype=np.float32)
    blurred = cv2.GaussianBlur(strips, (5, 1), 0)
    placed = {first: (0.0, 0.0)}
    result = {first: np.where(dazzled[first], np.nan, strips[first])}
    reference = _contrast(blurred[first])
    for index in order[1:]:
        near = index - 1 if index > first else index + 1
        shift, stretch, alike = _fit(_contrast(blurred[index]), reference, placed.get(near, (0.0, 0.0)))
        if alike < _ALIKE:
            continue
        placed[index] = (shift, stretch)
        at = columns + shift + stretch * (columns - columns[-1] / 2)
        moved = np.interp(at, columns, strips[index])
        hidden = np.interp(at, columns, dazzled[index].astype(np.float32)) > 0
        result[index] = np.where(hidden, np.nan, moved).astype(np.float32)
    return result


def _contrast(strip: Pixels) -> Pixels:
    """Without slow changes of light, and of one strength."""
    flat = strip - cv2.GaussianBlur(strip[None, :], (0, 0), 30)[0]
    return np.asarray(flat / max(1.0, float(flat.std())), dtype=np.float32)


def _fit(strip: Pixels, reference: Pixels, start: tuple[float, float]) -> tuple[float, float, float]:
    """Gauss-Newton: by how many columns, and how much longer, the strip lies off the reference; and their likeness."""
    columns = np.arange(len(strip), dtype=np.float32)
    lever = columns - columns[-1] / 2
    shift, stretch = start
    for _ in range(3):
        moved = np.interp(columns + shift + stretch * lever, columns, strip)
        slope = np.gradient(moved)
        rest = reference - moved
        a, b, c = float(slope @ slope), float((slope * slope) @ lever), float((slope * slope) @ (lever * lever))
        d, e = float(slope @ rest), float((slope * lever) @ rest)
        det = a * c - b * b
        if det <= 1e-6 * a * c or a == 0:
            break
        shift += (c * d - b * e) / det
        stretch += (a * e - b * d) / det
    moved = np.interp(columns + shift + stretch * lever, columns, strip)
    norm = float(np.linalg.norm(moved) * np.linalg.norm(reference))
    return shift, stretch, float(moved @ reference) / norm if norm else 0.0


def _together(strips: list[Pixels]) -> Pixels:
    """The middle of the strips where they agree, so that a scratch or a lamp in some of them does not count."""
    stack = np.stack(strips)
    ordered = np.sort(stack, axis=0)  # NaN last
    there = np.maximum(1, (~np.isnan(stack)).sum(axis=0))
    low, high = there // 4, np.maximum(there // 4 + 1, there - there // 4)
    place = np.arange(len(stack))[:, None]
    inner = (place >= low) & (place < high)
    total = np.where(inner, np.nan_to_num(ordered, nan=255.0), 0.0).sum(axis=0)
    return np.asarray(total / inner.sum(axis=0), dtype=np.float32)
