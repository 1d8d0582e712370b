"""The start and the stop character of a Code 128, whose shapes are known: where they lie tells the module as well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.code128.blur_model import FINE, REACH, WINDOW, gaussian
from hardware.reading.code128.symbols import DATA_VALUES, MODULES, START_A, STOP_MODULES

if TYPE_CHECKING:
    from hardware.images import Pixels

_FEWEST, _MOST = 5, 36
"""Characters with start and check."""
_THINNEST, _THICKEST = 0.85, 14.0
"""Pixels of the frame a module."""
_ASTRAY = 3
"""Search tolerance for a code's end, in modules: blur makes a code look longer."""
TRIED = ((0.65, 0.0), (1.05, 0.0), (0.6, 2.8))
"""Channels through which single characters are looked at."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A number of characters and where their first and last one may lie, in a line."""

    line: Pixels
    characters: int
    lefts: Pixels
    rights: Pixels
    alike: float
    turned: bool


def anchored(line: Pixels, step: float, left: float, right: float, *, turned: bool) -> list[Anchored]:
    """For each number of characters the likeliest places of the start and of the stop character."""
    counts = np.arange(_FEWEST, _MOST + 1)
    module = (right - left) / (counts * MODULES + STOP_MODULES)
    counts = counts[(module * step >= _THINNEST) & (module * step <= _THICKEST)]
    if not len(counts):
        return []
    module = (right - left) / (counts * MODULES + STOP_MODULES)
    soft = cv2.GaussianBlur(line[None, :], (0, 0), 0.7 / step)[0]
    first, starts = _alike(soft, np.full(len(counts), left), module, _starts())
    last, stops = _alike(soft, right - STOP_MODULES * module, module, _stops())
    last += STOP_MODULES * module[:, None]
    return [
        Anchored(line, int(counts[i]), first[i], last[i], float(starts[i] + stops[i]), turned)
        for i in range(len(counts))
    ]


def _alike(line: Pixels, near: Pixels, module: Pixels, shapes: Pixels) -> tuple[Pixels, Pixels]:
    """Where one of these shapes may begin, for each module: two columns, and how well it fits, at most 1.

    `shapes` are normed and reach from 5.5 modules before the character.
    """
    size = shapes.shape[1]
    steps = (np.arange(2 * _ASTRAY * FINE + size) + 0.5) / FINE - _ASTRAY - MODULES / 2
    at = near[:, None] + steps * module[:, None]
    seen = np.interp(at.ravel(), np.arange(len(line)), line).astype(np.float32).reshape(at.shape)
    windows = np.lib.stride_tricks.sliding_window_view(seen, size, axis=1)
    sums = np.cumsum(np.pad(np.stack([seen, seen * seen]), ((0, 0), (0, 0), (1, 0))), axis=2)
    mean, power = (sums[:, :, size:] - sums[:, :, :-size]) / size
    spread = np.sqrt(np.maximum(power - mean * mean, 1e-3) * size)
    alike = (windows @ shapes.T).max(axis=2) / spread
    row = np.arange(len(near))
    best = alike.argmax(axis=1)
    score = alike[row, best]
    apart = np.abs(np.arange(alike.shape[1]) - best[:, None]) > FINE
    second = np.where(apart, alike, -1.0).argmax(axis=1)
    places = np.stack([best, second], axis=1)
    return near[:, None] + (places / FINE - _ASTRAY) * module[:, None], score


@lru_cache(maxsize=1)
def _starts() -> Pixels:
    """The three start characters with the quiet zone before them, through each channel; paper is high."""
    shapes = [gaussian(*rough).spread[START_A:, : WINDOW + REACH] for rough in TRIED]
    return _normed(np.concatenate(shapes))


@lru_cache(maxsize=1)
def _stops() -> Pixels:
    """The stop character with the quiet zone behind it; before it stands any character."""
    shapes = []
    for rough in TRIED:
        channel = gaussian(*rough)
        shape = channel.stop.copy()
        shape[:WINDOW] += channel.spread[:DATA_VALUES, WINDOW:].mean(axis=0)
        shapes.append(shape)
    return _normed(np.stack(shapes))


def _normed(ink: Pixels) -> Pixels:
    paper = ink.mean(axis=1, keepdims=True) - ink
    return np.asarray(paper / np.linalg.norm(paper, axis=1, keepdims=True), dtype=np.float32)
