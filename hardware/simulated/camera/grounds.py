"""Frames in which there is no code, on the grounds of a sorting place: for measuring what a look at nothing costs.

Drawn by other means than the labels: noise in octaves, stretched, bent and cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from hardware.simulated.camera.page import Picture

    Plane = npt.NDArray[np.float32]

GROUNDS = ("plain", "wood", "belt", "cardboard", "film", "print")
WIDTH, HEIGHT = 1920, 1080


def empty_frames(ground: str, count: int, seed: int) -> Iterator[Picture]:
    """`count` frames (uint8, 1080 x 1920 x 3) of other pieces of a ground. ValueError when it is none of `GROUNDS`."""
    if ground not in GROUNDS:
        raise ValueError(f"no ground {ground}: use one of {', '.join(GROUNDS)}")
    for number in range(count):
        rng = np.random.default_rng((seed, GROUNDS.index(ground), number))
        scene = _SCENES[ground](rng)
        soft = np.asarray(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.5, 1.0)), np.float32)
        yield with_noise(soft * np.float32(rng.uniform(0.7, 1.1)), rng)


def with_noise(scene: Plane, rng: np.random.Generator) -> Picture:
    """A scene (float32, grey levels) as a sensor gives it."""
    noisy = scene + rng.standard_normal(scene.shape, dtype=np.float32) * np.float32(2.5)
    return np.asarray(cv2.cvtColor(np.clip(noisy, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def scene_of(ground: str, seed: int) -> Plane:
    """A ground without noise (float32, grey levels): what a camera at rest looks at."""
    return np.asarray(cv2.GaussianBlur(_SCENES[ground](np.random.default_rng(seed)), (0, 0), 0.7), np.float32)


def _cloud(rng: np.random.Generator, across: float, down: float) -> Plane:
    """Smooth noise, mean 0, deviation 1, with structures of this many pixels."""
    size = max(2, round(WIDTH / across)), max(2, round(HEIGHT / down))
    coarse = rng.standard_normal((size[1], size[0]), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.float32)


def _plain(rng: np.random.Generator) -> Plane:
    return 110 + 6 * _cloud(rng, 400, 300)


def _wood(rng: np.random.Generator) -> Plane:
    """Long fibres, rings that wander, and gaps between boards."""
    grain = 9 * _cloud(rng, 300, 3) + 6 * _cloud(rng, 90, 2)
    y = np.arange(HEIGHT, dtype=np.float32)[:, None] + 25 * _cloud(rng, 500, 160)
    scene = 130 + grain + 14 * np.sin(y * rng.uniform(0.15, 0.35))
    for top in range(int(rng.integers(50, 250)), HEIGHT, 260):
        scene[top : top + 4] *= 0.35
    return np.asarray(scene, np.float32)


def _belt(rng: np.random.Generator) -> Plane:
    """A woven pattern, every few pixels, with dirt on it."""
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    pitch = rng.uniform(7, 12)
    weave = np.sin(2 * np.pi * (x + 0.35 * y) / pitch) * np.sin(2 * np.pi * (y - 0.2 * x) / (1.4 * pitch))
    return np.asarray(60 + 26 * weave + 9 * _cloud(rng, 60, 40), np.float32)


def _cardboard(rng: np.random.Generator) -> Plane:
    """Flutes that show through, fibres, a fold and a strip of tape."""
    x = np.arange(WIDTH, dtype=np.float32)[None, :]
    scene = 150 + 5 * np.sin(2 * np.pi * x / rng.uniform(14, 30)) + 5 * _cloud(rng, 12, 4) + 4 * _cloud(rng, 3, 3)
    fold = int(rng.integers(200, WIDTH - 200))
    scene[:, fold : fold + 5] -= 45
    top = int(rng.integers(100, HEIGHT - 200))
    scene[top : top + 110] = scene[top : top + 110] * 0.8 + 45
    return np.asarray(scene, np.float32)


def _film(rng: np.random.Generator) -> Plane:
    """Crumpled film: ridges that shine, in every direction."""
    scene = np.full((HEIGHT, WIDTH), 120, np.float32)
    for size, strength in ((160, 28), (60, 22), (24, 16)):
        scene += strength * (1 - 2 * np.abs(np.tanh(1.5 * _cloud(rng, size, 0.8 * size))))
    shine = np.clip(_cloud(rng, 40, 40) - 1.6, 0, None)
    return np.asarray(scene + 180 * shine, np.float32)


def _printed_box(rng: np.random.Generator) -> Plane:
    """A carton with lines of text, rules, a table and a sign on it, but no code."""
    scene = _cardboard(rng)
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for _ in range(26):
        words = "".join(rng.choice(list("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789 -/."), int(rng.integers(6, 30))))
        at = int(rng.integers(0, WIDTH - 300)), int(rng.integers(40, HEIGHT))
        cv2.putText(
            ink, words, at, int(rng.integers(0, 4)), rng.uniform(0.5, 2.2), 255, int(rng.integers(1, 4)), cv2.LINE_AA
        )
    left, top = int(rng.integers(0, 1200)), int(rng.integers(0, 600))
    for row in range(top, top + 400, int(rng.integers(24, 60))):
        cv2.line(ink, (left, row), (left + 600, row), 255, 2)
    cv2.circle(ink, (int(rng.integers(200, 1700)), int(rng.integers(200, 900))), 90, 255, 6)
    return np.asarray(scene * (1 - ink.astype(np.float32) / 255 * 0.75), np.float32)


_SCENES = {
    "plain": _plain,
    "wood": _wood,
    "belt": _belt,
    "cardboard": _cardboard,
    "film": _film,
    "print": _printed_box,
}
