"""Ten ways in which the bars of a code are lost while the number printed at them stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.simulated.camera.page import Box, Picture

    Loss = Callable[[Picture, np.random.Generator], None]


def without_bars(page: Picture, box: Box, way: str, rng: np.random.Generator) -> Picture:
    """A copy of a page whose bars within the box were lost in this way, and nothing beside them."""
    made = page.copy()
    left, top, right, bottom = box
    WAYS[way](made[top:bottom, left:right], rng)
    return made


def _torn(bars: Picture, rng: np.random.Generator) -> None:
    """The carton shows."""
    coarse = rng.normal(0, 10, (bars.shape[0] // 8 + 1, bars.shape[1] // 8 + 1)).astype(np.float32)
    grain = cv2.resize(coarse, (bars.shape[1], bars.shape[0]))
    bars[:] = np.clip(grain + rng.choice((90, 140, 180)), 0, 255).astype(np.uint8)


def _half_torn(bars: Picture, rng: np.random.Generator) -> None:
    wide = bars.shape[1]
    part = round(wide * rng.uniform(0.35, 0.65))
    _torn(bars[:, :part] if rng.random() < 0.5 else bars[:, part:], rng)


def _covered(bars: Picture, rng: np.random.Generator) -> None:
    """A sticker of about the label's white."""
    bars[:] = int(rng.choice((255, 240, 205)))


def _taped(bars: Picture, rng: np.random.Generator) -> None:
    """Brown tape that lets hardly anything through."""
    bars[:] = (rng.choice((70, 120, 165)) + rng.uniform(0, 0.06) * (bars.astype(np.float32) - 128)).astype(np.uint8)


def _rubbed(bars: Picture, rng: np.random.Generator) -> None:
    """Strips of every row rubbed away, wandering from side to side."""
    high, wide = bars.shape
    at, drift, step = rng.uniform(0, 1), rng.uniform(-0.9, 0.9), max(1, high // 40)
    for row in range(0, high, step):
        at = (at + drift / 40 + rng.normal(0, 0.03)) % 1.0
        first, long = int(at * wide), int(rng.uniform(0.3, 0.6) * wide)
        bars[row : row + step, first : first + long] = 255
        bars[row : row + step, : max(0, first + long - wide)] = 255


def _blotted(bars: Picture, rng: np.random.Generator) -> None:
    high, wide = bars.shape
    for _ in range(int(rng.integers(2, 5))):
        centre = int(rng.uniform(0.15, 0.85) * wide), int(rng.uniform(0.3, 0.7) * high)
        axes = int(wide * rng.uniform(0.12, 0.3)), int(high * rng.uniform(0.5, 0.9))
        cv2.ellipse(bars, centre, axes, rng.uniform(-10, 10), 0, 360, (int(rng.integers(0, 70)),), cv2.FILLED)


def _cut(bars: Picture, rng: np.random.Generator) -> None:
    high, wide = bars.shape
    for _ in range(int(rng.integers(4, 9))):
        x, lean = rng.uniform(0, wide), rng.uniform(-0.5, 0.5) * high
        ends = (int(x - lean), 0), (int(x + lean), high)
        cv2.line(
            bars, ends[0], ends[1], (int(rng.choice((60, 150, 230))),), max(2, int(rng.uniform(0.01, 0.03) * wide))
        )


def _smeared(bars: Picture, rng: np.random.Generator) -> None:
    """Wet ink wiped across the bars."""
    bars[:] = cv2.blur(bars, (max(3, int(rng.uniform(0.05, 0.12) * bars.shape[1])), 3))


def _scribbled(bars: Picture, rng: np.random.Generator) -> None:
    """Made void with a thick pen."""
    high, wide = bars.shape
    xs = np.linspace(0, wide, int(rng.integers(14, 26)))
    points = [(int(x), 0 if place % 2 else high) for place, x in enumerate(xs)]
    thick = max(3, int(rng.uniform(0.02, 0.035) * wide))
    cv2.polylines(
        bars, [np.array(points, np.int32)], isClosed=False, color=(int(rng.integers(0, 60)),), thickness=thick
    )


def _faded(bars: Picture, rng: np.random.Generator) -> None:
    """Thermal paper that has bleached in patches."""
    coarse = rng.uniform(0, 1, (4, 12)).astype(np.float32)
    wide = cv2.resize(coarse, (bars.shape[1], bars.shape[0]), interpolation=cv2.INTER_CUBIC)
    kept = np.clip(np.asarray(wide) * 2 - 0.9, 0, 1)
    bars[:] = (255 - (255 - bars.astype(np.float32)) * kept).astype(np.uint8)


WAYS: dict[str, Loss] = {
    "torn off": _torn,
    "half torn off": _half_torn,
    "covered": _covered,
    "taped": _taped,
    "rubbed": _rubbed,
    "blotted": _blotted,
    "cut": _cut,
    "smeared": _smeared,
    "scribbled": _scribbled,
    "faded": _faded,
}
