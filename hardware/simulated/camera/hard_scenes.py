"""Hard single frames of parcel labels, by what makes them hard: for measuring readers, not for the demo.

A label is drawn large, mapped into the frame with real perspective, and averaged over each pixel's area as a sensor
does; then come film, scratches, the lens, the movement, the light, the sensor and, for some, JPEG. One thing is hard in
a frame, the rest is as at a usual station. The same stratum, seed and number give the same frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from hardware.simulated.camera.damage import film, glare, motion, scratched
from hardware.simulated.camera.labels import render_label
from hardware.simulated.camera.parcels import SimulatedParcel, make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.simulated.camera.labels import RenderedLabel
    from hardware.simulated.camera.page import Picture

Plane = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

STRATA = ("usual", "low resolution", "motion", "defocus", "tilt", "glare", "dark", "film", "scratches")
"""`usual` is the only one that is not hard."""
WIDTH, HEIGHT = 1920, 1080
FRAMES_PASSING = 5
_LABEL_PIXELS_PER_MM = 16
_MODULE_MM = {"packet": 0.5, "impb": 0.375, "ups": 0.375}
_FINEST = 6.0
"""Pixels a module of the enlarged picture that is averaged down: more shows no difference."""


@dataclass(frozen=True, slots=True)
class HardFrame:
    """One frame and the truth about it."""

    pixels: Picture
    """uint8, 1080 x 1920 x 3 (BGR)."""
    parcel_id: str
    texts: tuple[str, ...]
    """Everything encoded on the label, the parcel's own first; GS1-128 without parentheses and FNC1."""
    stratum: str
    about: dict[str, float] = field(default_factory=dict)
    """What was drawn by chance: pixels a module, degrees, blur and so on."""


def hard_frames(stratum: str, count: int, seed: int) -> Iterator[HardFrame]:
    """`count` frames of one stratum, each of another parcel. ValueError when it is not one of `STRATA`."""
    for number, parcel in parcels(stratum, count, seed):
        yield _frame(stratum, seed, number, parcel, look=0)


def passing(stratum: str, count: int, seed: int) -> Iterator[list[HardFrame]]:
    """`count` parcels, five frames of each while it passes: as hard in each, but never twice in the same place."""
    for number, parcel in parcels(stratum, count, seed):
        yield [_frame(stratum, seed, number, parcel, look) for look in range(FRAMES_PASSING)]


def hard_parcels(stratum: str, count: int, seed: int, *, passes: bool) -> Iterator[Sequence[HardFrame]]:
    """The frames of each of `count` parcels: one of each, or the five of its passing."""
    if passes:
        return iter(passing(stratum, count, seed))
    return ([frame] for frame in hard_frames(stratum, count, seed))


def parcels(stratum: str, count: int, seed: int) -> Iterator[tuple[int, SimulatedParcel]]:
    if stratum not in STRATA:
        raise ValueError(f"no stratum {stratum}: use one of {', '.join(STRATA)}")
    return zip(range(count), make_parcels(seed * 64 + STRATA.index(stratum)), strict=False)


def _frame(stratum: str, seed: int, number: int, parcel: SimulatedParcel, look: int) -> HardFrame:
    of_parcel = np.random.default_rng((seed, STRATA.index(stratum), number))
    about = _about(stratum, of_parcel)
    of_look = of_parcel
    if look:
        of_look = np.random.default_rng((seed, STRATA.index(stratum), number, look))
        about["module_px"] *= of_look.uniform(0.98, 1.02)
        about["degrees"] += of_look.uniform(-2, 2)
    label = render_label(parcel.label, _LABEL_PIXELS_PER_MM)
    page = scratched(label, of_parcel) if stratum == "scratches" else label.pixels
    codes = (parcel.label.main, *parcel.label.others)
    texts = tuple(code.content.replace("(", "").replace(")", "") for code in codes)
    pixels = label_photographed(label, page, _MODULE_MM[parcel.label.style], about, of_look)
    return HardFrame(pixels, parcel.parcel_id, texts, stratum, about)


