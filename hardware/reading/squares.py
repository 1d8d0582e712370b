"""Reading one region that may be a matrix code: as it is, mirrored, and turned upright for codes read so alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.engines.families import (
    DATA_MATRIX_FAMILY,
    MATRIX_FAMILY,
    MAXICODE_FAMILY,
    PDF417_FAMILY,
    SQUARE_FAMILY,
)
from hardware.reading.view import WORTH_REDUCING, View, crop, reduced_to, smoothed, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.images import Pixels
    from hardware.reading.engines.engine import Engine
    from hardware.reading.regions import Box

_LONGEST = 3.2
_MOST_PIXELS = 200_000
_GROUND = 0.25
_RIM = 8
"""Pixels of paper around an upright square."""


def is_most_of(frame: View, box: Box) -> bool:
    """Whether a box is rather the ground: a code so large is seen in a reduced copy of the whole frame."""
    height, width = frame.grey.shape
    across, down = min(width, box[2]) - max(0, box[0]), min(height, box[3]) - max(0, box[1])
    large = frame.grey.size >= WORTH_REDUCING
    return bool(large and across * down > max(_MOST_PIXELS, _GROUND * frame.grey.size))


def square_codes(frame: View, box: Box, engine: Engine, *, thorough: bool) -> list[Symbol]:
    """The matrix codes of a box: without the sensor's noise, which takes three times as long; then with it. A large box
    is reduced: a code that fills it has large modules.
    """
    view = crop(frame, box)
    large = view.grey.size > _MOST_PIXELS
    found = engine.read(reduced_to(view, _MOST_PIXELS) if large else smoothed(view), MATRIX_FAMILY)
    return found or (engine.read(view, MATRIX_FAMILY) if thorough and not large else [])


def other_squares(frame: View, boxes: Sequence[Box], engine: Engine) -> list[Symbol]:
    """The QR, Data Matrix and Aztec codes of the smaller boxes, beside a number that is certain: they may be another
    parcel's. Larger boxes are blocks of text nearly always, and take the more time.
    """
    found: list[Symbol] = []
    left = _MOST_PIXELS
    for box in sorted(boxes, key=_pixels):
        left -= _pixels(box)
        if left < 0:
            break
        if is_compact(box):
            found += engine.read(smoothed(crop(frame, box)), SQUARE_FAMILY)
    return found


def is_compact(box: Box) -> bool:
    """Whether it is hardly longer than high, as all matrix codes are but PDF417."""
    across, down = box[2] - box[0], box[3] - box[1]
    return max(across, down) < _LONGEST * min(across, down)


def _pixels(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


@dataclass(frozen=True, slots=True)
class Block:
    """A square that showed nothing as it lies: the largest dark thing in it, upright on white."""

    upright: View
    evenness: float
    """Part of its rectangle that it fills: a code nearly all, text has ragged sides."""


def block_of(frame: View, box: Box) -> Block | None:
    """The dark block of a box; None when there is none that is large enough and does not touch the rim."""
    view = reduced_to(crop(frame, box), 2 * _MOST_PIXELS)
    found = _dark_block(view.grey) if min(view.grey.shape) >= 4 * _RIM else None
    if found is None:
        return None
    middle, (wide, high), degrees = cv2.minAreaRect(found)
    if min(wide, high) < 4 * _RIM:
        return None
    evenness = cv2.contourArea(found) / (wide * high)
    return Block(_upright(view, np.array(middle), wide, high, degrees), evenness)


def mirrored_codes(frame: View, box: Box, engine: Engine) -> list[Symbol]:
    """Data Matrix seen in a mirror or through film; the other matrix codes are read so anyway."""
    view = reduced_to(crop(frame, box), _MOST_PIXELS)
    width = view.grey.shape[1]
    back = np.array([(-1, 0, width - 1), (0, 1, 0), (0, 0, 1)], dtype=float)
    return engine.read(View(np.ascontiguousarray(view.grey[:, ::-1]), view.to_frame @ back), DATA_MATRIX_FAMILY)


def stacked_codes(block: Block, engine: Engine) -> list[Symbol]:
    """PDF417 as it lies: it is read upright only."""
    return engine.read(block.upright, PDF417_FAMILY)


def turned_codes(block: Block, engine: Engine) -> list[Symbol]:
    """All codes along their own sides, and MaxiCode, which has one upright side of four."""
    found = engine.read(block.upright, MATRIX_FAMILY)
    for quarters in (1, 2, 3):
        found = found or engine.read(turned(quarters)(block.upright), MAXICODE_FAMILY)
    return found


def _dark_block(grey: Pixels) -> Pixels | None:
    """The outline of the largest dark thing."""
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # What touches the rim is no symbol: the table, a line of the label, the next code.
    count, labels = cv2.connectedComponents(dark, connectivity=4)
    inner = np.ones(count, np.uint8)
    for rim in (labels[0], labels[-1], labels[:, 0], labels[:, -1], 0):
        inner[rim] = 0
    reach = max(3, min(grey.shape) // 25)
    closed = cv2.morphologyEx(inner[labels], cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(max(contours, key=cv2.contourArea)) if contours else None


def _upright(view: View, middle: Pixels, wide: float, high: float, degrees: float) -> View:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    across, down = np.array([cos, sin]), np.array([-sin, cos])
    first = middle - across * (wide / 2 + _RIM) - down * (high / 2 + _RIM)
    to_view = np.column_stack([across, down, first])
    size = (round(wide) + 2 * _RIM, round(high) + 2 * _RIM)
    grey = np.asarray(cv2.warpAffine(view.grey, to_view, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP))
    grey = grey.copy()
    for rim in (slice(0, _RIM - 2), slice(2 - _RIM, None)):
        grey[rim] = 255
        grey[:, rim] = 255
    return View(grey, view.to_frame @ np.vstack([to_view, (0, 0, 1)]))
