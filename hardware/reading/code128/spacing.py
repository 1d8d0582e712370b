"""Where the characters of a Code 128 may lie in a profile: how many there are, both ends, the perspective.

Every eleven modules paper turns to ink. One edge is lost in noise and blur; the sum over all boundaries of one spacing
is not. That sum picks the ends and the perspective for each number of characters, in both directions; how well single
characters fit into such a spacing then picks the number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.code128.anchors import TRIED, Anchored, anchored
from hardware.reading.code128.blur_model import FINE, REACH, WINDOW, Channel, gaussian
from hardware.reading.code128.symbols import DATA_VALUES, MODULES, START_A, STOP_MODULES
from hardware.reading.ends import ends, levelled

if TYPE_CHECKING:
    from hardware.images import Pixels

MILD, STEEP = 0.08, 0.24
"""Perspective: how much of the code's length its middle is displaced, times four, at most; and at a great tilt."""
_ANCHORED, _ANCHORED_STEEP = 7, 24
"""Spacings that are looked at at all; where the code is bent its ends tell less."""
_SHARPENED = 4
"""Spacings that are looked at closer."""
_SOFTENED = 0.5
"""Modules of blur that are added to the profile first, so that a place that is nearly right counts."""
_A_CHARACTER = math.log(103)
"""What one more character has to gain in likelihood, else long rows of thin characters would explain everything."""


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
    """How much likelier the fit of single characters is than chance: a logarithm, for each pixel of the code."""
    channel: int
    """Which of `anchors.TRIED` fits best."""

    @property
    def module(self) -> float:
        """Columns a module, on average."""
        return (self.right - self.left) / (self.characters * MODULES + STOP_MODULES)

    def sample_at(self) -> Pixels:
        """The columns of four samples a module, from 5.5 modules before the code to 5.5 behind it."""
        fine = (self.characters * MODULES + STOP_MODULES) * FINE
        along = (np.arange(-REACH, fine + REACH) + 0.5) / fine
        return np.asarray(self.left + (self.right - self.left) * (along + self.bend * along * (1 - along)))


def rhythms(profile: Pixels, step: float, inner: slice, most_bend: float = MILD) -> list[Rhythm]:
    """Spacings that the profile may have, the most likely first; `inner` is where the bars are, roughly."""
    level = levelled(profile, step)
    tries: list[Anchored] = []
    for turned in (False, True):
        line = np.ascontiguousarray(level[::-1]) if turned else level
        part = slice(len(line) - inner.stop, len(line) - inner.start) if turned else inner
        for left, right in ends(line, step, part):
            tries += anchored(line, step, left, right, turned=turned)
    tries = sorted(tries, key=lambda one: -one.alike)[: _ANCHORED if most_bend <= MILD else _ANCHORED_STEEP]
    found = [_spaced(one, step, most_bend) for one in tries]
    found = sorted(found, key=lambda rhythm: -rhythm.score)[:_SHARPENED]
    return sorted((_sharpened(level, rhythm, step) for rhythm in found), key=lambda rhythm: -rhythm.score)


def _sharpened(level: Pixels, rhythm: Rhythm, step: float) -> Rhythm:
    """The best place in the neighbourhood of this one."""
    line = np.ascontiguousarray(level[::-1]) if rhythm.turned else level
    modules = rhythm.characters * MODULES + STOP_MODULES
    module = (rhythm.right - rhythm.left) / modules
    soft = cv2.GaussianBlur(line[None, :], (0, 0), _SOFTENED * module)[0]
    for reach in (0.7, 0.3):
        shifts = np.array([-1, 0, 1]) * reach * module
        bends = np.array([-1, 0, 1]) * reach * 3 / modules
        places = [
            (rhythm.left + left, rhythm.right + right, rhythm.bend + bend, rhythm.characters)
            for left in shifts
            for right in shifts
            for bend in bends
        ]
        fits, channels = _single(_looked_at(soft, places), np.full(len(places), rhythm.characters))
        best = int(fits.argmax())
        score = _score(float(fits[best]), (rhythm.right - rhythm.left) * step, rhythm.characters)
        if score > rhythm.score:
            left, right, bend, characters = places[best]
            rhythm = Rhythm(left, right, bend, characters, rhythm.turned, score, int(channels[best]))
    return rhythm


def _score(fit: float, pixels: float, characters: int) -> float:
    return -math.log(max(1e-3, 1 - fit)) / 2 - _A_CHARACTER * characters / pixels


