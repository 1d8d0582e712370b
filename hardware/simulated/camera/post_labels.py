"""Labels as posts and carriers print them, by another hand than `labels`: other layouts, and captions in many fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2

from hardware.simulated.camera import numbers
from hardware.simulated.camera.labels import RenderedLabel
from hardware.simulated.camera.page import Page

if TYPE_CHECKING:
    import random

    from hardware.simulated.camera.page import Box, Picture

PIXELS_PER_MM = 16
_FILES = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSansMono.ttf",
    "dejavu/DejaVuSansMono-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationMono-Regular.ttf",
)
_WIDEST_MM = 78.0
"""Of a line, in heights of capitals times characters: no caption leaves its label."""
_HERSHEY = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)
_WORDS = (
    "Handle with care",
    "Gift / Cadeau",
    "If undelivered return to sender",
    "CN22 may be opened officially",
    "SIGNATURE",
)
_PEOPLE = ("M. Okafor", "Lena Brandt", "Carlos Ibarra", "Yuki Tanaka", "Ana Lima", "Tom Hughes")
_STREETS = ("12 Station Road", "Rua do Sol 88", "Lindenstr. 5", "Calle Luna 4", "901 Pine St Apt 3", "7 Harbour View")
_TOWNS = (
    "LEEDS LS1 4AP",
    "80331 MUENCHEN",
    "41002 SEVILLA",
    "SEATTLE WA 98101",
    "01001-000 SAO PAULO",
    "1011 AB AMSTERDAM",
)


@dataclass(frozen=True, slots=True)
class PostLabel:
    """A label, and what stands on it."""

    label: RenderedLabel
    parcel_id: str
    reference: str
    module_mm: float


def post_label(rng: random.Random) -> PostLabel:
    """A label with the parcel's number in the larger bars and a first-mile reference in smaller ones."""
    number, content, groups = _number(rng)
    page = Page(100, rng.choice((100, 120, 150)), PIXELS_PER_MM)
    font, module_mm = rng.choice(fonts()), rng.choice((0.33, 0.38, 0.42))
    reference = numbers.cainiao_lp(rng.randrange(10**14))
    high = rng.choice((14, 18, 22))
    top = rng.uniform(50, 62)
    _heading(page, rng)
    symbology = "GS1-128" if content.startswith("(") else "Code128"
    box = page.linear(symbology, content, 50, top, module_mm=module_mm, height_mm=high)
    _caption(page, font, box, rng.choice(groups), rng)
    _reference(page, rng, font, reference, top + high + rng.uniform(9, 12))
    return PostLabel(RenderedLabel(page.pixels, box, PIXELS_PER_MM), number, reference, module_mm)


@cache
def fonts() -> tuple[Any, ...]:
    """Those of OpenCV, and those that are installed here."""
    folder = Path("/usr/share/fonts/truetype")
    found = tuple(cv2.FontFace(str(folder / name)) for name in _FILES if (folder / name).exists())
    return (*_HERSHEY, cv2.FontFace("sans"), *found)


def _number(rng: random.Random) -> tuple[str, str, tuple[str, ...]]:
    """The number, what is encoded, and how it is printed in several ways."""
    serial, kind = rng.randrange(10**9), rng.randrange(4)
    if kind == 0:
        number = numbers.impb("92055", "901755477", serial)
        grouped = numbers.in_groups(number, 4)
        return number, f"(420){rng.randrange(10000, 99999)}(92){number[2:]}", (grouped, f"USPS TRACKING # {grouped}")
    if kind == 1:
        number = numbers.ups_1z("88R4W2", "68", serial)
        grouped = numbers.in_groups(number, 2, 3, 3, 2, 4)
        return number, number, (grouped, f"TRACKING #: {grouped}", number)
    letters, country = (
        rng.choice(("RR", "LX", "UA", "CP", "EE", "RB")),
        rng.choice(("CN", "SG", "DE", "NL", "BR", "GB", "ES")),
    )
    number = numbers.s10(letters, serial, country)
    return number, number, (numbers.in_groups(number, 2, 3, 3, 3, 2), number, numbers.in_groups(number, 2, 9, 2))


def _write(
    pixels: Picture, font: Any, text: str, at: tuple[float, float], capitals_mm: float, *, centred: bool
) -> None:
    """Letters whose capitals are so high stand at `at` (millimetres), or around it."""
    x, y = round(at[0] * PIXELS_PER_MM), round(at[1] * PIXELS_PER_MM)
    high = min(capitals_mm, _WIDEST_MM / len(text)) * PIXELS_PER_MM
    if isinstance(font, int):
        scale, thick = high / 22, max(2, round(high / 9))
        wide = cv2.getTextSize(text, font, scale, thick)[0][0]
        cv2.putText(pixels, text, (x - wide // 2 * centred, y), font, scale, (0,), thick, cv2.LINE_AA)
        return
    size = round(high * 1.35)
    wide = cv2.getTextSize((10_000, 10_000), text, (0, 0), font, size)[2]
    cv2.putText(pixels, text, (x - wide // 2 * centred, y), (0,), font, size)


def _heading(page: Page, rng: random.Random) -> None:
    font = rng.choice(fonts())
    for row, text in enumerate(
        (rng.choice(("POSTNORD", "ROYAL POST", "LA POSTE", "PAR AVION", "EXPRESS")), "PRIORITY / TRACKED")
    ):
        _write(page.pixels, font, text, (5, 8 + 6 * row), 3.4 - row, centred=False)
    page.line(2, 17, 98, 17, 0.5)
    for column, x in enumerate((5, 50)):
        for row, choices in enumerate((_PEOPLE, _STREETS, _TOWNS)):
            _write(page.pixels, font, rng.choice(choices), (x, 24 + 4.6 * row), 1.8 + 0.5 * column, centred=False)
    _write(page.pixels, font, f"Tel {rng.randrange(10**9, 10**10)}", (50, 38), 1.8, centred=False)
    page.line(2, 42, 98, 42, 0.5)


def _caption(page: Page, font: Any, box: Box, text: str, rng: random.Random) -> None:
    """Under the bars, or over them."""
    capitals = rng.uniform(2.0, 3.0)
    middle = (box[0] + box[2]) / 2 / PIXELS_PER_MM
    under = rng.random() < 0.75
    y = box[3] / PIXELS_PER_MM + capitals + 1.2 if under else box[1] / PIXELS_PER_MM - 1.2
    _write(page.pixels, font, text, (middle, y), capitals, centred=True)


def _reference(page: Page, rng: random.Random, font: Any, reference: str, top: float) -> None:
    page.line(2, top - 2.5, 98, top - 2.5, 0.4)
    page.linear("Code128", reference, 40, top, module_mm=0.25, height_mm=8)
    _write(
        page.pixels,
        font,
        rng.choice((reference, f"REF {reference}", f"Order {reference}")),
        (40, top + 11),
        1.8,
        centred=True,
    )
    _write(page.pixels, font, rng.choice(_WORDS), (5, top + 15), 1.7, centred=False)