def usual_about(rng: np.random.Generator) -> dict[str, float]:
    """What a frame of the usual station is like."""
    turned = rng.uniform(-180, 180) if rng.random() < 0.25 else rng.uniform(-15, 15)
    return {
        "module_px": rng.uniform(2.0, 3.2),
        "degrees": turned,
        "tilt": rng.uniform(0, 8),
        "tilt_towards": rng.uniform(0, 360),
        "defocus": rng.uniform(0.4, 0.8),
        "light": rng.uniform(0.6, 0.95),
        "noise": rng.uniform(1.5, 4.0),
        "quality": rng.uniform(85, 96) if rng.random() < 0.4 else 100.0,
    }


def _about(stratum: str, rng: np.random.Generator) -> dict[str, float]:
    """What this frame is like: the usual station, and one thing that is not usual."""
    about = usual_about(rng)
    match stratum:
        case "low resolution":
            about |= {"module_px": rng.uniform(1.1, 1.7), "defocus": rng.uniform(0.3, 0.5)}
        case "motion":
            about |= {"motion": rng.uniform(4, 10), "motion_towards": rng.uniform(0, 180)}
        case "defocus":
            about |= {"defocus": rng.uniform(1.2, 2.4)}
        case "tilt":
            about |= {"tilt": rng.uniform(35, 55), "module_px": rng.uniform(2.4, 3.2)}
        case "dark":
            about |= {"light": rng.uniform(0.10, 0.25), "noise": rng.uniform(3.0, 6.0)}
        case "glare" | "film":
            about |= {stratum: 1.0}
        case _:
            pass
    return about


Spoil = Callable[[Plane, Matrix, np.random.Generator], Plane]
"""What is done to a scene, knowing the corners of the main code in it."""


def photographed(
    parcel: SimulatedParcel, about: dict[str, float], rng: np.random.Generator, spoil: Spoil | None = None
) -> Picture:
    """A frame of a parcel; `about` as `usual_about` gives it."""
    label = render_label(parcel.label, _LABEL_PIXELS_PER_MM)
    return label_photographed(label, label.pixels, _MODULE_MM[parcel.label.style], about, rng, spoil)


def label_photographed(
    label: RenderedLabel,
    page: Picture,
    module_mm: float,
    about: dict[str, float],
    rng: np.random.Generator,
    spoil: Spoil | None = None,
) -> Picture:
    place = _placing(label, module_mm, about, rng)
    scene = _background(place, label, rng)
    _put(scene, _levels(page, rng), place, max(1, min(5, round(_FINEST / about["module_px"]))))
    if "film" in about:
        scene = film(scene, _corners(place, label), rng)
    if spoil is not None:
        scene = spoil(scene, _box(place, label.main_box), rng)
    scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), about["defocus"]), np.float32)
    if "motion" in about:
        scene = motion(scene, about["motion"], about["motion_towards"])
    if "glare" in about:
        scene = glare(scene, _box(place, label.main_box), rng)
    return _sensed(scene, about, rng)


def _placing(label: RenderedLabel, module_mm: float, about: dict[str, float], rng: np.random.Generator) -> Matrix:
    """From label pixels to frame pixels: turned, leant back about an axis in its plane, seen from 2.5 widths away."""
    left, top, right, bottom = label.main_box
    height, width = label.pixels.shape
    scale = about["module_px"] / (module_mm * label.pixels_per_mm)
    to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], np.float64)
    away = 2.5 * width
    place = _turn(about["degrees"]) @ _lean(about["tilt"], about["tilt_towards"], away) @ to_middle
    place = np.diag([scale, scale, 1.0]) @ place
    code = _through(place, [(left, top), (right, top), (right, bottom), (left, bottom)])
    room = []
    for axis, size in enumerate((WIDTH, HEIGHT)):
        low, high = float(code[:, axis].min()), float(code[:, axis].max())
        free = max(0.0, size - 60 - (high - low))
        room.append(30 + rng.uniform(0.25, 0.75) * free - low)
    return np.asarray(np.array([[1, 0, room[0]], [0, 1, room[1]], [0, 0, 1]]) @ place, np.float64)


def _turn(degrees: float) -> Matrix:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])