def _spaced(at: Anchored, step: float, most_bend: float) -> Rhythm:
    """The best spacing between these ends."""
    characters = at.characters
    module = (at.rights[0] - at.lefts[0]) / (characters * MODULES + STOP_MODULES)
    soft = cv2.GaussianBlur(at.line[None, :], (0, 0), _SOFTENED * module)[0]
    looks = np.stack([-np.gradient(soft), _boundary(soft, module)])
    places = _in_step(looks, at.lefts, at.rights, characters, most_bend)
    fits, channels = _single(_looked_at(soft, places), np.full(len(places), characters))
    best = int(fits.argmax())
    left, right, bend, _ = places[best]
    score = _score(float(fits[best]), (right - left) * step, characters)
    return Rhythm(left, right, bend, characters, at.turned, score, int(channels[best]))


def _boundary(line: Pixels, module: float) -> Pixels:
    """How much each column looks like where one character ends in paper and the next begins with ink, on average.

    Whatever the blur, something of it is left: the mean character has its weight at the front.
    """
    count = round(MODULES * module)
    at = (np.arange(count) + 0.5) / count * WINDOW
    shape = np.interp(at, np.arange(WINDOW) + 0.5, _mean_boundary()).astype(np.float32)
    kernel = (shape - shape.mean())[None, :] / count
    return np.asarray(cv2.filter2D(-line[None, :], -1, kernel, borderType=cv2.BORDER_REPLICATE)[0])


@lru_cache(maxsize=1)
def _mean_boundary() -> Pixels:
    spread = gaussian(0.65).spread[:DATA_VALUES].mean(axis=0)
    return np.asarray(spread[:WINDOW] + spread[WINDOW:])


def _in_step(
    looks: Pixels, lefts: Pixels, rights: Pixels, characters: int, most_bend: float
) -> list[tuple[float, float, float, int]]:
    """Ends and bends: hardly any, and those at which most of the boundaries look like boundaries."""
    modules = characters * MODULES + STOP_MODULES
    along = np.arange(characters + 1, dtype=np.float32) * MODULES / modules
    half = math.ceil(most_bend * modules / 4)
    bends = np.arange(-half, half + 1, dtype=np.float32) * np.float32(4 / modules)
    bent = along + bends[:, None] * along * (1 - along)
    found = []
    for left, right in ((lefts[0], rights[0]), (lefts[0], rights[1]), (lefts[1], rights[0])):
        columns = np.clip(np.rint(left + (right - left) * bent), 0, looks.shape[1] - 1).astype(np.int32)
        likeliest = looks[:, columns].sum(axis=2).argmax(axis=1)
        places = {half - 1, half, half + 1, *likeliest.tolist()}
        found += [(float(left), float(right), float(bends[place]), characters) for place in places]
    return found


def _looked_at(line: Pixels, places: list[tuple[float, float, float, int]]) -> Pixels:
    """Two samples a module of every character of every place: (places x characters) x 22."""
    start, stop, bend = (np.array([place[i] for place in places])[:, None] for i in range(3))
    characters = places[0][3]
    along = (np.arange(0, characters * WINDOW, 2) + 1.0) / ((characters * MODULES + STOP_MODULES) * FINE)
    at = start + (stop - start) * (along + bend * along * (1 - along))
    seen = np.interp(at.ravel(), np.arange(len(line)), line)
    return np.asarray(seen, dtype=np.float32).reshape(-1, WINDOW // 2)


def _single(seen: Pixels, characters: Pixels) -> tuple[Pixels, Pixels]:
    """How well single characters fit in each place, their neighbours being usual ones; in which channel."""
    first = np.concatenate([[0], np.cumsum(characters)[:-1]])
    power = np.add.reduceat(np.square(seen).sum(axis=1), first)
    middle = np.add.reduceat(seen.sum(axis=1), first) / (characters * seen.shape[1])
    spread = power - characters * seen.shape[1] * middle**2
    fits = []
    for channel, shapes, norms in templates():
        ink = channel.mean - seen * channel.deviation
        far = norms - 2 * ink @ shapes.T
        rest = far[:, :DATA_VALUES].min(axis=1) + np.square(ink).sum(axis=1)
        rest[first] = far[first, START_A:].min(axis=1) + np.square(ink[first]).sum(axis=1)
        fits.append(1 - np.add.reduceat(rest, first) / (spread * channel.deviation**2))
    table = np.array(fits)
    return table.max(axis=0), table.argmax(axis=0)


@lru_cache(maxsize=1)
def templates() -> tuple[tuple[Channel, Pixels, Pixels], ...]:
    """Through each rough channel: the channel, the characters amid usual ones (two samples a module), their squares."""
    made = []
    for sigma, box in TRIED:
        channel = gaussian(sigma, box)
        usual = channel.spread[:DATA_VALUES].mean(axis=0)
        shape = channel.spread[:, REACH : REACH + WINDOW].copy()
        shape[:, :REACH] += usual[REACH + WINDOW :]
        shape[:, -REACH:] += usual[:REACH]
        shape = (shape[:, ::2] + shape[:, 1::2]) / 2
        made.append((channel, shape, np.square(shape).sum(axis=1)))
    return tuple(made)
