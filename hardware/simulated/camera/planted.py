"""Frames that nobody can read, each for one reason that is known: for measuring what a reader says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.simulated.camera import hard_scenes
from hardware.simulated.camera.grounds import GROUNDS, empty_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.simulated.camera.hard_scenes import Matrix, Plane, Spoil
    from hardware.simulated.camera.page import Picture
    from hardware.simulated.camera.parcels import SimulatedParcel

WIDTH, HEIGHT = hard_scenes.WIDTH, hard_scenes.HEIGHT
CAUSES = (
    "out_of_focus",
    "motion_blur",
    "too_dark",
    "glare",
    "too_few_pixels",
    "damaged_code",
    "nothing_there",
    "no_code_found",
    "white paper",
)
"""What is planted, by the code that a reader should tell; white paper without a code is `no_code_found`."""


def expected(cause: str) -> str:
    """The code of what is planted."""
    return "no_code_found" if cause == "white paper" else cause


def planted(cause: str, count: int, seed: int) -> Iterator[Picture]:
    """`count` frames (uint8, 1080 x 1920 x 3) of one of `CAUSES`."""
    if cause == "nothing_there":
        yield from empty_frames("plain", count, seed)
        return
    if cause == "no_code_found":
        textured = [empty_frames(ground, count, seed) for ground in GROUNDS[1:]]
        for number in range(count):
            yield next(textured[number % len(textured)])
        return
    if cause == "white paper":
        for number in range(count):
            yield _page(np.random.default_rng((seed, 8, number)))
        return
    # A second code would be read, and no cause be told.
    alone = (one for _, one in hard_scenes.parcels("usual", 20 * count, seed) if not one.label.others)
    for number, parcel in zip(range(count), alone, strict=False):
        rng = np.random.default_rng((seed, CAUSES.index(cause), number))
        yield _spoilt(cause, parcel, rng)


def _spoilt(cause: str, parcel: SimulatedParcel, rng: np.random.Generator) -> Picture:
    about = hard_scenes.usual_about(rng)
    match cause:
        case "out_of_focus":
            about["defocus"] = rng.uniform(4.5, 9.0)
        case "motion_blur":
            # Along the bars it would harm nothing.
            about |= {"motion": rng.uniform(16, 34), "motion_towards": about["degrees"] + rng.uniform(-40, 40)}
        case "too_dark":
            about |= {"light": rng.uniform(0.004, 0.015), "noise": rng.uniform(2.0, 4.0)}
        case "too_few_pixels":
            about |= {"module_px": rng.uniform(0.55, 0.9), "defocus": rng.uniform(0.3, 0.5), "tilt": rng.uniform(0, 8)}
        case _:
            pass
    return hard_scenes.photographed(parcel, about, rng, _SPOILS.get(cause))


def _torn(scene: Plane, box: Matrix, rng: np.random.Generator) -> Plane:
    """Strips of tape, tears and a pen across all bars."""
    corners = box.astype(np.float32)
    count = int(rng.integers(5, 8))
    for place in range(count):
        along = (place + rng.uniform(0.1, 0.6)) / count
        wide = rng.uniform(0.04, 0.08)
        ends = [corners[0] + (corners[1] - corners[0]) * part for part in (along, along + wide)]
        feet = [corners[3] + (corners[2] - corners[3]) * part for part in (along + wide, along)]
        shift = (corners[1] - corners[0]) * rng.uniform(-0.03, 0.03)
        patch = np.array([ends[0] - shift, ends[1] - shift, feet[0] + shift, feet[1] + shift])
        grown = patch.mean(axis=0) + (patch - patch.mean(axis=0)) * (1.0, 1.25)
        cv2.fillConvexPoly(scene, grown.astype(np.int32), float(rng.choice((30.0, 190.0, 225.0))))
    return scene


def _dazzled(scene: Plane, box: Matrix, rng: np.random.Generator) -> Plane:
    """A lamp in the middle of the code, burnt out, with a soft rim."""
    middle = box.mean(axis=0) + (box[1] - box[0]) * rng.uniform(-0.12, 0.12)
    across = float(np.linalg.norm(box[1] - box[0]))
    down = float(np.linalg.norm(box[3] - box[0]))
    turn = float(np.degrees(np.arctan2(*(box[1] - box[0])[::-1])))
    lamp: Plane = np.zeros(scene.shape, np.float32)
    size = across * rng.uniform(0.22, 0.36), max(down, 60) * rng.uniform(0.9, 1.6)
    cv2.ellipse(lamp, (middle.tolist(), (2 * size[0], 2 * size[1]), turn), 1.0, -1)
    lamp = np.asarray(cv2.GaussianBlur(lamp, (0, 0), 0.12 * across), np.float32)
    return np.asarray(scene + 900 * lamp, np.float32)


_SPOILS: dict[str, Spoil] = {"damaged_code": _torn, "glare": _dazzled}


def _page(rng: np.random.Generator) -> Picture:
    """A clean scan of a letter."""
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    top = int(rng.integers(40, 120))
    while top < HEIGHT - 60:
        words = "".join(rng.choice(list("abcdefghiklmnoprstuvwxyzABCDEFGH0123456789 ,."), int(rng.integers(12, 70))))
        scale = rng.uniform(0.5, 1.3)
        left = int(rng.integers(40, 400))
        cv2.putText(page, words, (left, top), int(rng.integers(0, 4)), scale, 0, int(rng.integers(1, 3)), cv2.LINE_AA)
        top += int(40 * scale + rng.integers(10, 60))
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), np.uint8)
