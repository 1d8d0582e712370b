"""How the light lies in a picture: histogram, burnt-out and black shares, the spot of a lamp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images import Pixels

SPANS = 32
BURNT, INK, _RIM = 250, 5, 190
"""Grey levels: burnt out, black, and what the surroundings of a lamp's spot have at least."""
_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Exposure:
    """Shares are parts of 1."""

    histogram: tuple[float, ...]
    darkest: float
    brightest: float
    clipped: float
    dark: float
    glare: float


def exposure(grey: Pixels) -> Exposure:
    """The light of a grey picture that is not empty; measured on a copy at most 640 pixels wide."""
    few = grey[:: max(1, grey.shape[1] // _WIDTH), :: max(1, grey.shape[1] // _WIDTH)]
    counts = np.bincount(few.ravel() >> 3, minlength=SPANS) / few.size
    darkest, brightest = (float(level) for level in np.percentile(few, (1, 99.5)))
    return Exposure(
        tuple(round(float(share), 4) for share in counts),
        darkest,
        brightest,
        float(np.mean(few >= BURNT)),
        float(np.mean(few <= INK)),
        _lamp(few),
    )


def _lamp(grey: Pixels) -> float:
    """Share of the largest burnt-out spot with a soft rim; what is burnt out up to an edge is paper, and no lamp."""
    # Opened, for bright specks of print between bars are no spot.
    burnt = cv2.morphologyEx((grey >= BURNT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, places, boxes, _ = cv2.connectedComponentsWithStats(burnt, connectivity=8)
    if count < 2:
        return 0.0
    largest = 1 + int(np.argmax(boxes[1:, 4]))
    spot = (places == largest).astype(np.uint8)
    near, far = (np.asarray(cv2.dilate(spot, np.ones((size, size), np.uint8))) for size in (5, 13))
    rim = grey[(far > 0) & (near == 0)]
    if not rim.size or float(np.median(rim)) < _RIM:
        return 0.0
    return float(boxes[largest, 4]) / grey.size
