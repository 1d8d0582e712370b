"""Labels that the product's own renderer does not draw: other layouts, and bars by zint where it is."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hardware.simulated.camera import numbers
from hardware.simulated.camera.labels import RenderedLabel
from tests.hardware.reading.label_paper import ENGINES, PIXELS_PER_MM, Box, Paper


@dataclass(frozen=True, slots=True)
class DrawnLabel:
    """A label, what is the parcel on it, and where its bars are (pixels)."""

    label: RenderedLabel
    parcel_id: str
    reference: str
    """The first-mile number; the parcel's own on a label that has no other."""
    texts: tuple[str, ...]
    module_mm: float


_STREETS = (
    "Rua Augusta 1203",
    "14 Mill Road",
    "Calle Mayor 8 2B",
    "3311 Oak Ave Apt 5",
    "ul. Lenina 44-12",
    "Bld 7 Longgang",
)
_TOWNS = ("SAO PAULO SP 01310", "DENVER CO 80202", "28013 MADRID", "MOSKVA 101000", "SHENZHEN GD 518116", "NL-1012 AB")
_NAMES = ("Maria Souza", "John Smith", "Pilar Gomez", "Ivan Petrov", "Li Wei Trading", "A. de Vries")
_GOODS = ("LED strip 5m", "phone case", "cotton socks", "toy car", "watch strap")


def _address(rng: random.Random) -> tuple[str, ...]:
    lines = (rng.choice(_NAMES), rng.choice(_STREETS), rng.choice(_TOWNS), f"Tel {rng.randrange(10**9, 10**10)}")
    return lines[: rng.randint(3, 4)]


def _last_mile(rng: random.Random) -> tuple[str, str, bool, str]:
    """Content, id, whether it is GS1-128, caption."""
    kind = rng.randrange(3)
    serial = rng.randrange(10**9)
    if kind == 0:
        number = numbers.s10(rng.choice(("RR", "LX", "UA", "CP")), serial, rng.choice(("CN", "SG", "BR", "NL")))
        return number, number, False, numbers.in_groups(number, 2, 3, 3, 3, 2)
    if kind == 1:
        number = numbers.impb("92612", "903029681", serial)
        return f"(420){rng.randrange(10000, 99999)}(92){number[2:]}", number, True, numbers.in_groups(number, 4)
    number = numbers.ups_1z("12R34W", "03", serial)
    return number, number, False, numbers.in_groups(number, 2, 3, 3, 2, 4)


def with_reference(rng: random.Random) -> DrawnLabel:
    """A last-mile label with the first-mile number in smaller bars, in one of four layouts."""
    layout = rng.choice((_reference_below, _reference_on_top, _tall_label, _caption_above))
    return layout(rng, rng.choice(ENGINES))


def first_mile_alone(rng: random.Random) -> DrawnLabel:
    """A label whose one linear number is the first-mile one, in one of four layouts."""
    layout = rng.choice((_alone_middle, _alone_top, _alone_small, _alone_tall))
    return layout(rng, rng.choice(ENGINES))


def _made(paper: Paper, box: Box, ids: tuple[str, str, str], module_mm: float) -> DrawnLabel:
    content, parcel_id, reference = ids
    texts = tuple(dict.fromkeys((content.replace("(", "").replace(")", ""), reference)))
    return DrawnLabel(RenderedLabel(paper.pixels, box, PIXELS_PER_MM), parcel_id, reference, texts, module_mm)


def _lp(rng: random.Random) -> str:
    return numbers.cainiao_lp(rng.randrange(10**14))


