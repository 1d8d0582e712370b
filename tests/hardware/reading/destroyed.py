"""Eleven ways in which the bars of a label are lost while the rest of it stays; the line of text at them is left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

Picture = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]


def destroyed(page: Picture, box: Box, way: str, rng: np.random.Generator, pixels_per_mm: int) -> Picture:
    """A copy of the page whose bars within the box (left, top, right, bottom) have been treated in this way."""
    made = page.copy()
    WAYS[way](made, box, rng, pixels_per_mm)
    return made


def _rubbed(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Strips of 25 to 60 % of the width rubbed away, row by row, wandering from side to side."""
    left, top, right, bottom = box
    wide, at, drift = right - left, rng.uniform(0, 1), rng.uniform(-0.9, 0.9)
    for row in range(top, bottom, max(1, mm // 3)):
        share = rng.uniform(0.25, 0.6)
        at = (at + drift * mm / 3 / (bottom - top) + rng.normal(0, 0.03)) % 1.0
        first = left + int((at - share / 2) * wide)
        page[row : row + max(1, mm // 3), max(left, first) : min(right, first + int(share * wide))] = 255


def _torn(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """The paper gone with a ragged edge: the carton shows."""
    left, top, right, bottom = box
    _ragged(page, (left - mm, top - mm // 2, right + mm, bottom + mm // 2), rng, mm, _carton(page, rng))


def _half(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """One half gone."""
    left, top, right, bottom = box
    share = rng.uniform(0.4, 0.6)
    middle = left + int((right - left) * share)
    gone = (left - mm, middle) if rng.random() < 0.5 else (middle, right + mm)
    _ragged(page, (gone[0], top - mm // 2, gone[1], bottom + mm // 2), rng, mm, _carton(page, rng))


def _ragged(page: Picture, box: Box, rng: np.random.Generator, mm: int, fill: Picture) -> None:
    left, top, right, bottom = box
    across, down = np.arange(left, right, mm), np.arange(top, bottom, mm)
    rough = 0.35 * mm
    points = [(float(x), top + rng.normal(0, rough)) for x in across]
    points += [(right + rng.normal(0, rough), float(y)) for y in down]
    points += [(float(x), bottom + rng.normal(0, rough)) for x in across[::-1]]
    points += [(left + rng.normal(0, rough), float(y)) for y in down[::-1]]
    mask = np.zeros(page.shape, np.uint8)
    cv2.fillPoly(mask, [np.array(points, np.int32)], 255)
    np.copyto(page, fill, where=mask > 0)


def _carton(page: Picture, rng: np.random.Generator) -> Picture:
    coarse = rng.normal(0, 10, (page.shape[0] // 8 + 1, page.shape[1] // 8 + 1)).astype(np.float32)
    grain = cv2.resize(coarse, (page.shape[1], page.shape[0]))
    return np.asarray(np.clip(grain + rng.choice((90, 140, 180, 225)), 0, 255), np.uint8)


def _blotted(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Ink run out over most of the bars."""
    left, top, right, bottom = box
    for _ in range(int(rng.integers(2, 5))):
        centre = (int(rng.uniform(0.2, 0.8) * (right - left)) + left, int(rng.uniform(0.3, 0.7) * (bottom - top)) + top)
        axes = (int((right - left) * rng.uniform(0.12, 0.35)), int((bottom - top) * rng.uniform(0.5, 0.9)))
        cv2.ellipse(page, centre, axes, rng.uniform(-10, 10), 0, 360, int(rng.integers(0, 70)), cv2.FILLED, cv2.LINE_AA)


def _cut(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Knife cuts through all rows, whose edges stand apart."""
    left, top, right, bottom = box
    for _ in range(int(rng.integers(3, 7))):
        x, lean = rng.uniform(left, right), rng.uniform(-0.4, 0.4) * (bottom - top)
        ends = (int(x - lean), top - mm), (int(x + lean), bottom + mm)
        cv2.line(page, ends[0], ends[1], int(rng.choice((60, 150, 230))), int(rng.uniform(0.8, 3) * mm))


def _glare(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """A lamp in the film over it: all white but for the rims."""
    left, top, right, bottom = box
    spot = np.zeros(page.shape, np.float32)
    centre = (left + int((right - left) * rng.uniform(0.35, 0.65)), (top + bottom) // 2)
    axes = (int((right - left) * rng.uniform(0.35, 0.6)), int((bottom - top) * rng.uniform(0.6, 0.8)))
    cv2.ellipse(spot, centre, axes, 0, 0, 360, 320.0, cv2.FILLED)
    spot = np.asarray(cv2.GaussianBlur(spot, (0, 0), rng.uniform(0.5, 1.5) * mm), np.float32)
    page[:] = np.minimum(255, page + spot).astype(np.uint8)


def _taped(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Tape that lets hardly anything through."""
    left, top, right, bottom = box
    level, through = rng.choice((60, 120, 170)), rng.uniform(0.0, 0.06)
    part = page[top - mm // 2 : bottom + mm // 2, max(0, left - 2 * mm) : right + 2 * mm]
    part[:] = (level + through * (part.astype(np.float32) - 128)).astype(np.uint8)


def _smeared(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Wet ink wiped across the bars."""
    left, top, right, bottom = box
    part = page[top - mm // 2 : bottom + mm // 2, max(0, left - mm) : right + mm]
    long = int(rng.uniform(3, 7) * mm)
    part[:] = cv2.blur(part, (long, max(1, mm // 4)))


def _scribbled(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Made void with a thick pen."""
    left, top, right, bottom = box
    count = int(rng.integers(14, 26))
    xs = np.linspace(left, right, count)
    points = [(int(x), top - mm if i % 2 else bottom + mm) for i, x in enumerate(xs)]
    cv2.polylines(
        page, [np.array(points)], False, int(rng.integers(0, 60)), int(rng.uniform(1.5, 2.6) * mm), cv2.LINE_AA
    )


def _covered(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Another sticker on top of it."""
    left, top, right, bottom = box
    page[top - mm : bottom + mm // 2, max(0, left - 2 * mm) : right + 2 * mm] = int(rng.choice((255, 235, 200)))
    if rng.random() < 0.5:
        place = (left + int(rng.uniform(0.1, 0.4) * (right - left)), (top + bottom) // 2)
        cv2.putText(page, rng.choice(("CHECKED", "VOID", "FRAGIL", "2/3")), place, 0, mm / 7, 0, max(1, mm // 4))


def _faded(page: Picture, box: Box, rng: np.random.Generator, mm: int) -> None:
    """Thermal paper that has bleached in patches."""
    left, top, right, bottom = box
    part = page[top:bottom, left:right]
    size = (max(2, math.ceil((right - left) / (4 * mm))), max(2, math.ceil((bottom - top) / (4 * mm))))
    coarse = rng.uniform(0, 1, (size[1], size[0])).astype(np.float32)
    kept = np.clip(cv2.resize(coarse, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_CUBIC) * 2 - 0.9, 0, 1)
    part[:] = (255 - (255 - part.astype(np.float32)) * kept).astype(np.uint8)


WAYS: dict[str, Callable[[Picture, Box, np.random.Generator, int], None]] = {
    "rubbed": _rubbed,
    "torn off": _torn,
    "half gone": _half,
    "blotted": _blotted,
    "cut": _cut,
    "glare": _glare,
    "taped": _taped,
    "smeared": _smeared,
    "scribbled": _scribbled,
    "covered": _covered,
    "faded": _faded,
}
