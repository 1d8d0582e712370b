"""What the simulated camera looks at: a belt, and a parcel that lies on it, drawn once per placement."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hardware.simulated.camera.labels import RenderedLabel
    from hardware.simulated.camera.page import Picture

Matrix = npt.NDArray[np.float64]
MARGIN = 32
"""Pixels that a drawn scene is larger than the frame at each side: room for a parcel that slides into place."""
_NARROWEST_VIEW = 6.8
"""Pixels a millimetre below which a 0.375 mm bar gets thinner than 2.5 pixels."""
_BODY_COLOURS = ((96, 144, 186), (84, 128, 168), (170, 168, 166), (205, 208, 210), (60, 58, 56))
"""BGR of brown cartons and of grey, white and black bags."""
_PAPER_LEVELS = np.linspace(26, 242, 256).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Pose:
    """How a parcel lies and how the camera sees it."""

    degrees: float
    """Anticlockwise turn of the label."""
    zoom: float
    """Around 1: a high parcel is nearer to the camera and looks larger."""
    shift: tuple[float, float]
    """Where the label's middle lies from the middle of the frame, in parts of the frame's size."""
    lean: tuple[float, float]
    """Perspective: relative change of size over one frame height, across and down."""
    blur: float
    """Sigma of the defocus in pixels."""
    slide: tuple[float, float]
    """From where it slides into place, in parts of `MARGIN`."""
    body: int

    def straightened(self, times: int) -> Pose:
        """As it lies after the worker has put it straight so many times; the third time it lies square and sharp."""
        keep = (1.0, 0.5, 0.2, 0.0)[min(times, 3)]
        square = round(self.degrees / 90) * 90
        return replace(
            self,
            degrees=square + (self.degrees - square) * keep,
            shift=(self.shift[0] * keep, self.shift[1] * keep),
            lean=(self.lean[0] * keep, self.lean[1] * keep),
            blur=self.blur * keep,
            slide=(0.0, 0.0),
        )


def draw_pose(rng: np.random.Generator, difficulty: float) -> Pose:
    """A pose by chance: mostly nearly upright, some upside down or sideways; beyond difficulty 0.5 also any angle."""
    turn = float(rng.choice((0.0, 180.0, 90.0, 270.0), p=(0.84, 0.07, 0.05, 0.04)))
    tilt = float(np.clip(rng.normal(0.0, 6.0 * difficulty), -14.0 * difficulty, 14.0 * difficulty))
    if rng.random() < difficulty - 0.5:
        turn, tilt = float(rng.uniform(0.0, 360.0)), 0.0
    across, down, lean_across, lean_down, slide_across, slide_down = rng.uniform(-1.0, 1.0, 6)
    return Pose(
        degrees=turn + tilt,
        zoom=float(rng.uniform(1.0, 1.06)),
        shift=(float(across) * 0.06, float(down) * 0.04),
        lean=(float(lean_across) * 0.06 * difficulty, float(lean_down) * 0.06 * difficulty),
        blur=float(rng.uniform(0.6, 1.6)) * difficulty,
        slide=(float(slide_across), float(slide_down)),
        body=int(rng.integers(len(_BODY_COLOURS))),
    )


class Belt:
    """The empty place under the camera with its light; the same seed gives the same one."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        rng = np.random.default_rng((seed, 1))
        self.width, self.height = width, height
        self._size = (width + 2 * MARGIN, height + 2 * MARGIN)
        self._light = _light(self._size, rng)
        self._paper_grain = _grain(self._size, rng, spread=5.0)
        rubber = _grain(self._size, rng, spread=9.0) - np.uint8(128 - 74)
        for row in range(11, self._size[1], 46):
            rubber[row : row + 3] //= 2
        self._rubber = _grey_to_bgr(rubber)
        self.empty = self._lit(self._rubber)

    def with_parcel(self, label: RenderedLabel, pose: Pose) -> Picture:
        """The belt with a parcel on it: uint8 BGR, larger than the frame by `MARGIN` at each side."""
        place = _placing(label, pose, self.width, self.height)
        picture = self._rubber.copy()
        self._put_body(picture, label, place, pose)
        self._put_label(picture, label, place)
        if pose.blur > 0.05:
            cv2.GaussianBlur(picture, (0, 0), pose.blur, dst=picture)
        return self._lit(picture)

    def _put_body(self, picture: Picture, label: RenderedLabel, place: Matrix, pose: Pose) -> None:
        height, width = label.pixels.shape
        edge = 14.0 * label.pixels_per_mm
        corners = _through(
            place,
            [
                (-edge * 1.6, -edge),
                (width + edge * 1.6, -edge),
                (width + edge * 1.6, height + edge),
                (-edge * 1.6, height + edge),
            ],
        )
        shadow = np.zeros((self._size[1] // 8, self._size[0] // 8), np.uint8)
        cv2.fillConvexPoly(shadow, (corners / 8 + 3).astype(np.int32), 150)
        shade = 255 - np.asarray(cv2.resize(cv2.GaussianBlur(shadow, (0, 0), 3), self._size), np.uint8)
        cv2.multiply(picture, _grey_to_bgr(shade), dst=picture, scale=1 / 255)
        cv2.fillConvexPoly(picture, corners.astype(np.int32), _BODY_COLOURS[pose.body], cv2.LINE_AA)

    def _put_label(self, picture: Picture, label: RenderedLabel, place: Matrix) -> None:
        height, width = label.pixels.shape
        paper = cv2.warpPerspective(
            _PAPER_LEVELS[label.pixels], place, self._size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        cv2.addWeighted(paper, 1.0, self._paper_grain, 1.0, -128.0, dst=paper)
        corners = _through(place, [(0, 0), (width, 0), (width, height), (0, height)])
        mask = np.zeros(paper.shape, np.uint8)
        cv2.fillConvexPoly(mask, corners.astype(np.int32), 255)
        cv2.copyTo(_grey_to_bgr(np.asarray(paper, np.uint8)), mask, picture)

    def _lit(self, picture: Picture) -> Picture:
        return np.asarray(cv2.multiply(picture, self._light, scale=1 / 255), np.uint8)


def _placing(label: RenderedLabel, pose: Pose, width: int, height: int) -> Matrix:
    """From label pixels to scene pixels, moved so that the main code lies inside the frame if it can."""
    label_height, label_width = label.pixels.shape
    scale = max(_NARROWEST_VIEW, height / 106.0) * pose.zoom / label.pixels_per_mm
    angle = math.radians(-pose.degrees)
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    to_middle = np.array([[1, 0, -label_width / 2], [0, 1, -label_height / 2], [0, 0, 1]])
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, 1, 0], [pose.lean[0] / height, pose.lean[1] / height, 1]])
    middle = (MARGIN + width * (0.5 + pose.shift[0]), MARGIN + height * (0.5 + pose.shift[1]))
    place = np.array([[1, 0, middle[0]], [0, 1, middle[1]], [0, 0, 1]]) @ lean @ turn @ to_middle
    left, top, right, bottom = label.main_box
    code = _through(place, [(left, top), (right, top), (right, bottom), (left, bottom)])
    move = [_inwards(code[:, axis], size) for axis, size in enumerate((width, height))]
    return np.asarray(np.array([[1, 0, move[0]], [0, 1, move[1]], [0, 0, 1]]) @ place, np.float64)


