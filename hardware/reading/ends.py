"""Where bars begin and end along a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images import Pixels

_GAPS = (0.035, 0.08, 0.16)
"""Parts of the whole that a stretch without edges may be, inside the code: blurred bars look even."""
_SAME_ENDS = 4.0
"""Pixels."""
_COARSER = 8


def levelled(profile: Pixels, step: float) -> Pixels:
    """Without slow changes of light: mean 0, deviation 1 nearby."""
    line = profile[None, :]
    mean = _slowly(line, 40 / step)
    spread = np.sqrt(_slowly((line - mean) ** 2, 60 / step))
    return np.asarray(((line - mean) / np.maximum(spread, 0.3))[0], dtype=np.float32)


def _slowly(line: Pixels, sigma: float) -> Pixels:
    """The mean around each column, made of every eighth one: nothing finer is left of it anyway."""
    columns = line.shape[1]
    short = cv2.resize(line, (max(1, columns // _COARSER), 1), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(short, (0, 0), sigma / _COARSER, borderType=cv2.BORDER_REFLECT)
    return np.asarray(cv2.resize(soft, (columns, 1), interpolation=cv2.INTER_LINEAR))


def ends(line: Pixels, step: float, inner: slice) -> list[tuple[float, float]]:
    """Where the bars begin and end, in columns: within the region that was found, and as far as bars go on from it."""
    slope = np.abs(np.gradient(cv2.GaussianBlur(line[None, :], (0, 0), 1.0 / step)[0]))
    level = cv2.GaussianBlur(slope[None, :], (0, 0), 2.0 / step)[0]
    busy = level > 0.22 * float(np.percentile(level[inner], 60))
    within = busy.copy()
    within[: max(0, inner.start)] = False
    within[inner.stop :] = False
    found: list[tuple[float, float]] = []
    for columns, gap in ((within, _GAPS[0]), *((busy, gap) for gap in _GAPS)):
        stretch = _stretch(columns, step, gap)
        if stretch and not any(max(abs(stretch[0] - a), abs(stretch[1] - b)) * step < _SAME_ENDS for a, b in found):
            found.append(stretch)
    return found


def _stretch(busy: Pixels, step: float, widest: float) -> tuple[float, float] | None:
    """The longest stretch of bars without a gap as wide as a quiet zone."""
    at = np.nonzero(busy)[0]
    if len(at) < 10:
        return None
    gap = max(8.0 / step, widest * (at[-1] - at[0]))
    breaks = np.nonzero(np.diff(at) > gap)[0]
    starts, stops = np.append(at[0], at[breaks + 1]), np.append(at[breaks], at[-1])
    longest = int((stops - starts).argmax())
    left, right = float(starts[longest]) + 2.0 / step, float(stops[longest]) - 2.0 / step
    return (left, right) if right - left > 30 / step else None