def _reference_below(rng: random.Random, engine: str) -> DrawnLabel:
    content, number, gs1, caption = _last_mile(rng)
    reference, paper = _lp(rng), Paper(100, 100, engine)
    paper.text(5, 9, "AIR MAIL  PRIORITY", 4)
    paper.rule(2, 12, 98, 12)
    for row, line in enumerate(_address(rng)):
        paper.text(5, 18 + 5 * row, line, 2.6)
    for row, line in enumerate(_address(rng)):
        paper.text(55, 18 + 5 * row, line, 2.2)
    paper.rule(2, 39, 98, 39)
    module = 0.33 if gs1 else 0.42
    box = paper.bars(content, 50, 42, module, rng.uniform(14, 20), gs1=gs1)
    bottom = box[3] / PIXELS_PER_MM
    paper.centred(50, bottom + 4.2, caption, 2.8)
    paper.rule(2, bottom + 6.5, 98, bottom + 6.5)
    paper.bars(reference, rng.choice((36, 50, 60)), bottom + 9, 0.33, rng.uniform(7, 11))
    paper.centred(50, bottom + 24, f"REF {reference}", 2.2)
    paper.text(5, 98, f"1 x {rng.choice(_GOODS)}  0.{rng.randrange(100, 999)} kg  USD {rng.randrange(2, 60)}", 2.0)
    return _made(paper, box, (content, number, reference), module)


def _reference_on_top(rng: random.Random, engine: str) -> DrawnLabel:
    content, number, gs1, caption = _last_mile(rng)
    reference, paper = _lp(rng), Paper(100, 100, engine)
    paper.bars(reference, 32, 4, 0.33, 8)
    paper.text(8, 16, reference, 2.2)
    paper.text(70, 13, rng.choice(("US", "BR", "ES", "7-04")), 9, 0.2)
    paper.rule(2, 19, 98, 19)
    for row, line in enumerate(("TO:", *_address(rng))):
        paper.text(5, 25 + 5 * row, line, 2.8)
    module = 0.33 if gs1 else 0.42
    box = paper.bars(content, 50, 54, module, rng.uniform(16, 24), gs1=gs1)
    bottom = box[3] / PIXELS_PER_MM
    paper.centred(50, bottom + 4, caption, 3)
    paper.rule(2, bottom + 7, 98, bottom + 7)
    for row, line in enumerate(_address(rng)[:3]):
        paper.text(5, bottom + 11 + 3 * row, line, 1.8)
    return _made(paper, box, (content, number, reference), module)


def _tall_label(rng: random.Random, engine: str) -> DrawnLabel:
    content, number, gs1, caption = _last_mile(rng)
    reference, paper = _lp(rng), Paper(100, 150, engine)
    paper.text(5, 12, "EXPRESS PARCEL", 6, 0.18)
    paper.rule(2, 16, 98, 16)
    for row, line in enumerate(_address(rng)):
        paper.text(5, 22 + 4 * row, line, 2.2)
    paper.rule(2, 40, 98, 40)
    for row, line in enumerate(("SHIP TO", *_address(rng))):
        paper.text(8, 47 + 6 * row, line, 3.4)
    paper.rule(2, 78, 98, 78, 0.8)
    module = 0.33 if gs1 else 0.42
    box = paper.bars(content, 50, 82, module, rng.uniform(20, 28), gs1=gs1)
    bottom = box[3] / PIXELS_PER_MM
    paper.centred(50, bottom + 5, caption, 3.2)
    paper.rule(2, bottom + 8, 98, bottom + 8, 0.8)
    paper.bars(reference, 34, bottom + 12, 0.33, 9)
    paper.text(10, bottom + 25, f"Order {reference}", 2.2)
    paper.square(f"https://t.example/{reference}", 74, bottom + 11, 0.6)
    return _made(paper, box, (content, number, reference), module)


def _caption_above(rng: random.Random, engine: str) -> DrawnLabel:
    content, number, gs1, caption = _last_mile(rng)
    reference, paper = _lp(rng), Paper(100, 120, engine)
    for row, line in enumerate(_address(rng)):
        paper.text(5, 8 + 4 * row, line, 2.4)
    for row, line in enumerate(_address(rng)):
        paper.text(10, 32 + 6 * row, line, 3.2)
    paper.rule(2, 55, 98, 55, 1)
    paper.text(5, 61, f"TRACKING {caption}", 2.8)
    module = 0.33 if gs1 else 0.42
    box = paper.bars(content, 50, 65, module, rng.uniform(18, 25), gs1=gs1)
    bottom = box[3] / PIXELS_PER_MM
    paper.rule(2, bottom + 3, 98, bottom + 3, 1)
    paper.text(5, bottom + 8, "BILLING P/P   DESC MERCHANDISE", 2.4)
    paper.bars(reference, 40, bottom + 11, 0.33, 8)
    paper.text(12, bottom + 23, f"REF1 {reference}", 2.2)
    return _made(paper, box, (content, number, reference), module)


