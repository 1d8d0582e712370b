"""Grey pictures out of whatever a camera or a file gives."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[Any]
"""A uint8 array: height x width (grey), or height x width x 1, 3 (BGR) or 4 (BGRA)."""

_NOTHING_DARK = 192
"""A partly transparent picture whose darkest pixel on white is lighter was made for a dark ground."""


def as_grey(pixels: Any) -> Pixels | None:
    """The picture as a contiguous height x width uint8 array; None when it is no picture (empty, not uint8, odd shape).

    Transparent parts count as white: labels are printed on paper. White on nothing counts as black on white.
    """
    picture = np.asarray(pixels)
    if picture.dtype != np.uint8 or picture.ndim not in {2, 3} or picture.size == 0:
        return None
    if picture.ndim == 2:
        return np.ascontiguousarray(picture)
    channels = picture.shape[2]
    if channels == 1:
        return np.ascontiguousarray(picture[:, :, 0])
    if channels == 3:
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY))
    return _on_white(np.ascontiguousarray(picture)) if channels == 4 else None


def _on_white(picture: Pixels) -> Pixels:
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY))
    alpha = picture[:, :, 3]
    if alpha.min() == 255:
        return grey
    opacity = alpha.astype(np.uint16)
    mixed = (grey * opacity + 255 * (255 - opacity) + 127) // 255
    if mixed.min() > _NOTHING_DARK:
        mixed = 255 - (grey * opacity + 127) // 255
    return np.asarray(mixed, dtype=np.uint8)
