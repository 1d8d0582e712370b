"""Sensor noise that costs a millisecond a frame: made once, another piece of it for each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.simulated.camera.page import Picture

_ROOM = 61
"""Positions across and down from which a piece is taken; a prime, so the steps below pass through all of them."""
_ZERO = 100


class SensorNoise:
    """Noise for frames of one size; `sigma` in grey levels."""

    def __init__(self, width: int, height: int, sigma: float, seed: int) -> None:
        rng = np.random.default_rng((seed, 2))
        # Two values at a pixel, grey and colour, as a sensor's debayering leaves it: most of the noise is grey.
        shape = (height + _ROOM, width + _ROOM)
        grey = rng.standard_normal(shape, dtype=np.float32) * np.float32(sigma)
        planes = [grey + rng.standard_normal(shape, dtype=np.float32) * np.float32(sigma * 0.3) for _ in range(3)]
        self._bank: Picture = np.clip(np.stack(planes, axis=2) + _ZERO, 0, 255).astype(np.uint8)
        self._width, self._height = width, height

    def over(self, clean: Picture, number: int) -> Picture:
        """A new picture: the clean one with the noise of this frame number. Frames that follow each other differ."""
        x, y = number * 23 % _ROOM, (number * 37 + number // _ROOM) % _ROOM
        piece = self._bank[y : y + self._height, x : x + self._width]
        # The lamp flickers a little as well, with a period that shares nothing with the steps above.
        gain = 1.0 + 0.006 * (number % 7 - 3) / 3
        return np.asarray(cv2.addWeighted(clean, gain, piece, 1.0, -float(_ZERO)), np.uint8)
