"""Views: what an engine is shown of a frame, and how its corners go back to the frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.images import Pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Point

MOST_PIXELS = 64_000_000
"""A larger frame is reduced before anything else; no camera of the trade has so many pixels."""

WORTH_REDUCING = 1_500_000
"""Below this many pixels a reduced copy holds nothing that the whole does not."""


@dataclass(frozen=True, slots=True)
class View:
    """A grey picture (height x width, uint8, contiguous) and the 3 x 3 matrix from its pixels to the frame's."""

    grey: Pixels
    to_frame: Pixels

    def polygon(self, corners: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
        """Corners of this view as whole pixels of the frame."""
        mapped = [self.to_frame @ (x, y, 1.0) for x, y in corners]
        return tuple((round(float(x / w)), round(float(y / w))) for x, y, w in mapped)


ViewMaker = Callable[[View], View | None]
"""Makes a view of the whole frame's view; None: not worth it for this frame."""


def of_frame(grey: Pixels) -> View:
    """The frame itself, reduced when it is enormous."""
    view = View(grey, np.eye(3))
    return reduced_to(view, MOST_PIXELS)


def reduced_to(view: View, pixels: int) -> View:
    """The view with so many pixels at most."""
    return view if view.grey.size <= pixels else _reduced(view, (pixels / view.grey.size) ** 0.5)


def whole(view: View) -> View:
    """The frame as it is."""
    return view


def smoothed(view: View) -> View:
    """Without the sensor's noise: zbar and the matrix detectors are fast and sure on it, down to 2.5 px a module."""
    return View(np.asarray(cv2.GaussianBlur(view.grey, (0, 0), 0.8)), view.to_frame)


def smoothed_if_small(view: View) -> View | None:
    """Smoothed, unless it is so large that the half of it shows the same."""
    return smoothed(view) if view.grey.size < WORTH_REDUCING else None


def crop(view: View, box: tuple[int, int, int, int]) -> View:
    """The part between left, top, right and bottom, whatever of it lies in the view."""
    height, width = view.grey.shape
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
    back = np.array([(1, 0, left), (0, 1, top), (0, 0, 1)], dtype=float)
    return View(np.ascontiguousarray(view.grey[top:bottom, left:right]), view.to_frame @ back)


def inverted(view: View) -> View:
    """Light bars on a dark ground: no engine reads linear symbols that way."""
    return View(np.asarray(cv2.bitwise_not(view.grey)), view.to_frame)


def halved(view: View) -> View | None:
    """Half as wide and high: large soft modules become sharp."""
    return _reduced(view, 1 / 2) if view.grey.size >= WORTH_REDUCING else None


def quartered(view: View) -> View | None:
    """A quarter as wide and high."""
    return _reduced(view, 1 / 4) if view.grey.size >= 4 * WORTH_REDUCING else None


def turned(quarters: int) -> Callable[[View], View]:
    """Turned clockwise by quarter turns (1 to 3): MaxiCode is read upright alone."""

    def turn(view: View) -> View:
        height, width = view.grey.shape
        back = {
            1: ((0, 1, 0), (-1, 0, height - 1), (0, 0, 1)),
            2: ((-1, 0, width - 1), (0, -1, height - 1), (0, 0, 1)),
            3: ((0, -1, width - 1), (1, 0, 0), (0, 0, 1)),
        }[quarters]
        return View(np.ascontiguousarray(np.rot90(view.grey, -quarters)), view.to_frame @ np.array(back, dtype=float))

    return turn


def _reduced(view: View, scale: float) -> View:
    height, width = view.grey.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey = np.asarray(cv2.resize(view.grey, size, interpolation=cv2.INTER_AREA))
    sx, sy = width / size[0], height / size[1]
    back = np.array([(sx, 0, sx / 2 - 0.5), (0, sy, sy / 2 - 0.5), (0, 0, 1)])
    return View(grey, view.to_frame @ back)
