"""Two parcels in one picture: stacked, abreast, turned, of one series, with a square code, one destroyed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from hardware.simulated.camera import numbers
from tests.hardware.reading.label_paper import Picture, modules

KINDS = ("stacked", "abreast", "turned", "series", "reference above", "QRCode", "DataMatrix", "one destroyed")
HEIGHTS = (40, 60, 90, 120, 200)
GAPS = (0, 1, 2, 3, 5, 8, 12, 20, 45)


@dataclass(frozen=True, slots=True)
class Arrangement:
    kind: str
    pixels: Picture
    one: str
    other: str


def arranged(number: int, series: str = "arranged") -> Arrangement:
    """The same number of the same series gives the same picture: 1080 x 1920, grey."""
    rng = random.Random(f"{series} {number}")
    kind = KINDS[number % len(KINDS)]
    serial = rng.randrange(10**8)
    one = numbers.s10("RR", serial, "CN")
    other = numbers.s10("RR", serial + rng.choice((1, 7, 13, 110)) if kind == "series" else rng.randrange(10**8), "CN")
    if kind == "reference above":
        other = numbers.cainiao_lp(rng.randrange(10**14))
    module = rng.choice((2, 3))
    first = _bars(one, module, rng.choice(HEIGHTS))
    if kind in {"QRCode", "DataMatrix"}:
        square = turned(
            _padded(_square(other, kind, rng.choice((3, 4, 6))), 18), rng.choice((0, 90, rng.uniform(0, 90)))
        )
        paper = _beside(_padded(first, 10 * module), square, 0, level=rng.random() < 0.5)
    elif kind == "turned":
        second = turned(_padded(_bars(other, module, rng.choice(HEIGHTS)), 12 * module), rng.uniform(20, 160))
        paper = _beside(_padded(first, 12 * module), second, 0, level=False)
    elif kind == "one destroyed":
        first, second = _bars(one, module, 120), _scratched(_bars(other, module, 120), rng)
        paper = _beside(_padded(first, 12 * module), _padded(second, 12 * module), 60, level=False)
    else:
        second = _bars(other, module, rng.choice(HEIGHTS))
        gap = rng.choice(GAPS)
        pair = [first, second] if rng.random() < 0.5 else [second, first]
        paper = _beside(pair[0], pair[1], max(gap, 6 * module) if kind == "abreast" else gap, level=kind == "abreast")
    paper = turned(_padded(paper, 12 * module), rng.choice((0, 0, rng.uniform(-90, 90))), ground=110)
    return Arrangement(kind, _photographed(paper, rng), one, other)


def with_damaged_reference(seed: int) -> Arrangement:
    """One parcel: its number, and below it a first-mile number in lower bars, cut in two."""
    rng = random.Random(seed)
    one, other = numbers.s10("RR", seed, "CN"), numbers.cainiao_lp(seed)
    pair = _padded(_bars(one, 3, 120), 36), _padded(_scratched(_bars(other, 2, 50), rng), 36)
    return Arrangement("one parcel", _photographed(_beside(*pair, 20, level=False), rng), one, other)


def with_reference_and_another(seed: int) -> Arrangement:
    """A parcel's number, a whole first-mile number in lower bars below it, and the damaged number of another parcel."""
    rng = random.Random(seed)
    one, other = numbers.s10("RR", seed, "CN"), numbers.s10("RR", seed + 10**6, "CN")
    label = _beside(_bars(one, 3, 120), _bars(numbers.cainiao_lp(seed), 2, 50), 60, level=False)
    paper = _beside(_padded(label, 36), _padded(_scratched(_bars(other, 3, 120), rng), 36), 20, level=False)
    return Arrangement("one destroyed", _photographed(paper, rng), one, other)


def _bars(text: str, module: int, high: int) -> Picture:
    return modules(text, "zxing")[None].repeat(high, axis=0).repeat(module, axis=1)


def _square(text: str, kind: str, module: int) -> Picture:
    barcode = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    cells: Picture = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False), dtype=np.uint8)
    return cells.repeat(module, axis=0).repeat(module, axis=1)


def _scratched(bars: Picture, rng: random.Random) -> Picture:
    """A strip of ink over three characters, at full height: no engine reads it."""
    bars = bars.copy()
    at = int(rng.uniform(0.25, 0.65) * bars.shape[1])
    bars[:, at : at + bars.shape[1] // 5] = rng.choice((0, 255))
    return bars


def _padded(picture: Picture, by: int) -> Picture:
    return np.pad(picture, by, constant_values=255)


def _beside(one: Picture, other: Picture, gap: int, *, level: bool) -> Picture:
    """Abreast when `level`, else one above the other, on white paper."""
    if not level:
        return _beside(one.T, other.T, gap, level=True).T
    paper = np.full((max(len(one), len(other)), one.shape[1] + gap + other.shape[1]), 255, np.uint8)
    paper[: len(one), : one.shape[1]] = one
    paper[len(paper) - len(other) :, one.shape[1] + gap :] = other
    return paper


def turned(picture: Picture, degrees: float, ground: int = 255) -> Picture:
    """Turned about its middle, nothing cut off."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(height * sin + width * cos) + 2, int(height * cos + width * sin) + 2
    turn[0, 2] += size[0] / 2 - width / 2
    turn[1, 2] += size[1] / 2 - height / 2
    made: Any = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_CUBIC, borderValue=ground)
    return np.asarray(made, np.uint8)


def _photographed(paper: Picture, rng: random.Random) -> Picture:
    paper = paper[:1080, :1920]
    frame = np.full((1080, 1920), 110, np.uint8)
    top, left = rng.randrange(1081 - paper.shape[0]), rng.randrange(1921 - paper.shape[1])
    frame[top : top + paper.shape[0], left : left + paper.shape[1]] = paper
    return seen_again(frame, rng.randrange(10**6))


def seen_again(frame: Picture, look: int) -> Picture:
    """The frame through a lens and a sensor, a few pixels further on."""
    rng = np.random.default_rng(look)
    moved = np.roll(frame, rng.integers(-2, 3, 2), (0, 1))
    soft = np.asarray(cv2.GaussianBlur(moved, (0, 0), 0.6), np.float32)
    return np.clip(soft * 0.9 + rng.normal(0, 2, frame.shape), 0, 255).astype(np.uint8)
