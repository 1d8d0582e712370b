"""Where bars may be: regions whose gradients all point one way (structure tensor at reduced scale).

Bigun and Granlund 1987: the tensor's double angle averages directions without their sign, and its coherence tells bars,
which agree, from text and texture, which do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.regions import Bars, CodeRegions, in_frame, inside, joined, together, without_twins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.images import Pixels
    from hardware.reading.regions import Box

_SMALL = 400
_ACROSS = 960
"""Pixels of the longer side of the reduced copy, at most a half of the frame's so that bars of 1 px survive."""
_MOST_REDUCED = 5
"""Beyond it bars of usual width vanish, however large the frame."""
_CELL = 3
"""Pixels of the reduced copy that one cell of the tensor covers, each way."""
_WINDOW = 5
_COHERENT, _OUTSTANDING = 0.55, 0.45
_MIXED = 0.5
_POSSIBLE = 1.4
"""Height of a region by its length."""
_FILLED = 0.6
_SECTORS, _SECTOR_REACH = 5, math.radians(30)
_MOST_SLANT = 1.2
_FEWEST_CELLS = 12
_MOST, _MOST_SQUARES, _AT_ALL = 12, 6, 80
"""Regions of bars and squares that are looked at in any picture, and of each in one that is full of codes."""
_WORTH_MEASURING = 40
"""Connected parts of the most energy that become regions."""
_SHORTEST, _LOWEST = 34.0, 7.0
"""Pixels of the reduced copy: a region that is less long or less high holds no code."""


def locate(grey: Pixels, reduced: int | None = None) -> CodeRegions:
    """Regions that may be codes. When there are no bars, those that are too wide for the first look.

    `reduced`: looked for in a copy so many times smaller, and there alone.
    """
    if reduced is not None:
        return _located(grey, reduced)
    height, width = grey.shape
    # A whole number, as reducing by 4 takes a third of the time of 4.2.
    scale = min(_MOST_REDUCED, max(2, round(max(height, width) / _ACROSS))) if max(height, width) > _SMALL else 1
    found = _located(grey, scale)
    if found.bars or not found.busy:
        return found
    wider = _located(grey, 2 * scale)
    return replace(found, bars=wider.bars)