def _alone_middle(rng: random.Random, engine: str) -> DrawnLabel:
    reference, paper = _lp(rng), Paper(100, 100, engine)
    paper.text(5, 9, "STANDARD SHIPPING", 4)
    paper.rule(2, 12, 98, 12)
    for row, line in enumerate(_address(rng)):
        paper.text(5, 18 + 5 * row, line, 2.6)
    for row, line in enumerate(_address(rng)):
        paper.text(55, 18 + 5 * row, line, 2.2)
    paper.rule(2, 39, 98, 39)
    box = paper.bars(reference, 50, 43, 0.42, rng.uniform(14, 20))
    bottom = box[3] / PIXELS_PER_MM
    paper.centred(50, bottom + 4.2, reference, 2.8)
    paper.rule(2, bottom + 7, 98, bottom + 7)
    for row, line in enumerate(("CUSTOMS DECLARATION CN22", f"1 x {rng.choice(_GOODS)}", "USD 12.50  0.120 kg")):
        paper.text(5, bottom + 13 + 5 * row, line, 2.4)
    return _made(paper, box, (reference, reference, reference), 0.42)


def _alone_top(rng: random.Random, engine: str) -> DrawnLabel:
    reference, paper = _lp(rng), Paper(100, 100, engine)
    box = paper.bars(reference, 50, 5, 0.42, 16)
    paper.centred(50, 25, reference, 2.8)
    paper.rule(2, 29, 98, 29)
    for row, line in enumerate(("To:", *_address(rng))):
        paper.text(6, 36 + 6 * row, line, 3)
    paper.rule(2, 66, 98, 66)
    for row, line in enumerate(("From:", *_address(rng))):
        paper.text(6, 71 + 4 * row, line, 2.2)
    paper.square(f"https://t.example/{reference}", 72, 70, 0.6)
    return _made(paper, box, (reference, reference, reference), 0.42)


def _alone_small(rng: random.Random, engine: str) -> DrawnLabel:
    reference, paper = _lp(rng), Paper(76, 50, engine)
    for row, line in enumerate(_address(rng)):
        paper.text(4, 6 + 4 * row, line, 2.2)
    box = paper.bars(reference, 38, 24, 0.33, 12)
    paper.centred(38, 40, reference, 2.4)
    paper.text(4, 47, f"{rng.choice(_GOODS)}  {rng.choice(('US', 'RU', 'BR'))}-{rng.randrange(100)}", 2.4)
    return _made(paper, box, (reference, reference, reference), 0.33)


def _alone_tall(rng: random.Random, engine: str) -> DrawnLabel:
    """With much white paper left."""
    reference, paper = _lp(rng), Paper(100, 150, engine)
    paper.text(5, 12, "CROSS BORDER", 6, 0.18)
    paper.rule(2, 16, 98, 16)
    for row, line in enumerate(("SHIP TO", *_address(rng))):
        paper.text(8, 24 + 6 * row, line, 3.4)
    paper.rule(2, 58, 98, 58)
    box = paper.bars(reference, 50, 64, 0.42, 18)
    paper.centred(50, 87, reference, 3)
    paper.rule(2, 92, 98, 92)
    for row, line in enumerate(_address(rng)):
        paper.text(5, 98 + 4 * row, line, 2.2)
    paper.text(5, 145, f"{rng.randrange(1, 9)} of 9   SORT {rng.randrange(100, 999)}", 3)
    return _made(paper, box, (reference, reference, reference), 0.42)
