"""Where bars may be: regions whose gradients all point one way (structure tensor at reduced scale).

Bigun and Granlund 1987: the tensor's double angle averages directions without their sign, and its coherence tells bars,
which agree, from text and texture, which do not.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.images import Pixels

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

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
_LIKELY, _POSSIBLE = 0.75, 1.4
"""Height of a region by its length."""
_FILLED = 0.6
_SECTORS, _SECTOR_REACH = 5, math.radians(30)
_MOST_SLANT = 1.2
_FEWEST_CELLS = 12
_MOST, _MOST_SQUARES = 12, 6
_SHORTEST, _LOWEST = 34.0, 7.0
"""Pixels of the reduced copy: a region that is less long or less high holds no code."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A region of parallel bars, in pixels of the frame."""

    x: float
    y: float
    """Its middle."""
    angle: float
    """Radians from the x axis to the direction across the bars, in which they are read; or the opposite one."""
    slant: float
    """How far the rows of the code go along the bars for each pixel across them: 0 unless it is seen from aside."""
    length: float
    """Along that direction."""
    height: float
    """Along the bars."""
    strength: float
    """Sum of the gradient energy: what is worth trying first."""

    @property
    def density(self) -> float:
        """Gradient energy by area."""
        return self.strength / (self.length * self.height)

    @property
    def likely(self) -> bool:
        """Whether it has the shape of a code: longer than high."""
        return self.height < _LIKELY * self.length


@dataclass(frozen=True, slots=True)
class CodeRegions:
    """Where codes may be, the most promising first."""

    bars: list[Bars]
    squares: list[Box]
    """Left, top, right, bottom in pixels of the frame: dense in both directions, as matrix codes are."""
    busy: bool
    """Whether there is anything but an even ground."""


