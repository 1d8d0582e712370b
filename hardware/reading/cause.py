"""Why a picture gave nothing, in words for the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.reading.pixels import Pixels

NO_PICTURE = "no picture"
UNCERTAIN = "code not certain"

_LOOK_AT = 320
"""Pixels across of the copy that is measured."""


def no_read_cause(grey: Pixels) -> str:
    """One of: too dark, nothing there, glare, blurred, no code found. Simple measures of a grey picture."""
    height, width = grey.shape
    scale = max(1.0, max(height, width) / _LOOK_AT)
    size = max(1, round(width / scale)), max(1, round(height / scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    low, middle, high = (float(level) for level in np.percentile(small, (5, 50, 95)))
    if high < 60:
        return "too dark"
    if high - low < 24:
        return "nothing there"
    if high >= 253 and middle < 170 and float(np.mean(small >= 250)) > 0.05:
        return "glare"
    # Sharpness has to be that of the frame itself: a reduced copy of a blurred one is sharp.
    if float(np.var(cv2.Laplacian(_middle(grey), cv2.CV_32F))) < 30:
        return "blurred"
    return "no code found"


def _middle(grey: Pixels) -> Pixels:
    """The inner part, at most 1000 pixels across, so that a huge picture costs no more."""
    height, width = grey.shape
    top, left = max(0, (height - 1000) // 2), max(0, (width - 1000) // 2)
    return grey[top : top + 1000, left : left + 1000]
