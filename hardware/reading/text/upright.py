"""The label's print turned upright: from what is left of its bars, or from the codes of it that were read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.engines.families import LINEAR
from hardware.reading.locate import locate
from hardware.reading.view import View, crop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.contract import Symbol
    from hardware.images import Pixels
    from hardware.reading.regions import Bars

UNIT = 1.5
"""Pixels of the upright picture that a module of the bars has at most: text is located at no more, and cut from the
frame itself.
"""
_MODULES = 170.0
"""Of the usual code of a label, from which the size of its print is known."""
_LIKE = math.radians(8)
"""Codes of one label run along each other."""
_MOST_WAYS = 2
_AROUND = 1.3
"""How far a label reaches beyond its codes, in lengths of the longest."""
_SMALL = 160
"""Pixels of the longer side of the copy in which the lines of text are looked for when nothing else tells the way."""
_TURNS = 36
_PAGE_UNIT = 0.006
"""A module by the width of a label that shows no bars at all and fills half of the picture."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a label lies."""

    along: tuple[float, float]
    """The direction in which its text runs or the opposite one, a unit vector of the frame."""
    down: tuple[float, float]
    """Along its bars, a unit vector of the frame: not square to the other on a label that is seen from aside."""
    unit: float
    """Pixels of the frame that a module has, more or less."""
    points: tuple[tuple[float, float], ...]
    """Middles of its codes, and what is left of them."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A part of the frame with level text, or text upside down."""

    view: View
    unit: float
    """Pixels of it that a module has."""
    bars: tuple[Bars, ...]
    """Regions of the frame that may be codes, or what is left of them."""


def uprights(frame: View, symbols: Sequence[Symbol]) -> Iterator[Upright]:
    """The label upright in the likeliest way first; `symbols` are what was read of the frame."""
    bars = tuple(region for region in locate(frame.grey).bars if region.likely)
    ways = _ways(symbols, bars)
    for way in ways:
        yield _upright(frame, way, bars)
    if not ways:
        yield _upright(frame, _by_text(frame), bars)


def _ways(symbols: Sequence[Symbol], regions: Sequence[Bars]) -> list[Way]:
    found = [_of_symbol(symbol) for symbol in symbols if symbol.symbology in LINEAR and len(symbol.polygon) == 4]
    for bars in regions:
        ux, uy = math.cos(bars.angle), math.sin(bars.angle)
        along = np.array([ux - bars.slant * uy, uy + bars.slant * ux])
        found.append(_way(along * bars.length, np.array([-uy, ux]), (bars.x, bars.y)))
    merged: list[Way] = []
    for way in found:
        place = next((at for at, other in enumerate(merged) if _turned(way, other) < _LIKE), None)
        if place is None:
            merged.append(way)
        else:
            one = merged[place]
            merged[place] = Way(one.along, one.down, max(one.unit, way.unit), one.points + way.points)
    return merged[:_MOST_WAYS]


def _of_symbol(symbol: Symbol) -> Way:
    corners = np.array(symbol.polygon, dtype=float)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    square = np.array([-along[1], along[0]])
    # What was read of few rows tells nothing of the direction of its bars.
    low = np.hypot(*down) < 0.06 * np.hypot(*along)
    return _way(along, square if low else down, (float(corners[:, 0].mean()), float(corners[:, 1].mean())))


def _way(along: Pixels, down: Pixels, middle: tuple[float, float]) -> Way:
    length = max(1.0, float(np.hypot(*along)))
    across, below = along / length, down / max(1e-6, float(np.hypot(*down)))
    reach = tuple(
        (middle[0] + float(across[0]) * side * length / 2, middle[1] + float(across[1]) * side * length / 2)
        for side in (-1, 0, 1)
    )
    return Way((float(across[0]), float(across[1])), (float(below[0]), float(below[1])), length / _MODULES, reach)


def _turned(one: Way, other: Way) -> float:
    cos = one.along[0] * other.along[0] + one.along[1] * other.along[1]
    return math.acos(min(1.0, abs(cos)))


def _by_text(frame: View) -> Way:
    """The direction in which rows of print and paper differ most, where no bars are."""
    height, width = frame.grey.shape
    times = max(height, width) / _SMALL
    small = cv2.resize(frame.grey, (max(1, round(width / times)), max(1, round(height / times))))
    edges = np.asarray(cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((5, 5), np.uint8)))
    rows, columns = np.nonzero(edges > max(10.0, float(np.percentile(edges, 90))))
    best, angle = -1.0, 0.0
    for turn in range(_TURNS):
        way = math.pi * turn / _TURNS
        across = np.rint(rows * math.cos(way) - columns * math.sin(way)).astype(int)
        counts = np.bincount(across - across.min()) if len(across) else np.zeros(1)
        contrast = float(np.square(counts.astype(float)).sum())
        if contrast > best:
            best, angle = contrast, way
    along = np.array([math.cos(angle), math.sin(angle)]) * max(height, width) * _PAGE_UNIT * _MODULES / 2
    return _way(along, np.array([-math.sin(angle), math.cos(angle)]), (width / 2, height / 2))


def _upright(frame: View, way: Way, bars: tuple[Bars, ...]) -> Upright:
    """Cut out around the codes as far as a label reaches, and within the frame."""
    basis = np.column_stack([way.along, way.down])
    inverse = np.linalg.inv(basis)
    height, width = frame.grey.shape
    corners = inverse @ np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float).T
    near = inverse @ np.array(way.points, dtype=float).T
    room = _AROUND * _MODULES * way.unit
    low = np.maximum(corners.min(axis=1), near.min(axis=1) - room)
    high = np.minimum(corners.max(axis=1), near.max(axis=1) + room)
    scale = min(1.0, UNIT / way.unit)
    size = (max(8, round(float(high[0] - low[0]) * scale)), max(8, round(float(high[1] - low[1]) * scale)))
    source = frame if scale > 0.6 else _smaller(frame, scale)
    to_frame = np.column_stack([basis / scale, basis @ low])
    matrix = np.vstack([to_frame, (0, 0, 1)])
    to_source = np.linalg.inv(source.to_frame) @ frame.to_frame @ matrix
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(source.grey, to_source[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Upright(View(np.asarray(cut), frame.to_frame @ matrix), way.unit * scale, bars)


def _smaller(frame: View, scale: float) -> View:
    """Averaged down, or fine print becomes noise."""
    times = max(1, round(1 / scale))
    height, width = frame.grey.shape
    whole = crop(frame, (0, 0, width // times * times, height // times * times))
    small = np.asarray(cv2.resize(whole.grey, (width // times, height // times), interpolation=cv2.INTER_AREA))
    shift = (times - 1) / 2
    return View(small, frame.to_frame @ np.array([(times, 0, shift), (0, times, shift), (0, 0, 1)], dtype=float))
