"""Where the characters of a Code 128 may begin: every eleven modules paper turns to ink.

One edge is lost in noise and blur; the sum over all boundaries of one spacing is not. The search goes over the number of
characters, both ends within a module or so, and the perspective along the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.channel import FINE, REACH
from hardware.reading.code128 import MODULES, STOP_MODULES

if TYPE_CHECKING:
    from hardware.reading.pixels import Pixels

_FEWEST, _MOST = 4, 44
"""Characters with start and check."""
_THINNEST, _THICKEST = 0.85, 14.0
"""Pixels of the frame a module."""
_BENDS = np.array([0.0, -0.06, 0.06, -0.13, 0.13, -0.2, 0.2])
"""Perspective: how much of the code's length its middle is displaced, times four."""
_ENDS = np.arange(-1.5, 1.51, 0.5)
"""Modules by which each end may lie off."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A spacing of characters, in columns of the profile in its reading direction."""

    left: float
    right: float
    bend: float
    characters: int
    """Start, data and check."""
    turned: bool
    score: float

    def sample_at(self) -> Pixels:
        """The columns of four samples a module, from 5.5 modules before the code to 5.5 behind it."""
        modules = self.characters * MODULES + STOP_MODULES
        along = (np.arange(-REACH, modules * FINE + REACH) + 0.5) / (modules * FINE)
        return _at(along, self.left, self.right, self.bend)


def _at(along: Pixels, left: float, right: float, bend: float) -> Pixels:
    return left + (right - left) * (along + bend * along * (1 - along))


def rhythms(profile: Pixels, step: float) -> list[Rhythm]:
    """Spacings that the profile may have, the most likely first, each number of characters once a direction."""
    found: list[Rhythm] = []
    for turned in (False, True):
        line = profile[::-1] if turned else profile
        for left, right in ends(line, step):
            found += _spaced(line, step, left, right, turned=turned)
    return sorted(found, key=lambda rhythm: -rhythm.score)


def ends(line: Pixels, step: float) -> list[tuple[float, float]]:
    """Where the bars begin and end, in columns: the longest stretch without a gap as wide as a quiet zone."""
    slope = np.abs(np.gradient(cv2.GaussianBlur(line[None, :], (0, 0), 1.0 / step)[0]))
    level = cv2.GaussianBlur(slope[None, :], (0, 0), 2.0 / step)[0]
    busy = level > 0.22 * float(np.percentile(level, 70))
    at = np.nonzero(busy)[0]
    if len(at) < 10:
        return []
    gap = max(8.0 / step, 0.05 * (at[-1] - at[0]))
    breaks = np.nonzero(np.diff(at) > gap)[0]
    starts, stops = np.append(at[0], at[breaks + 1]), np.append(at[breaks], at[-1])
    longest = int((stops - starts).argmax())
    inset = 2.0 / step
    left, right = float(starts[longest]) + inset, float(stops[longest]) - inset
    return [(left, right)] if right - left > 30 / step else []


def _spaced(line: Pixels, step: float, left: float, right: float, *, turned: bool) -> list[Rhythm]:
    width = right - left
    found = []
    blurred = cv2.GaussianBlur(line[None, :], (0, 0), 0.8 / step)[0]
    darker = -np.gradient(blurred)
    darker = darker - cv2.GaussianBlur(darker[None, :], (0, 0), 40 / step)[0]
    local = np.sqrt(cv2.GaussianBlur(darker[None, :] ** 2, (0, 0), 30 / step)[0])
    darker = darker / np.maximum(local, 1e-3)
    for characters in range(_FEWEST, _MOST + 1):
        modules = characters * MODULES + STOP_MODULES
        module = width / modules
        if not _THINNEST <= module * step <= _THICKEST:
            continue
        along = np.arange(characters + 1) * MODULES / modules
        shifts = _ENDS * module
        first, last = left + shifts[:, None, None, None], right + shifts[None, :, None, None]
        bent = along + _BENDS[None, None, :, None] * along * (1 - along)
        at = first + (last - first) * bent
        columns = np.clip(np.rint(at), 0, len(line) - 1).astype(np.int32)
        score = darker[columns].sum(axis=3) / np.sqrt(characters + 1)
        best = np.unravel_index(int(score.argmax()), score.shape)
        found.append(
            Rhythm(
                float(left + shifts[best[0]]),
                float(right + shifts[best[1]]),
                float(_BENDS[best[2]]),
                characters,
                turned,
                float(score[best]),
            )
        )
    return found
