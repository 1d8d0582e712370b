"""Why a picture gave nothing: a code, with the figure that was measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Notice, notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.images import Pixels
    from hardware.reading.bars import Line
    from hardware.reading.regions import CodeRegions
    from hardware.reading.view import View

NO_PICTURE = Notice("no_picture")
UNCERTAIN = Notice("code_not_certain")
NOTHING_THERE = Notice("nothing_there")
TOO_DARK = Notice("too_dark")
GLARE = Notice("glare")
NO_CODE = Notice("no_code_found")
DAMAGED = Notice("damaged_code")

_LOOK_AT = 320
"""Pixels across of the copy that is measured."""
_MIDDLE, _ROWS = 1000, 100
_FEWEST_PIXELS = 1.2
"""A module below this is not read reliably; measured: docs/limits.md."""
_NO_EDGES = 40.0
"""Pixels of blur from which there is rather nothing to be seen."""
_AS_LIKELY = 0.05
_MOST_BLUR = 0.9
"""Sigma in modules above which it is the blur that keeps the code from being read."""


def no_read_cause(frame: View, found: CodeRegions, unread: Sequence[Line]) -> Notice:
    """What keeps the codes of a picture from being read; `unread`: the likely regions, the most promising first."""
    light = _light(frame.grey)
    if light is not None:
        return light
    lines = [line for line in unread if not line.is_texture]
    if lines:
        return _of_line(lines[0], frame.grey)
    blur = _soft_edges(_middle(frame.grey))
    if blur is not None and 2.5 < blur < _NO_EDGES:
        return _blurred(blur, frame.grey)
    return NO_CODE if found.busy else NOTHING_THERE


def _light(grey: Pixels) -> Notice | None:
    """What the light alone explains; None when it is good."""
    height, width = grey.shape
    scale = max(1.0, max(height, width) / _LOOK_AT)
    size = max(1, round(width / scale)), max(1, round(height / scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    low, middle, high = (float(level) for level in np.percentile(small, (5, 50, 99)))
    if high < 30:
        return TOO_DARK
    if high - low < 12:
        return NOTHING_THERE
    if high >= 253 and middle < 170 and float(np.mean(small >= 250)) > 0.05:
        return GLARE
    return None


def _of_line(line: Line, grey: Pixels) -> Notice:
    """What is wrong with these bars."""
    rows = slice(int(line.lines.top), max(int(line.lines.top) + 1, int(line.lines.bottom)))
    patch = line.patch.view.grey[rows, line.patch.inner]
    if float(np.mean(patch >= 250)) > 0.12:
        return GLARE
    profile = line.lines.whole[line.patch.inner]
    low, high = (float(level) for level in np.percentile(profile, (5, 95)))
    if high - low < 6:
        return TOO_DARK
    blur = _edge_width(profile[None, :]) * line.patch.step
    spacing = line.spacings if line.is_irregular else []
    if not spacing or spacing[0].score < 0.3:
        return _blurred(blur, grey) if blur > 2.5 else NO_CODE
    # Where blur leaves no spacing plain, the finest of the likely ones is the code's.
    module = min(one.module for one in spacing if one.score > spacing[0].score - _AS_LIKELY) * line.patch.step
    if blur > _MOST_BLUR * module and blur > 1.2:
        return _blurred(blur, grey)
    if module < _FEWEST_PIXELS:
        return notice("too_few_pixels", module_px=f"{module:.1f}")
    return DAMAGED


def _blurred(sigma: float, grey: Pixels) -> Notice:
    """Movement wipes edges out in one direction, a bad focus in all."""
    # The direction is that of half the size, too, in a quarter of the time.
    grey = np.asarray(cv2.resize(_middle(grey), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=5), cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=5)
    power = cv2.magnitude(across, down)
    strong = power > np.percentile(power, 97)
    x, y = np.asarray(across)[strong], np.asarray(down)[strong]
    spread = math.hypot(float((x * x - y * y).sum()), 2 * float((x * y).sum())) / max(1.0, float((x * x + y * y).sum()))
    if spread > 0.5:
        return notice("motion_blur", blur_px=f"{3.5 * sigma:.0f}")
    return notice("out_of_focus", blur_px=f"{sigma:.1f}")


def _soft_edges(grey: Pixels) -> float | None:
    """Sigma of the blur at the sharpest edges, in pixels; None when there are none."""
    if min(grey.shape) < 8:
        return None
    calm = cv2.GaussianBlur(grey[:: max(1, len(grey) // _ROWS)], (5, 1), 0.8).astype(np.float32)
    return _edge_width(calm)


def _edge_width(rows: Pixels) -> float:
    """An edge of height A under a blur of sigma has the slope A / (sigma sqrt(2 pi))."""
    low, high = np.percentile(rows, (2, 98))
    slope = float(np.percentile(np.abs(np.diff(rows, axis=1)), 99.5))
    return float(high - low) / (max(slope, 1e-3) * math.sqrt(2 * math.pi))


def _middle(grey: Pixels) -> Pixels:
    """The inner part, so that a huge picture costs no more."""
    height, width = grey.shape
    top, left = max(0, (height - _MIDDLE) // 2), max(0, (width - _MIDDLE) // 2)
    return grey[top : top + _MIDDLE, left : left + _MIDDLE]