def _inwards(along: Matrix, size: int) -> float:
    """How far to move so that these positions lie within the frame all the way of the slide; centred if they cannot."""
    low, high = 3.0 * MARGIN, size - MARGIN
    first, last = float(along.min()), float(along.max())
    if last - first > high - low:
        return (low + high) / 2 - (first + last) / 2
    return max(0.0, low - first) - max(0.0, last - high)


def _through(matrix: Matrix, points: list[tuple[float, float]]) -> Matrix:
    return np.asarray(cv2.perspectiveTransform(np.array([points], np.float64), matrix)[0], np.float64)


def _light(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A lamp beside the belt: 255 under it, darker away from it."""
    width, height = size
    slope = rng.uniform(-1.0, 1.0, 2)
    x, y = np.linspace(-0.5, 0.5, width)[None, :], np.linspace(-0.5, 0.5, height)[:, None]
    fall = 0.88 + 0.10 * (slope[0] * x + slope[1] * y) - 0.22 * (x * x + y * y)
    return _grey_to_bgr(np.clip(fall * 255, 0, 255).astype(np.uint8))


def _grain(size: tuple[int, int], rng: np.random.Generator, spread: float) -> Picture:
    """Fine texture around 128."""
    coarse = rng.normal(0.0, spread, (size[1] // 3 + 1, size[0] // 3 + 1)).astype(np.float32)
    return np.asarray(np.clip(cv2.resize(coarse, size) + 128.0, 0, 255).astype(np.uint8))


def _grey_to_bgr(grey: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