def _located(grey: Pixels, scale: int) -> CodeRegions:
    height, width = grey.shape
    whole = grey[: height // scale * scale, : width // scale * scale]
    if min(whole.shape) < 2 * _CELL * scale:
        return CodeRegions([], [], busy=True)
    small = cv2.resize(whole, (width // scale, height // scale), interpolation=cv2.INTER_AREA)
    energy, cos, sin = _tensor(np.asarray(small))
    around = _around(energy, cos, sin)
    pieces = without_twins(sorted(_bars(energy, cos, sin, around), key=lambda bars: -bars.strength)[:_AT_ALL])
    found, more = (
        [inside(in_frame(bars, scale), width, height) for bars in some]
        for some in (joined(pieces[:_MOST]) + pieces[:_MOST], pieces[_MOST:])
    )
    boxes = _squares(around)
    first = boxes[:_MOST_SQUARES]
    squares, more_squares = (
        [(a * scale, b * scale, c * scale, d * scale) for a, b, c, d in some]
        for some in (first + [box for box in together(first) if box not in first], boxes[_MOST_SQUARES:])
    )
    return CodeRegions(
        sorted(found, key=lambda bars: -bars.strength), squares, bool(around.filled.any()), more, more_squares
    )


def _bars(energy: Pixels, cos: Pixels, sin: Pixels, around: _Around) -> list[Bars]:
    """Connected cells amid bars, taken by direction, so that bars and what lies across them stay apart."""
    amid = (around.directed > _COHERENT * around.energy) & around.filled
    reach = np.where(amid, around.directed * math.cos(2 * _SECTOR_REACH), np.inf)
    cells: list[tuple[float, Pixels, Pixels]] = []
    for sector in range(_SECTORS):
        double = 2 * math.pi * sector / _SECTORS
        part = math.cos(double) * around.cos + math.sin(double) * around.sin > reach
        cells += _parts(part, energy)
    found: list[Bars] = []
    # A rough ground has hundreds of small ones, and the strongest are taken in the end anyway.
    for _, rows, columns in sorted(cells, key=lambda part: -part[0])[:_WORTH_MEASURING]:
        region = _region(rows, columns, energy, cos, sin)
        found.append(region)
        if not region.likely:
            # In the dark a code hangs together with noise and text around it, but stands out from them.
            found += [_region(*cells, energy, cos, sin) for cells in _outstanding(rows, columns, around.energy)]
    return [bars for bars in found if bars.length >= _SHORTEST and _LOWEST <= bars.height < _POSSIBLE * bars.length]


def _parts(mask: Pixels, energy: Pixels) -> Iterator[tuple[float, Pixels, Pixels]]:
    """The energy, rows and columns of each connected part that is long enough, of the strongest alone."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    long = (boxes[:, 4] >= _FEWEST_CELLS) & (_CELL * (np.hypot(boxes[:, 2], boxes[:, 3]) + 3) >= _SHORTEST)
    long[0] = False
    if not long.any():
        return
    strength = np.bincount(labels.ravel(), weights=energy.ravel(), minlength=len(boxes))
    strongest = np.nonzero(long)[0]
    for label in strongest[np.argsort(-strength[strongest])][:_WORTH_MEASURING]:
        left, top, wide, high, _ = boxes[label].tolist()
        rows, columns = np.nonzero(labels[top : top + high, left : left + wide] == label)
        yield float(strength[label]), rows + top, columns + left


def _outstanding(rows: Pixels, columns: Pixels, energy: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """The connected parts of some cells that have much of the most energy there."""
    near, top, left = energy[rows, columns], rows.min(), columns.min()
    mask = np.zeros((rows.max() - top + 1, columns.max() - left + 1), bool)
    high = np.partition(near, int(0.9 * len(near)))[int(0.9 * len(near))]
    mask[rows - top, columns - left] = near > _OUTSTANDING * high
    inner = energy[top : top + mask.shape[0], left : left + mask.shape[1]]
    return ((down + top, across + left) for _, down, across in _parts(mask, inner))


def _squares(around: _Around) -> list[Box]:
    """Boxes, in pixels of the reduced copy, around cells with edges in every direction; the densest first."""
    mixed = (around.directed < _MIXED * around.energy) & around.filled
    whole = cv2.morphologyEx(mixed.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_WINDOW, _WINDOW), np.uint8))
    _, _, parts, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    found: list[tuple[float, Box]] = []
    for left, top, wide, high, area in parts[1:].tolist():
        if area < _FEWEST_CELLS or max(wide, high) > 5 * min(wide, high):
            continue
        dense = float(around.energy[top : top + high, left : left + wide].mean()) * math.sqrt(area)
        room = 3 + max(wide, high) // 6
        box = (left - room, top - room, left + wide + room, top + high + room)
        found.append((dense, (box[0] * _CELL, box[1] * _CELL, box[2] * _CELL, box[3] * _CELL)))
    return [box for _, box in sorted(found, reverse=True)[:_AT_ALL]]


def _tensor(small: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """Energy and the double-angle vector of each cell."""
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = cv2.multiply(across, across), cv2.multiply(down, down), cv2.multiply(across, down)
    return _cells(cv2.add(xx, yy)), _cells(cv2.subtract(xx, yy)), _cells(xy) * 2


def _cells(plane: cv2.typing.MatLike) -> Pixels:
    rows, columns = plane.shape[0] // _CELL, plane.shape[1] // _CELL
    whole = plane[: rows * _CELL, : columns * _CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))


@dataclass(frozen=True, slots=True)
class _Around:
    """Means over the window around each cell."""

    energy: Pixels
    cos: Pixels
    sin: Pixels
    directed: Pixels
    """Length of the double-angle vector."""
    filled: Pixels
    """Where there is more energy than the frame usually has, and not on one line alone."""


def _around(energy: Pixels, cos: Pixels, sin: Pixels) -> _Around:
    window = (_WINDOW, _WINDOW)
    mean = np.asarray(cv2.blur(energy, window))
    cos, sin = np.asarray(cv2.blur(cos, window)), np.asarray(cv2.blur(sin, window))
    spread = np.square(cv2.blur(np.sqrt(energy), window))
    usual, high = np.percentile(energy, (50, 99))
    floor = max(60.0, min(3.0 * float(usual), 0.05 * float(high)))
    filled = (spread > _FILLED * mean) & (mean > floor)
    return _Around(mean, cos, sin, np.asarray(cv2.magnitude(cos, sin)), filled)


def _region(rows: Pixels, columns: Pixels, energy: Pixels, cos: Pixels, sin: Pixels) -> Bars:
    """One connected part as a parallelogram: its bars one way, its long side, which a tilt slants, another."""
    angle = 0.5 * math.atan2(float(sin[rows, columns].sum()), float(cos[rows, columns].sum()))
    ux, uy = math.cos(angle), math.sin(angle)
    x, y = (columns + 0.5) * _CELL, (rows + 0.5) * _CELL
    along, beside = x * ux + y * uy, y * ux - x * uy
    spread = along - along.mean()
    slant = float((spread * (beside - beside.mean())).sum() / max(1.0, float((spread * spread).sum())))
    slant = max(-_MOST_SLANT, min(_MOST_SLANT, slant))
    level = beside - slant * along
    reach = _CELL * 1.5
    low, high = float(along.min()) - reach, float(along.max()) + reach
    top, bottom = float(level.min()) - reach, float(level.max()) + reach
    middle = (low + high) / 2
    centre = (top + bottom) / 2 + slant * middle
    return Bars(
        x=middle * ux - centre * uy,
        y=middle * uy + centre * ux,
        angle=angle,
        slant=slant,
        length=high - low,
        height=bottom - top,
        strength=float(energy[rows, columns].sum()),
    )