def _lean(degrees: float, towards: float, away: float) -> Matrix:
    """A plane around its middle, turned in depth; `away` is the camera's distance in the plane's own unit."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    lean = np.array([[cos, 0, 0], [0, 1, 0], [sin / away, 0, 1]])
    return np.asarray(_turn(towards) @ lean @ _turn(-towards), np.float64)


def _background(place: Matrix, label: RenderedLabel, rng: np.random.Generator) -> Plane:
    """The belt with the parcel's body on it, grey levels 0 to 255."""
    scene = _grain(rng, 7.0) + np.float32(rng.uniform(40, 110))
    height, width = label.pixels.shape
    edge = 0.25 * width
    body = _through(
        place, [(-edge, -edge), (width + edge, -edge), (width + edge, height + edge), (-edge, height + edge)]
    )
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(mask, body.astype(np.int32), 255)
    carton = _grain(rng, 5.0) + np.float32(rng.choice((55.0, 120.0, 150.0, 200.0)))
    np.copyto(scene, carton, where=mask.astype(bool))
    return scene


def _grain(rng: np.random.Generator, spread: float) -> Plane:
    coarse = rng.normal(0.0, spread, (HEIGHT // 4 + 1, WIDTH // 4 + 1)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT)), np.float32)


def _levels(page: Picture, rng: np.random.Generator) -> Picture:
    """Ink that is not quite black on paper that is not quite white."""
    return np.linspace(rng.uniform(15, 60), rng.uniform(215, 250), 256).astype(np.uint8)[page]


def _put(scene: Plane, paper: Picture, place: Matrix, times: int) -> None:
    """Map the label into the scene, `times` larger at first and then averaged over each pixel."""
    height, width = paper.shape
    corners = _through(place, [(0, 0), (width, 0), (width, height), (0, height)])
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 2, (WIDTH, HEIGHT))
    size = (int(high[0] - low[0]) * times, int(high[1] - low[1]) * times)
    # The middle of the fine picture's first pixel lies before that of the coarse one's.
    fine = np.array([[times, 0, (times - 1) / 2], [0, times, (times - 1) / 2], [0, 0, 1]]) @ (
        np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]]) @ place
    )
    seen = cv2.warpPerspective(paper, fine, size, flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.full_like(paper, 255), fine, size, flags=cv2.INTER_LINEAR)
    small = (size[0] // times, size[1] // times)
    part = np.asarray(cv2.resize(cover, small, interpolation=cv2.INTER_AREA), np.float32) / 255
    label = np.asarray(cv2.resize(seen, small, interpolation=cv2.INTER_AREA), np.float32)
    below = scene[low[1] : high[1], low[0] : high[0]]
    below[:] = below * (1 - part) + label


def _sensed(scene: Plane, about: dict[str, float], rng: np.random.Generator) -> Picture:
    """Light, shot and read noise, eight bits, JPEG for some."""
    x, y = np.linspace(-0.5, 0.5, WIDTH, dtype=np.float32)[None, :], np.linspace(-0.5, 0.5, HEIGHT, dtype=np.float32)
    slope = rng.uniform(-0.15, 0.15, 2).astype(np.float32)
    lit = scene * np.float32(about["light"]) * (1 + slope[0] * x + slope[1] * y[:, None])
    spread = about["noise"] * np.sqrt(0.5 + 0.5 * np.clip(lit, 0, 255) / max(60.0, 255 * about["light"]))
    lit += rng.standard_normal(lit.shape, dtype=np.float32) * spread
    grey = np.clip(lit + 0.5, 0, 255).astype(np.uint8)
    if about["quality"] < 100:
        packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, round(about["quality"])])[1]
        grey = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _corners(place: Matrix, label: RenderedLabel) -> Matrix:
    height, width = label.pixels.shape
    return _box(place, (0, 0, width, height))


def _box(place: Matrix, box: tuple[int, int, int, int]) -> Matrix:
    left, top, right, bottom = box
    return _through(place, [(left, top), (right, top), (right, bottom), (left, bottom)])


def _through(place: Matrix, points: list[tuple[float, float]]) -> Matrix:
    return np.asarray(cv2.perspectiveTransform(np.array([points], np.float64), place)[0], np.float64)
