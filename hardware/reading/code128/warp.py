"""Uneven spacing of characters (film, curvature, tilt), tracked by Viterbi."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.code128.blur_model import FINE, REACH, TAIL, WINDOW
from hardware.reading.code128.spacing import templates
from hardware.reading.code128.symbols import DATA_VALUES
from hardware.reading.ends import levelled

if TYPE_CHECKING:
    from hardware.images import Pixels

_SHIFTS = np.arange(-5, 6, dtype=np.float32) * 0.25
"""Modules."""
_STIFF = 0.2
"""What a change of one module from one character to the next costs, in squares of ink."""


def followed(line: Pixels, at: Pixels, step: float) -> Pixels:
    """The columns of the samples (see `Rhythm.sample_at`) when each character is looked for near its place."""
    count = (len(at) - TAIL) // WINDOW
    module = float(at[-1] - at[0]) / len(at) * FINE
    soft = cv2.GaussianBlur(levelled(line, step)[None, :], (0, 0), 0.4 * module)[0]
    inner = at[REACH : REACH + count * WINDOW : 2]
    pace = np.gradient(at)[REACH : REACH + count * WINDOW : 2] * FINE
    columns = inner + _SHIFTS[:, None] * pace
    seen = np.interp(columns.ravel(), np.arange(len(line)), soft).astype(np.float32).reshape(-1, WINDOW // 2)
    fits = []
    for channel, shapes, norms in templates():
        ink = channel.mean - seen * channel.deviation
        rest = (norms[:DATA_VALUES] - 2 * ink @ shapes[:DATA_VALUES].T).min(axis=1) + np.square(ink).sum(axis=1)
        fits.append(rest.reshape(len(_SHIFTS), count))
    far = min(fits, key=lambda fit: float(fit.min(axis=0).sum()))
    path = _smoothest(far)
    middle = np.arange(count) * WINDOW + REACH + WINDOW / 2
    off = np.interp(np.arange(len(at)), middle, _SHIFTS[path])
    return np.asarray(at + off * np.gradient(at) * FINE)


def _smoothest(far: Pixels) -> list[int]:
    """One shift for each character: near its best, and not far from its neighbours' (Viterbi)."""
    change = _STIFF * np.square(_SHIFTS[:, None] - _SHIFTS)
    cost, back = far[:, 0], []
    for column in far.T[1:]:
        table = change + cost
        choice = table.argmin(axis=1)
        back.append(choice)
        cost = table[np.arange(len(_SHIFTS)), choice] + column
    path = [int(cost.argmin())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return path[::-1]
