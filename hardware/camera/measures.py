"""How sharp and how bright a picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.images import as_grey

if TYPE_CHECKING:
    from typing import Any

    from hardware.images import Pixels

_WIDTH = 640
"""Pictures are measured at most this wide, so that figures of different cameras can be compared."""


def focus(pixels: Any) -> float:
    """Variance of the Laplacian of the grey picture; larger is sharper. 0 for what is no picture.

    Source: Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, ICPR 2000.
    """
    grey = _small(pixels)
    if grey is None:
        return 0.0
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    return float(deviation[0][0]) ** 2


def brightness(pixels: Any) -> float:
    """Mean grey level, 0 (black) to 255 (white). 0 for what is no picture."""
    grey = _small(pixels)
    return 0.0 if grey is None else float(grey.mean())


def _small(pixels: Any) -> Pixels | None:
    grey = as_grey(pixels)
    if grey is None or grey.shape[1] <= _WIDTH:
        return grey
    height = max(1, round(grey.shape[0] * _WIDTH / grey.shape[1]))
    return np.asarray(cv2.resize(grey, (_WIDTH, height), interpolation=cv2.INTER_AREA))
