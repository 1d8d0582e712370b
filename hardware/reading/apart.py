"""Whether the rows of a region all show the same bars, or several codes lie there one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.reading.pixels import Pixels

Span = tuple[int, int]
"""From which strip of rows to before which one."""

_WINDOW_PX = 48.0
"""Numbers of one series differ in few characters, so that rows are compared piece by piece."""
_ASTRAY_PX = 3
"""How far the same bars lie apart in neighbouring strips at most: a tilt, a wave."""
_UNLIKE = 0.35
"""Correlation of the worst piece: the same bars have more in any picture that can be read."""
_STRONG = 0.4
"""Contrast of rows by that of the strongest: print has less than bars."""


def row_parts(strips: Pixels, inner: slice, step: float) -> list[Span]:
    """The parts of a region's strips of rows between which the bars change; none when they are the same throughout.

    `strips`: grey levels, one row each, `step` pixels of the frame a column.
    """
    every = max(1, round(1 / step))
    seen = cv2.blur(strips[:, inner], (every, 1))[:, ::every]
    if len(seen) < 4 or seen.shape[1] < 2 * _WINDOW_PX:
        return []
    cuts = [0, *_changes(np.asarray(seen)), len(seen)]
    power = np.abs(np.diff(seen, axis=1)).mean(axis=1)
    spans = [span for span in zip(cuts, cuts[1:], strict=False) if power[slice(*span)].max() > _STRONG * power.max()]
    return spans if len(spans) > 1 else []


def _changes(seen: Pixels) -> list[int]:
    """The strips at which something else begins."""
    last = len(seen)
    pairs = range(1, last)
    over = np.stack([seen[max(0, k - 2) : k].mean(axis=0) for k in pairs])
    under = np.stack([seen[k : k + 2].mean(axis=0) for k in pairs])
    alike = np.max([_correlated(over, np.roll(under, by, axis=1)) for by in range(-_ASTRAY_PX, _ASTRAY_PX + 1)], axis=0)
    rim = round(_WINDOW_PX / 2)
    worst = alike[:, rim:-rim].min(axis=1)
    return [
        k + 1
        for k in range(last - 1)
        if worst[k] < _UNLIKE and worst[k] == worst[max(0, k - 1) : k + 2].min()
    ]


def _correlated(one: Pixels, other: Pixels) -> Pixels:
    """Piece by piece, around each column."""
    window = (round(_WINDOW_PX), 1)
    mean_one, mean_other = cv2.blur(one, window), cv2.blur(other, window)
    both = np.asarray(cv2.blur(one * other, window)) - np.asarray(mean_one) * np.asarray(mean_other)
    power_one = np.asarray(cv2.blur(one * one, window)) - np.square(mean_one)
    power_other = np.asarray(cv2.blur(other * other, window)) - np.square(mean_other)
    return np.asarray(both / np.sqrt(np.maximum(power_one, 1.0) * np.maximum(power_other, 1.0)))
