"""Whether the rows of a region all show the same bars, or several codes lie there one above the other."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images import Pixels

Span = tuple[int, int]
"""From which strip of rows to before which one."""

_WINDOW_PX = 48.0
"""Numbers of one series differ in few characters, so that rows are compared piece by piece."""
_UNLIKE, _UNLIKE_IN_CLEAR = 0.55, 0.75
"""Correlation of the worst piece: the same bars have more in any picture that can be read, much more in a clear one."""
_HIDDEN, _HIDDEN_HALF = 0.75, 0.9
"""Correlation with the mean of all, likewise, below which that may read otherwise; the mean is half of what is half."""
_MOST_CHANGES = 4
"""More are the rows of a PDF417, or print."""
_CLEAR, _VERY_CLEAR = 0.6, 0.95
"""The correlation of most pieces from which noise does not decide, and from which it is hardly there."""
_FAINT = 0.2
"""Of the usual power: a piece that shows hardly anything, as a lamp leaves it."""
_STRONG = 0.4
"""Contrast of rows by that of the strongest: print has less than bars."""


def row_parts(strips: Pixels, whole: Pixels, step: float) -> list[tuple[Span, bool]]:
    """The parts of a region's strips of rows between which the bars change, and whether each shows other bars than
    their mean; none when all show the same.

    `strips`: grey levels, one row each, `step` pixels of the frame a column, laid over each other as far as that goes;
    `whole`: their mean.
    """
    every = max(1, round(1 / step))
    seen = np.asarray(cv2.blur(np.vstack([strips, whole]), (every, 1))[:, ::every], dtype=np.float32)
    seen, mean = seen[:-1], seen[-1:]
    if len(seen) < 4 or seen.shape[1] < 2 * _WINDOW_PX:
        return []
    changes, clear = _changes(seen)
    if not 0 < len(changes) <= _MOST_CHANGES:
        return []
    power = np.abs(np.diff(seen, axis=1)).mean(axis=1)
    parts = []
    for start, stop in itertools.pairwise([0, *changes, len(seen)]):
        first, last = _without_rims(start, stop, len(seen))
        if power[first:last].max() > _STRONG * power.max():
            rows = seen[first:last].mean(axis=0, keepdims=True)
            alike = float(_worst(_correlated(rows, mean))[0])
            half = clear and 0.25 < (last - first) / len(seen) < 0.7
            parts.append(((first, last), alike < (_HIDDEN_HALF if half else _HIDDEN)))
    return parts if any(strange for _, strange in parts) else []


def _without_rims(first: int, last: int, count: int) -> Span:
    """Without the strips in which one code ends and the other begins, where there is enough."""
    if last - first < 3:
        return first, last
    return first + (first > 0), last - (last < count)


def _worst(alike: Pixels) -> Pixels:
    rim = round(_WINDOW_PX / 2)
    return np.asarray(alike[:, rim:-rim].min(axis=1))


def _changes(seen: Pixels) -> tuple[list[int], bool]:
    """The strips in which something else begins, and whether noise has hardly any part in it."""
    pairs = range(1, len(seen) - 1)
    over = np.stack([seen[max(0, k - 2) : k].mean(axis=0) for k in pairs])
    under = np.stack([seen[k + 1 : k + 3].mean(axis=0) for k in pairs])
    alike = _correlated(over, under)
    worst, usual = _worst(alike), float(np.percentile(alike, 80))
    clear = usual > _VERY_CLEAR
    unlike = _UNLIKE_IN_CLEAR if clear else _UNLIKE
    if worst.min() > unlike or usual < _CLEAR:
        return [], clear
    changes = [k for k in range(len(worst)) if worst[k] < unlike and worst[k] == worst[max(0, k - 2) : k + 3].min()]
    return [k + 1 for k in changes], clear


def _correlated(one: Pixels, other: Pixels) -> Pixels:
    """Piece by piece around each column; 1 where one of them shows hardly anything."""
    window = (round(_WINDOW_PX), 1)
    mean_one, mean_other = (np.asarray(cv2.blur(each, window)) for each in (one, other))
    both = np.asarray(cv2.blur(one * other, window)) - mean_one * mean_other
    power_one = np.asarray(cv2.blur(one * one, window)) - np.square(mean_one)
    power_other = np.asarray(cv2.blur(other * other, window)) - np.square(mean_other)
    faint = np.minimum(power_one, power_other) < _FAINT * np.median(power_one)
    alike = both / np.sqrt(np.maximum(power_one, 1.0) * np.maximum(power_other, 1.0))
    return np.asarray(np.where(faint, 1.0, alike))
