"""Bars cut out of the frame, turned upright, and averaged along themselves.

A row of a photograph has the sensor's noise; the mean of sixty rows has an eighth of it. Rows only add up where they
lie over each other, so the code is cut into strips, and each is shifted and stretched onto its neighbours: that undoes
what a tilt, a wave of film or a wrong angle leave.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from hardware.reading.uniform_rows import row_parts
from hardware.reading.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.images import Pixels
    from hardware.reading.regions import Bars

_STRIPS = 10
_MARGIN = 24.0
"""Pixels of the frame beyond each end, for the quiet zone."""
_FINE_BELOW = 1100.0
"""Codes shorter than this many pixels are sampled at half pixels."""
_MOST_ROWS = 160
_FEW = 7
_SATURATED = 250
_KNOT_PX = 70.0
_STIFF = 0.3
_HALVED = 4
_ALIKE = 0.6
"""Correlation from which a strip shows the same bars as its neighbours."""


@dataclass(frozen=True, slots=True)
class Patch:
    """An upright piece of the frame: a view with its rows along the code and its columns across the bars."""

    view: View
    step: float
    """Pixels of the frame a column."""
    inner: slice
    """The columns that were found to have bars."""


class Part(NamedTuple):
    """Rows of a patch."""

    top: float
    bottom: float
    strange: bool
    """Whether they show other bars than the mean of all rows."""
    profile: Pixels
    """Their own mean."""


@dataclass(frozen=True)
class Lines:
    """Grey levels across the bars, float32, one a column of the patch."""

    whole: Pixels
    """Of all strips together."""
    top: float
    bottom: float
    """The rows of the patch that show the bars."""
    parts: tuple[Part, ...] = ()
    """What may be codes of their own, when the rows do not all show the same bars."""
    strips: tuple[Pixels, ...] = ()
    """Laid over each other, dazzled samples as NaN."""
    agreeing: float = 1.0
    """The part of the strips that show the same bars."""

    @cached_property
    def halves(self) -> tuple[Pixels, ...]:
        """Of the upper and of the lower strips; empty when there are too few."""
        half = len(self.strips) // 2
        if len(self.strips) < _HALVED:
            return ()
        return _together(self.strips[:half]), _together(self.strips[half:])


def cut(frame: View, bars: Bars) -> Patch:
    """The patch of a region, its columns across the bars and its rows along the code."""
    step = 0.5 if bars.length < _FINE_BELOW else 1.0
    row_step = max(1.0, bars.height / _MOST_ROWS)
    margin = _MARGIN + 0.3 * bars.length
    columns = math.ceil((bars.length + 2 * margin) / step)
    rows = max(1, round(bars.height / row_step))
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    across = np.array([ux - bars.slant * uy, uy + bars.slant * ux]) * step
    down = np.array([-uy, ux]) * row_step
    first = np.array([bars.x, bars.y]) - across * (columns - 1) / 2 - down * (rows - 1) / 2
    to_frame = np.column_stack([across, down, first])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    grey = cv2.warpAffine(frame.grey, to_frame, (columns, rows), flags=flags, borderMode=cv2.BORDER_CONSTANT)
    inset = round(margin / step)
    view = View(np.asarray(grey), frame.to_frame @ np.vstack([to_frame, (0, 0, 1)]))
    return Patch(view, step, slice(inset, columns - inset))


def few_rows(frame: View, bars: Bars) -> Pixels:
    """The mean of some rows in the middle of a region, one column a pixel: a tenth of the time of a patch."""
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    across, down = np.array([ux - bars.slant * uy, uy + bars.slant * ux]), np.array([-uy, ux])
    columns = max(2, round(bars.length))
    first = np.array([bars.x, bars.y]) - across * (columns - 1) / 2 - down * (_FEW - 1) / 2
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    rows = cv2.warpAffine(frame.grey, np.column_stack([across, down, first]), (columns, _FEW), flags=flags)
    return np.asarray(cv2.reduce(rows, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0])


def averaged(patch: Patch) -> Lines:
    """The patch's rows put over each other."""
    strips, dazzled, edges = _strips(patch.view.grey)
    order = _outwards(strips)
    if not order:
        return Lines(strips.mean(axis=0), 0, patch.view.grey.shape[0])
    aligned = _aligned(strips, dazzled, patch.inner, patch.step, order)
    used = sorted(aligned)
    ranked = tuple(aligned[i] for i in used)
    whole = _together(ranked)
    laid = np.nan_to_num(np.stack([aligned.get(index, strip) for index, strip in enumerate(strips)]), nan=255.0)
    parts = tuple(
        Part(float(edges[first]), float(edges[last]), strange, strips[first:last].mean(axis=0))
        for (first, last), strange in row_parts(laid[:, patch.inner], whole[patch.inner], patch.step)
    )
    share = len(used) / len(strips)
    return Lines(whole, float(edges[used[0]]), float(edges[used[-1] + 1]), parts, ranked, share)


