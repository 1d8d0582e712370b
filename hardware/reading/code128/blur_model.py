"""What the lens and the movement make of bars: a channel by which every Code 128 character spreads into its neighbours.

Lengths are modules; signals have four samples a module; 1 is ink, 0 is paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from hardware.reading.code128.symbols import MODULES, PATTERNS, STOP_MODULES, STOP_PATTERN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.images import Pixels

FINE = 4
"""Samples a module."""
REACH = MODULES * FINE // 2
"""Samples that a character spreads to each side at most: then a sample knows two characters, never three."""
WINDOW = 2 * REACH
TAIL = STOP_MODULES * FINE + 2 * REACH


@dataclass(frozen=True, slots=True)
class Channel:
    """A spread and what it makes of each character."""

    kernel: Pixels
    """2 x REACH + 1 samples, symmetric, its sum 1."""
    spread: Pixels
    """106 x 88: each character from 5.5 modules before its start to 5.5 behind its end."""
    stop: Pixels
    """96 samples of the stop character, in the same way."""
    cross: Pixels
    """106 x 106: twice the product of one character's end with the next one's beginning."""
    mean: float
    deviation: float
    """Of the signal of a usual row of characters."""


def gaussian(sigma: float, box: float = 0.0) -> Channel:
    """A lens with this sigma and a movement over `box` modules."""
    return _known(round(sigma, 2), round(box, 2))


@lru_cache(maxsize=64)
def _known(sigma: float, box: float) -> Channel:
    at = np.arange(-REACH, REACH + 1) / FINE
    kernel = np.exp(-0.5 * (at / max(sigma, 0.05)) ** 2)
    if box > 0:
        fine = np.linspace(-box / 2, box / 2, 33)
        kernel = np.exp(-0.5 * ((at[:, None] - fine) / max(sigma, 0.05)) ** 2).sum(axis=1)
    return of_kernel(kernel)


def of_kernel(kernel: Pixels) -> Channel:
    """The channel of any kernel of 2 x REACH + 1 samples."""
    kernel = np.asarray(kernel / kernel.sum(), dtype=np.float32)
    matrix = _shifted(kernel, MODULES * FINE)
    spread = np.repeat(PATTERNS, FINE, axis=1) @ matrix
    stop = np.repeat(STOP_PATTERN, FINE) @ _shifted(kernel, STOP_MODULES * FINE)
    cross = 2 * spread[:, WINDOW:] @ spread[:, :WINDOW].T
    usual = signal(_USUAL, spread, stop)[REACH:-REACH]
    return Channel(kernel, spread, stop, cross, float(usual.mean()), float(usual.std()))


def signal(values: Sequence[int], spread: Pixels, stop: Pixels) -> Pixels:
    """The samples of start, data and check characters and the stop character, from 5.5 modules before to 5.5 behind."""
    out = np.zeros(WINDOW * len(values) + TAIL, dtype=np.float32)
    for place, value in enumerate(values):
        out[place * WINDOW : (place + 2) * WINDOW] += spread[value]
    out[len(values) * WINDOW :] += stop
    return out


def _shifted(kernel: Pixels, samples: int) -> Pixels:
    matrix = np.zeros((samples, samples + 2 * REACH), dtype=np.float32)
    for row in range(samples):
        matrix[row, row : row + len(kernel)] = kernel
    return matrix


_USUAL = tuple(int(value) for value in np.random.default_rng(0).integers(0, 103, 60))
