"""A quiet zone for codes that have none: what stands close beside the bars and goes on above and below them, such as a
printed frame, a rule or the ground around a small label, is taken for paper.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from hardware.reading.bars import Line, line_of
from hardware.reading.straighten import cut

if TYPE_CHECKING:
    from hardware.images import Pixels

_TALLER = 1.6
"""Height of what is looked at, by the region's."""
_GOES_ON = 1.06
"""By the bars' own reach from the middle; print and a tilt leave less."""
_FEWEST_ROWS = 2
_NEAR_END = 0.3
"""Part of the region's length in which an end of the code is looked for."""
_QUIET, _QUIET_PX = 0.06, 24.0
"""What an engine needs beyond an end: part of the length, and pixels of the frame."""
_BLOCKS = 5
_LEANS = 1.5
"""Columns between upper and lower rows from which the region is cut anew along its bars."""
_AS_WIDE = 0.93
"""Of the widest space: what is left at an end."""


class Freed(NamedTuple):
    line: Line
    whole: bool
    """Whether at both ends more is left than between bars: a code that is cut there would show less."""


def freed(line: Line) -> Freed | None:
    """The line with paper beside its bars; None when nothing stands there that goes on above and below."""
    if not _has_dark_end(line):
        return None
    beside, inner = _goes_on(line), line.patch.inner
    if not beside.any():
        return None
    upright = _upright(line)
    if upright is not line:
        line, beside = upright, _goes_on(upright)
        inner = line.patch.inner
    near = round(_NEAR_END * (inner.stop - inner.start))
    quiet = round(_QUIET_PX / line.patch.step + _QUIET * (inner.stop - inner.start))
    left = np.nonzero(beside[: inner.start + near])[0]
    right = np.nonzero(beside[inner.stop - near :])[0]
    whole = line.lines.whole
    first = _lightest(whole, int(left[-1]), 1) if len(left) else 0
    last = _lightest(whole, inner.stop - near + int(right[0]), -1) if len(right) else len(beside)
    if first <= inner.start - quiet and last >= inner.stop + quiet:
        return None
    free = _between(line, first, last)
    rooms = (int(left[-1]) + 1 if len(left) else 0, inner.stop - near + int(right[0]) if len(right) else len(beside))
    return Freed(free, _is_whole(free, *rooms))


def _has_dark_end(line: Line) -> bool:
    """Whether anything near an end is dark from top to bottom, leaning or not: a region is a little higher than its
    bars, and lower than what stands beside them.
    """
    grey, inner = line.patch.view.grey, line.patch.inner
    low, high = np.percentile(line.lines.whole[inner], (10, 90))
    near = round(_NEAR_END * (inner.stop - inner.start))
    ends = slice(0, inner.start + near), slice(inner.stop - near, None)
    blocks = [block for block in np.array_split(grey, _BLOCKS) if len(block)]
    dark = [cv2.reduce(block, 0, cv2.REDUCE_MAX)[0] < (float(low) + float(high)) / 2 for block in blocks]
    return any(all(columns[end].any() for columns in dark) for end in ends)


def _upright(line: Line) -> Line:
    """The line cut along its bars: a frame around them makes a region lean."""
    grey, inner = line.patch.view.grey, line.patch.inner
    rows = len(grey)
    upper, lower = (
        grey[round(first * rows) : max(round(first * rows) + 1, round(last * rows)), inner].mean(axis=0)
        for first, last in ((0.15, 0.35), (0.65, 0.85))
    )
    most = min(len(upper) // 4, rows)
    part = (lower - lower.mean())[most:-most].astype(np.float32)
    alike = cv2.matchTemplate((upper - upper.mean()).astype(np.float32)[None], part[None], cv2.TM_CCOEFF_NORMED)[0]
    shift = most - int(alike.argmax())
    if abs(shift) < _LEANS:
        return line
    to_frame = line.patch.view.to_frame @ np.linalg.inv(line.frame.to_frame)
    across, down = to_frame[:2, 0], to_frame[:2, 1] + to_frame[:2, 0] * shift / (0.5 * rows)
    down = down / np.linalg.norm(down)
    upright = np.array([down[1], -down[0]])
    slant = float((across @ down) / (across @ upright))
    return line_of(line.frame, replace(line.bars, angle=math.atan2(upright[1], upright[0]), slant=slant))


def _lightest(row: Pixels, at: int, step: int) -> int:
    """The column from `at` on where it grows no lighter: an edge is several columns wide."""
    while 0 <= at + step < len(row) and row[at + step] > row[at]:
        at += step
    return at


def _goes_on(line: Line) -> Pixels:
    """For each column of the patch whether what is dark in the middle row goes on beyond the bars both ways."""
    grey = cut(line.frame, replace(line.bars, height=_TALLER * line.bars.height)).view.grey
    middle, inner = len(grey) // 2, line.patch.inner
    low, high = np.percentile(grey[middle, inner], (10, 90))
    light = grey > (float(low) + float(high)) / 2
    reaches = [_reach(light[:middle][::-1]), _reach(light[middle:])]
    bars = ~light[middle]
    bars[: inner.start] = bars[inner.stop :] = False
    if not bars.any():
        return np.zeros(grey.shape[1], bool)
    usual = [float(np.median(reach[bars])) for reach in reaches]
    beyond = [reach > _GOES_ON * own + _FEWEST_ROWS for reach, own in zip(reaches, usual, strict=True)]
    return np.asarray(beyond[0] & beyond[1])


def _reach(light: Pixels) -> Pixels:
    """How many rows from the first one are dark, in each column."""
    return np.where(light.any(axis=0), light.argmax(axis=0), len(light))


def _between(line: Line, first: int, last: int) -> Line:
    """The line with paper beyond these columns."""
    inner = line.patch.inner
    paper = float(np.percentile(line.lines.whole[inner], 90))
    outside = np.ones(len(line.lines.whole), bool)
    outside[first:last] = False
    whole, *strips = (np.where(outside, np.float32(paper), row) for row in (line.lines.whole, *line.lines.strips))
    grey = line.patch.view.grey.copy()
    grey[:, outside] = round(min(255.0, max(0.0, paper)))
    patch = replace(
        line.patch,
        view=replace(line.patch.view, grey=grey),
        inner=slice(max(inner.start, first), min(inner.stop, last)),
    )
    lines = replace(line.lines, whole=whole, strips=tuple(strips), parts=())
    return Line(line.frame, line.bars, (patch, lines))


def _is_whole(line: Line, first: int, last: int) -> bool:
    """Whether from these columns to the outer bars it is as far as the widest space of the code, at least."""
    row = line.lines.whole
    low, high = np.percentile(row[line.patch.inner], (10, 90))
    dark = np.nonzero(row < (float(low) + float(high)) / 2)[0]
    dark = dark[(dark > first) & (dark < last)]
    if len(dark) < 2:
        return False
    widest = int(np.diff(dark).max()) - 1
    return bool(min(dark[0] - first, last - 1 - dark[-1]) >= _AS_WIDE * widest)