def _strips(grey: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """The means of about ten bands of rows, where each is dazzled, and the rows between which they lie."""
    rows = grey.shape[0]
    count = max(1, min(_STRIPS, rows // 3))
    edges = np.linspace(0, rows, count + 1).astype(int)
    bands = [grey[top:bottom] for top, bottom in itertools.pairwise(edges)]
    strips = np.stack([cv2.reduce(band, 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0] for band in bands])
    dazzled = [
        cv2.reduce((band >= _SATURATED).astype(np.uint8), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0] for band in bands
    ]
    # Paper may be as bright as a lamp's reflection, but is never so wide between two bars.
    wide = np.ones((1, max(25, grey.shape[1] // 20)), np.uint8)
    lamp = cv2.morphologyEx((np.stack(dazzled) > 0.5).astype(np.uint8), cv2.MORPH_OPEN, wide)
    return strips, np.asarray(lamp, dtype=bool), edges


def _outwards(strips: Pixels) -> list[int]:
    """The strip with the most contrast first, then its neighbours, alternately."""
    contrast = np.abs(np.diff(strips, axis=1)).mean(axis=1)
    best = int(contrast.argmax())
    if contrast[best] <= 0:
        return []
    down, up = list(range(best + 1, len(strips))), list(range(best - 1, -1, -1))
    return [best, *down, *up]


def _aligned(strips: Pixels, dazzled: Pixels, inner: slice, step: float, order: list[int]) -> dict[int, Pixels]:
    """Each strip as it lies over the first one, dazzled samples as NaN; without those that show something else."""
    first = order[0]
    columns = np.arange(strips.shape[1], dtype=np.float32)
    flat = _contrast(cv2.GaussianBlur(strips, (5, 1), 0))
    over = _Over(flat[first], columns[inner][::2], _KNOT_PX / step)
    placed = {first: over.nowhere}
    result = {first: np.where(dazzled[first], np.nan, strips[first])}
    for index in order[1:]:
        near = index - 1 if index > first else index + 1
        off, alike = over.fit(flat[index], placed.get(near, over.nowhere))
        if alike < _ALIKE:
            continue
        placed[index] = off
        at = over.moved(off, columns)
        moved = np.interp(at, columns, strips[index])
        if dazzled[index].any():
            moved[np.interp(at, columns, dazzled[index].astype(np.float32)) > 0] = np.nan
        result[index] = moved.astype(np.float32)
    return result


def _contrast(strips: Pixels) -> Pixels:
    """Without slow changes of light, and of one strength."""
    flat = strips - cv2.blur(strips, (121, 1))
    return np.asarray(flat / np.maximum(1.0, flat.std(axis=1, keepdims=True)), dtype=np.float32)


class _Over:
    """Lays strips over a reference (inverse compositional Gauss-Newton: Baker and Matthews 2004).

    How far a strip lies off is given at a few knots and runs straight between them: that follows a tilt and a wave.
    """

    def __init__(self, reference: Pixels, at: Pixels, spacing: float) -> None:
        """`at`: the columns that count."""
        self._columns = np.arange(len(reference), dtype=np.float32)
        self._at = at
        count = max(2, round((at[-1] - at[0]) / spacing) + 1)
        self._knots = np.linspace(at[0], at[-1], count)
        self._hats = np.stack([np.interp(at, self._knots, hat) for hat in np.eye(count)])
        self._wanted = np.interp(at, self._columns, reference)
        self._slopes = self._hats * np.interp(at, self._columns, np.gradient(reference))
        normal = self._slopes @ self._slopes.T
        bend = np.diff(np.eye(count), 2, axis=0)
        stiff = _STIFF * np.trace(normal) / count
        self._solve = np.linalg.pinv(normal + stiff * bend.T @ bend, rcond=1e-9)
        self._stiff = self._solve @ (stiff * bend.T @ bend)
        self.nowhere = np.zeros(count)

    def fit(self, strip: Pixels, start: Pixels) -> tuple[Pixels, float]:
        """By how many columns the strip lies off the reference at each knot; and their likeness, at most 1."""
        off = start
        for _ in range(3):
            moved = np.interp(self._at + off @ self._hats, self._columns, strip)
            off = off + self._solve @ (self._slopes @ (self._wanted - moved)) - self._stiff @ off
        moved = np.interp(self._at + off @ self._hats, self._columns, strip)
        norm = float(np.linalg.norm(moved) * np.linalg.norm(self._wanted))
        return off, float(moved @ self._wanted) / norm if norm else 0.0

    def moved(self, off: Pixels, columns: Pixels) -> Pixels:
        """Where each of these columns is found in a strip that lies off like this."""
        return np.asarray(columns + np.interp(columns, self._knots, off))


def _together(strips: Sequence[Pixels]) -> Pixels:
    """The middle of the strips where they agree, so that a scratch or a lamp in some of them does not count."""
    stack = np.stack(strips)
    ordered = np.sort(stack, axis=0)  # NaN last
    there = np.maximum(1, (~np.isnan(stack)).sum(axis=0))
    low, high = there // 4, np.maximum(there // 4 + 1, there - there // 4)
    place = np.arange(len(stack))[:, None]
    inner = (place >= low) & (place < high)
    total = np.where(inner, np.nan_to_num(ordered, nan=255.0), 0.0).sum(axis=0)
    return np.asarray(total / inner.sum(axis=0), dtype=np.float32)