def locate(grey: Pixels) -> CodeRegions:
    """Regions that may be codes; at most twelve of bars and six squares."""
    height, width = grey.shape
    # A whole number, as reducing by 4 takes a third of the time of 4.2.
    scale = min(_MOST_REDUCED, max(2, round(max(height, width) / _ACROSS))) if max(height, width) > _SMALL else 1
    whole = grey[: height // scale * scale, : width // scale * scale]
    if min(whole.shape) < 2 * _CELL * scale:
        return CodeRegions([], [], busy=True)
    small = cv2.resize(whole, (width // scale, height // scale), interpolation=cv2.INTER_AREA)
    energy, cos, sin = _tensor(np.asarray(small))
    around = _around(energy, cos, sin)
    pieces = _once(sorted(_bars(energy, cos, sin, around), key=lambda bars: -bars.strength))[:_MOST]
    found = [_in_frame(bars, scale) for bars in _joined(pieces) + pieces]
    squares = [(a * scale, b * scale, c * scale, d * scale) for a, b, c, d in _squares(around)]
    return CodeRegions(sorted(found, key=lambda bars: -bars.strength), squares, busy=bool(around.filled.any()))


def _bars(energy: Pixels, cos: Pixels, sin: Pixels, around: _Around) -> list[Bars]:
    """Connected cells amid bars, taken by direction, so that bars and what lies across them stay apart."""
    amid = (around.directed > _COHERENT * around.energy) & around.filled
    reach = np.where(amid, around.directed * math.cos(2 * _SECTOR_REACH), np.inf)
    found: list[Bars] = []
    for sector in range(_SECTORS):
        double = 2 * math.pi * sector / _SECTORS
        part = math.cos(double) * around.cos + math.sin(double) * around.sin > reach
        for rows, columns in _parts(part):
            region = _region(rows, columns, energy, cos, sin)
            found.append(region)
            if not region.likely:
                # In the dark a code hangs together with noise and text around it, but stands out from them.
                found += [_region(*cells, energy, cos, sin) for cells in _outstanding(rows, columns, around.energy)]
    return [bars for bars in found if bars.length >= _SHORTEST and _LOWEST <= bars.height < _POSSIBLE * bars.length]


def _parts(mask: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """Rows and columns of the cells of each connected part that is long enough."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    for label, (left, top, wide, high, area) in enumerate(boxes.tolist()):
        if label and area >= _FEWEST_CELLS and _CELL * (math.hypot(wide, high) + 3) >= _SHORTEST:
            rows, columns = np.nonzero(labels[top : top + high, left : left + wide] == label)
            yield rows + top, columns + left


def _outstanding(rows: Pixels, columns: Pixels, energy: Pixels) -> Iterator[tuple[Pixels, Pixels]]:
    """The connected parts of some cells that have much of the most energy there."""
    near, top, left = energy[rows, columns], rows.min(), columns.min()
    mask = np.zeros((rows.max() - top + 1, columns.max() - left + 1), bool)
    mask[rows - top, columns - left] = near > _OUTSTANDING * np.percentile(near, 90)
    return ((down + top, across + left) for down, across in _parts(mask))


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
    boxes = [box for _, box in sorted(found, reverse=True)[:_MOST_SQUARES]]
    return boxes + _together(boxes)


def _together(boxes: list[Box]) -> list[Box]:
    """What boxes that lie over each other cover together: a long PDF417 is found in pieces."""
    groups: list[Box] = []
    for box in boxes:
        left, top, right, bottom = box
        apart = []
        for other in groups:
            if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]:
                left, top = min(left, other[0]), min(top, other[1])
                right, bottom = max(right, other[2]), max(bottom, other[3])
            else:
                apart.append(other)
        groups = [*apart, (left, top, right, bottom)]
    return [_roomier(group) for group in groups]


def _roomier(box: Box) -> Box:
    """With its start and stop pattern, whose bars all point one way."""
    left, top, right, bottom = box
    room = max(right - left, bottom - top) // 8
    return left - room, top - room, right + room, bottom + room


def _joined(pieces: list[Bars]) -> list[Bars]:
    """Pairs that may be one code: in line, with something between them that blur or a lamp wiped out."""
    found = []
    for one, other in itertools.combinations(pieces, 2):
        ux, uy = math.cos(one.angle), math.sin(one.angle)
        along, beside = _off(one, other)
        turn = abs(math.remainder(one.angle - other.angle, math.pi))
        gap = abs(along) - (one.length + other.length) / 2
        low, high = sorted((one.height, other.height))
        if turn > 0.12 or abs(beside) > 0.4 * low or high > 2 * low or not -0.2 * high < gap < 0.5 * one.length:
            continue
        start = min(-one.length / 2, along - other.length / 2)
        stop = max(one.length / 2, along + other.length / 2)
        middle = (start + stop) / 2
        found.append(
            replace(
                one,
                x=one.x + middle * (ux - one.slant * uy),
                y=one.y + middle * (uy + one.slant * ux),
                length=stop - start,
                strength=one.strength + other.strength,
            )
        )
    return found


def _once(found: list[Bars]) -> list[Bars]:
    """Without the weaker ones that another sector has found as well."""
    kept: list[Bars] = []
    for bars in found:
        if not any(_same(bars, other) for other in kept):
            kept.append(bars)
    return kept


def _same(one: Bars, other: Bars) -> bool:
    turn = abs(math.remainder(one.angle - other.angle, math.pi))
    along, beside = _off(one, other)
    alike = 0.6 < one.length / other.length < 1.6 and 0.5 < one.height / other.height < 2
    # Two thin codes one above the other lie near each other along their rows alone.
    near = abs(along) < 0.3 * min(one.length, other.length)
    return turn < 0.35 and alike and near and abs(beside) < 0.5 * min(one.height, other.height)


def _off(one: Bars, other: Bars) -> tuple[float, float]:
    """How far another region lies off across the bars of one, and along them."""
    ux, uy, right, down = math.cos(one.angle), math.sin(one.angle), other.x - one.x, other.y - one.y
    return right * ux + down * uy, down * ux - right * uy - one.slant * (right * ux + down * uy)


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


def _in_frame(bars: Bars, scale: float) -> Bars:
    """From the reduced copy's pixels to the frame's."""
    shift = scale / 2 - 0.5
    return replace(
        bars,
        x=(bars.x - 0.5) * scale + 0.5 + shift,
        y=(bars.y - 0.5) * scale + 0.5 + shift,
        length=bars.length * scale,
        height=bars.height * scale,
    )
