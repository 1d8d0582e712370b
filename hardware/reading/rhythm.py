"""Where the characters of a Code 128 may lie in a profile: how many there are, both ends, the perspective.

Every eleven modules paper turns to ink. One edge is lost in noise and blur; the sum over all boundaries of one spacing
is not. That sum picks the ends and the perspective for each number of characters, in both directions; how well single
characters fit into such a spacing then picks the number.
"""

from __future__ import annotations

import math
from functools import lru_cache
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.channel import FINE, REACH, WINDOW, gaussian
from hardware.reading.code128 import DATA_VALUES, MODULES, START_A, STOP_MODULES

if TYPE_CHECKING:
    from hardware.reading.channel import Channel
    from hardware.reading.pixels import Pixels

_FEWEST, _MOST = 5, 36
"""Characters with start and check."""
_THINNEST, _THICKEST = 0.85, 14.0
"""Pixels of the frame a module."""
MILD, STEEP = 0.08, 0.24
"""Perspective: how much of the code's length its middle is displaced, times four, at most; and at a great tilt."""
_ASTRAY = 3
"""Modules by which an end may lie off: blur makes a code look longer."""
_GAPS = (0.035, 0.08, 0.16)
"""Parts of the whole that a stretch without edges may be, inside the code: blurred bars look even."""
_SAME_ENDS = 4.0
"""Pixels."""
TRIED = ((0.65, 0.0), (1.05, 0.0), (0.6, 2.8))
"""Channels through which single characters are looked at."""
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
    """Which of `TRIED` fits best."""

    @property
    def module(self) -> float:
        """Columns a module, on average."""
        return (self.right - self.left) / (self.characters * MODULES + STOP_MODULES)

    def sample_at(self) -> Pixels:
        """The columns of four samples a module, from 5.5 modules before the code to 5.5 behind it."""
        fine = (self.characters * MODULES + STOP_MODULES) * FINE
        along = (np.arange(-REACH, fine + REACH) + 0.5) / fine
        return np.asarray(self.left + (self.right - self.left) * (along + self.bend * along * (1 - along)))


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A number of characters and where their first and last one may lie, in a line."""

    line: Pixels
    characters: int
    lefts: Pixels
    rights: Pixels
    alike: float
    turned: bool


def rhythms(profile: Pixels, step: float, inner: slice, most_bend: float = MILD) -> list[Rhythm]:
    """Spacings that the profile may have, the most likely first; `inner` is where the bars are, roughly."""
    level = levelled(profile, step)
    anchored: list[_Anchored] = []
    for turned in (False, True):
        line = np.ascontiguousarray(level[::-1]) if turned else level
        part = slice(len(line) - inner.stop, len(line) - inner.start) if turned else inner
        for left, right in _ends(line, step, part):
            anchored += _anchored(line, step, left, right, turned=turned)
    anchored = sorted(anchored, key=lambda one: -one.alike)[: _ANCHORED if most_bend <= MILD else _ANCHORED_STEEP]
    found = [_spaced(one, step, most_bend) for one in anchored]
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


def levelled(profile: Pixels, step: float) -> Pixels:
    """Without slow changes of light: mean 0, deviation 1 nearby."""
    line = profile[None, :]
    mean = cv2.GaussianBlur(line, (0, 0), 40 / step, borderType=cv2.BORDER_REFLECT)
    spread = np.sqrt(cv2.GaussianBlur((line - mean) ** 2, (0, 0), 60 / step, borderType=cv2.BORDER_REFLECT))
    return np.asarray(((line - mean) / np.maximum(spread, 0.3))[0], dtype=np.float32)


def _ends(line: Pixels, step: float, inner: slice) -> list[tuple[float, float]]:
    """Where the bars begin and end, in columns: within the region that was found, and as far as bars go on from it."""
    slope = np.abs(np.gradient(cv2.GaussianBlur(line[None, :], (0, 0), 1.0 / step)[0]))
    level = cv2.GaussianBlur(slope[None, :], (0, 0), 2.0 / step)[0]
    busy = level > 0.22 * float(np.percentile(level[inner], 60))
    within = busy.copy()
    within[: max(0, inner.start)] = False
    within[inner.stop :] = False
    found: list[tuple[float, float]] = []
    for columns, gap in ((within, _GAPS[0]), *((busy, gap) for gap in _GAPS)):
        ends = _stretch(columns, step, gap)
        if ends and not any(max(abs(ends[0] - a), abs(ends[1] - b)) * step < _SAME_ENDS for a, b in found):
            found.append(ends)
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


def _anchored(line: Pixels, step: float, left: float, right: float, *, turned: bool) -> list[_Anchored]:
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
        _Anchored(line, int(counts[i]), first[i], last[i], float(starts[i] + stops[i]), turned)
        for i in range(len(counts))
    ]


def _alike(line: Pixels, near: Pixels, module: Pixels, shapes: Pixels) -> tuple[Pixels, Pixels]:
    """Where one of these shapes (normed, from 5.5 modules before) may begin, for each module: two columns, and how well."""
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


def _spaced(anchored: _Anchored, step: float, most_bend: float) -> Rhythm:
    """The best spacing between these ends."""
    characters = anchored.characters
    module = (anchored.rights[0] - anchored.lefts[0]) / (characters * MODULES + STOP_MODULES)
    soft = cv2.GaussianBlur(anchored.line[None, :], (0, 0), _SOFTENED * module)[0]
    looks = np.stack([-np.gradient(soft), _boundary(soft, module)])
    places = _in_step(looks, anchored.lefts, anchored.rights, characters, most_bend)
    fits, channels = _single(_looked_at(soft, places), np.full(len(places), characters))
    best = int(fits.argmax())
    left, right, bend, _ = places[best]
    score = _score(float(fits[best]), (right - left) * step, characters)
    return Rhythm(left, right, bend, characters, anchored.turned, score, int(channels[best]))


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


def _boundary(line: Pixels, module: float) -> Pixels:
    """How much each column looks like where one character ends in paper and the next begins with ink, on average.

    Whatever the blur, something of it is left: the mean character has its weight at the front.
    """
    count = round(MODULES * module)
    at = (np.arange(count) + 0.5) / count * WINDOW
    shape = np.interp(at, np.arange(WINDOW) + 0.5, _mean_boundary()).astype(np.float32)
    return cv2.filter2D(-line[None, :], -1, (shape - shape.mean())[None, :] / count, borderType=cv2.BORDER_REPLICATE)[0]


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
        for place in {half - 1, half, half + 1, *likeliest.tolist()}:
            found.append((float(left), float(right), float(bends[place]), characters))
    return found


def _looked_at(line: Pixels, places: list[tuple[float, float, float, int]]) -> Pixels:
    """Two samples a module of every character of every place: (places x characters) x 22."""
    start, stop, bend = (np.array([place[i] for place in places])[:, None] for i in range(3))
    characters = places[0][3]
    along = (np.arange(0, characters * WINDOW, 2) + 1.0) / ((characters * MODULES + STOP_MODULES) * FINE)
    at = start + (stop - start) * (along + bend * along * (1 - along))
    return np.interp(at.ravel(), np.arange(len(line)), line).astype(np.float32).reshape(-1, WINDOW // 2)


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


def templates() -> tuple[tuple[Channel, Pixels, Pixels], ...]:
    global _MADE  # noqa: PLW0603
    if not _MADE:
        made = []
        for sigma, box in TRIED:
            channel = gaussian(sigma, box)
            usual = channel.spread[:DATA_VALUES].mean(axis=0)
            shape = channel.spread[:, REACH : REACH + WINDOW].copy()
            shape[:, :REACH] += usual[REACH + WINDOW :]
            shape[:, -REACH:] += usual[:REACH]
            shape = (shape[:, ::2] + shape[:, 1::2]) / 2
            made.append((channel, shape, np.square(shape).sum(axis=1)))
        _MADE = tuple(made)
    return _MADE


_MADE: tuple[tuple[Channel, Pixels, Pixels], ...] = ()
