"""What happens to labels and to light on their way: scratches, crumpled film, lamps, movement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hardware.simulated.camera.labels import RenderedLabel
    from hardware.simulated.camera.page import Picture

Plane = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]


def scratched(label: RenderedLabel, rng: np.random.Generator) -> Picture:
    """The label's picture with two to six scratches through its main code, and sometimes a gap of the print head."""
    page = label.pixels.copy()
    left, top, right, bottom = label.main_box
    mm = label.pixels_per_mm
    for _ in range(int(rng.integers(2, 7))):
        x, y = rng.uniform(left, right), rng.uniform(top, bottom)
        angle, long = rng.uniform(0, math.pi), rng.uniform(8, 45) * mm
        across, down = math.cos(angle) * long / 2, math.sin(angle) * long / 2
        ends = [(round(x - across), round(y - down)), (round(x + across), round(y + down))]
        level = 255 if rng.random() < 0.6 else 40
        cv2.line(page, ends[0], ends[1], (level,), max(1, round(rng.uniform(0.15, 0.7) * mm)), cv2.LINE_AA)
    if rng.random() < 0.4:
        row = int(rng.integers(top, bottom))
        page[row : row + round(0.6 * mm), left:right] = 255
    if rng.random() < 0.3:
        x, y = int(rng.integers(left, right)), int(rng.integers(top, bottom))
        cv2.ellipse(page, (x, y), (round(3 * mm), round(2 * mm)), rng.uniform(0, 180), 0, 360, (235,), cv2.FILLED)
    return page


def film(scene: Plane, label: Matrix, rng: np.random.Generator) -> Plane:
    """Crumpled transparent film over the label (four corners): smooth shifts, a veil, and streaks of light."""
    height, width = scene.shape
    (x0, y0), (x1, y1) = label.min(axis=0), label.max(axis=0)
    waves = []
    for _ in range(2):
        coarse = rng.normal(0, 1, (height // 60 + 2, width // 60 + 2)).astype(np.float32)
        smooth = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
        waves.append(smooth * np.float32(rng.uniform(0.5, 1.6)))
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    scene = np.asarray(
        cv2.remap(scene, across + waves[0], down + waves[1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.float32
    )
    streaks = np.zeros_like(scene)
    for _ in range(int(rng.integers(15, 45))):
        x, y, angle = rng.uniform(x0, x1), rng.uniform(y0, y1), rng.uniform(0, math.pi)
        steps = np.cumsum(rng.normal(0, 0.25, 6)) + angle
        strokes = np.stack([np.cos(steps), np.sin(steps)], 1) * rng.uniform(5, 22)
        points = np.array([x, y]) + np.cumsum(strokes, axis=0)
        cv2.polylines(
            streaks,
            [points.astype(np.int32)],
            isClosed=False,
            color=(float(rng.uniform(60, 400)),),
            thickness=int(rng.integers(1, 4)),
            lineType=cv2.LINE_AA,
        )
    streaks = np.asarray(cv2.GaussianBlur(streaks, (0, 0), rng.uniform(0.8, 2.0)), np.float32)
    veil = np.float32(rng.uniform(0.0, 0.35))
    return np.asarray(np.minimum(scene * (1 - veil) + 200 * veil + streaks, 262), np.float32)


def glare(scene: Plane, code: Matrix, rng: np.random.Generator) -> Plane:
    """A lamp's reflection, saturated in its middle, over a part of the code (four corners)."""
    height, width = scene.shape
    sides = code[1] - code[0], code[3] - code[0]
    long, high = (float(np.hypot(*side)) for side in sides)
    centre = code[0] + sides[0] * rng.uniform(0.1, 0.9) + sides[1] * rng.choice((-0.1, 0.0, 1.0, 1.1))
    axes = (round(long * rng.uniform(0.15, 0.6)), round(high * rng.uniform(0.35, 0.6)))
    angle = math.degrees(math.atan2(sides[0][1], sides[0][0])) + rng.uniform(-12, 12)
    spot = np.zeros((height // 2, width // 2), np.float32)
    middle = (round(centre[0] / 2), round(centre[1] / 2))
    cv2.ellipse(spot, middle, (max(1, axes[0] // 2), max(1, axes[1] // 2)), angle, 0, 360, (320.0,), cv2.FILLED)
    soft = cv2.GaussianBlur(spot, (0, 0), max(2.0, high * rng.uniform(0.03, 0.10)))
    return np.asarray(scene + np.asarray(cv2.resize(soft, (width, height)), np.float32), np.float32)


def motion(scene: Plane, length: float, towards: float) -> Plane:
    """Moved by `length` pixels in the direction `towards` (degrees) while the shutter was open."""
    reach = math.ceil(length / 2) + 1
    fine, size = 8, 2 * reach + 1
    kernel = np.zeros((size * fine, size * fine), np.float32)
    middle = size * fine / 2
    across, down = math.cos(math.radians(towards)) * length / 2, math.sin(math.radians(towards)) * length / 2
    ends = [(round(middle + s * across * fine), round(middle + s * down * fine)) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], (1.0,), fine)
    kernel = np.asarray(cv2.resize(kernel, (size, size), interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(cv2.filter2D(scene, -1, kernel / kernel.sum()), np.float32)
