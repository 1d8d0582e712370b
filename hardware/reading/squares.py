"""Reading one region that may be a matrix code: as it is, mirrored, and turned upright for codes read so alone."""

from __future__ import annotations

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
from hardware.reading.view import View, crop, smoothed, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.images import Pixels
    from hardware.reading.engines.engine import Engine
    from hardware.reading.regions import Box

_LONGEST = 3.2
_MOST_PIXELS = 200_000
_EVEN = 0.85
_RIM = 8
"""Pixels of paper around an upright square."""


def square_codes(frame: View, box: Box, engine: Engine, *, thorough: bool) -> list[Symbol]:
    """The matrix codes of a box: without the sensor's noise, which takes three times as long; then with it."""
    view = crop(frame, box)
    found = engine.read(smoothed(view), MATRIX_FAMILY)
    return found or (engine.read(view, MATRIX_FAMILY) if thorough else [])


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
        if max(box[2] - box[0], box[3] - box[1]) < _LONGEST * min(box[2] - box[0], box[3] - box[1]):
            found += engine.read(smoothed(crop(frame, box)), SQUARE_FAMILY)
    return found


def _pixels(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def mirrored_codes(frame: View, box: Box, engine: Engine) -> list[Symbol]:
    """Data Matrix seen in a mirror or through film; the other matrix codes are read so anyway."""
    view = crop(frame, box)
    width = view.grey.shape[1]
    back = np.array([(-1, 0, width - 1), (0, 1, 0), (0, 0, 1)], dtype=float)
    return engine.read(View(np.ascontiguousarray(view.grey[:, ::-1]), view.to_frame @ back), DATA_MATRIX_FAMILY)


def stacked_codes(frame: View, box: Box, engine: Engine) -> list[Symbol]:
    """PDF417 as it lies, where the box holds one even block of dark: text has ragged sides."""
    upright = _cut_out(crop(frame, box), _EVEN)
    return [] if upright is None else engine.read(upright, PDF417_FAMILY)


def turned_codes(frame: View, box: Box, engine: Engine) -> list[Symbol]:
    """PDF417 and MaxiCode, which are read upright only: cut out along their own sides, and turned four times."""
    upright = _cut_out(crop(frame, box))
    if upright is None:
        return []
    found = engine.read(upright, MATRIX_FAMILY)
    for quarters in (1, 2, 3):
        found = found or engine.read(turned(quarters)(upright), MAXICODE_FAMILY)
    return found


def _cut_out(view: View, least_even: float = 0.0) -> View | None:
    """The largest dark thing of the view, upright on white; None when there is none, or it fills less than this part of
    its rectangle.
    """
    if min(view.grey.shape) < 4 * _RIM:
        return None
    _, dark = cv2.threshold(view.grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    # What touches the rim is no symbol: the table, a line of the label, the next code.
    height, width = dark.shape
    for x, y in ((x, y) for x in range(width) for y in (0, height - 1)):
        _clear(dark, x, y)
    for x, y in ((x, y) for y in range(height) for x in (0, width - 1)):
        _clear(dark, x, y)
    reach = max(3, min(view.grey.shape) // 25)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    middle, (wide, high), degrees = cv2.minAreaRect(largest)
    if min(wide, high) < 4 * _RIM or cv2.contourArea(largest) < least_even * wide * high:
        return None
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    across, down = np.array([cos, sin]), np.array([-sin, cos])
    first = np.array(middle) - across * (wide / 2 + _RIM) - down * (high / 2 + _RIM)
    to_view = np.column_stack([across, down, first])
    size = (round(wide) + 2 * _RIM, round(high) + 2 * _RIM)
    grey = np.asarray(cv2.warpAffine(view.grey, to_view, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP))
    grey = grey.copy()
    for rim in (slice(0, _RIM - 2), slice(2 - _RIM, None)):
        grey[rim] = 255
        grey[:, rim] = 255
    return View(grey, view.to_frame @ np.vstack([to_view, (0, 0, 1)]))


def _clear(dark: Pixels, x: int, y: int) -> None:
    if dark[y, x]:
        cv2.floodFill(dark, None, (x, y), 0)
