"""Labels put together by chance: the parts of a label in any order, with letters, rules and codes of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from tests.hardware.reading.label_paper import ENGINES, Paper, modules, px
from tests.hardware.reading.other_labels import _GOODS, DrawnLabel, _address, _last_mile, _lp, _made

if TYPE_CHECKING:
    import random

    from tests.hardware.reading.label_paper import Box

_LP_MODULES = 146
_FONTS = (0, 1, 2, 3, 4)
_HEADS = ("PRIORITY", "EPACKET", "Economy Intl", "CN22 TRACKED", "STANDARD", "4PX DIRECT")


class _Mixed(Paper):
    """A page on which each part goes below the one before; `y` is where the next one begins (millimetres)."""

    def __init__(self, rng: random.Random, size: tuple[int, int]) -> None:
        super().__init__(*size, rng.choice(ENGINES))
        self.wide, self.high = size
        self.y = 2.0
        self._rng = rng
        if rng.random() < 0.4:
            corners = (px(1.5), px(1.5)), (px(self.wide - 1.5), px(self.high - 1.5))
            cv2.rectangle(self.pixels, corners[0], corners[1], 0, px(0.4))

    def head(self) -> None:
        rng, kind = self._rng, self._rng.random()
        if kind < 0.6:
            self.text(4, self.y + 6, rng.choice(_HEADS), rng.uniform(3, 6), 0.15, rng.choice(_FONTS))
        if kind > 0.3:
            place = self.wide - rng.uniform(18, 28)
            self.text(place, self.y + 7, rng.choice(("US", "MX-2", "FR", "B12")), rng.uniform(5, 8), 0.2)
        if rng.random() < 0.6:
            self.rule(2, self.y + 9, self.wide - 2, self.y + 9)
        self.y += 10

    def addresses(self) -> None:
        rng = self._rng
        high = rng.uniform(2, 3.4)
        pitch = high * rng.uniform(1.35, 1.8)
        if rng.random() < 0.5:
            count = self._lines(4, _address(rng), high, pitch)
            count = max(count, self._lines(self.wide * 0.55, _address(rng), 0.8 * high, pitch))
        else:
            words = rng.choice(("To", "SHIP TO", "Destinatario"))
            count = self._lines(rng.choice((4, 10)), (words, *_address(rng)), high, pitch)
        self.y += count * pitch + 2
        if rng.random() < 0.6:
            self.rule(2, self.y, self.wide - 2, self.y, rng.choice((0.3, 0.6, 1)))
        self.y += 2 + rng.uniform(0, 3)

    def foot(self) -> None:
        goods = f"1 x {self._rng.choice(_GOODS)} 0.{self._rng.randrange(100, 999)} kg"
        lines = (goods, f"USD {self._rng.randrange(2, 60)}.00", "I certify that the particulars are correct")
        if self._rng.random() < 0.7:
            self._lines(4, lines[: self._rng.randint(1, 3)], self._rng.uniform(1.6, 2.4), self._rng.uniform(3.4, 4.2))

    def code(self, text: str, caption: str, module: float, high: float, x: float, *, gs1: bool = False) -> Box:
        """With its line of text under it or over it, mostly in its middle."""
        rng = self._rng
        letters, above, centred = rng.uniform(2, 3.4), rng.random() < 0.2, rng.random() < 0.75
        line = self.y + letters + 0.5 if above else self.y + high + letters + 1
        if centred:
            self.centred(x, line, caption, letters)
        else:
            self.text(max(3.0, x - 20), line, caption, letters)
        box = self.bars(text, x, self.y + (letters + 2 if above else 0), module, high, gs1=gs1)
        self.y += high + letters + 3
        return box

    def holds(self, text: str, module: float, *, gs1: bool) -> bool:
        """Whether the page is wide enough for this code and its quiet zones."""
        return len(modules(text, self._engine, gs1)) * px(module) < px(self.wide - 6)

    def closed(self) -> None:
        if self._rng.random() < 0.6:
            self.rule(2, self.y + 1, self.wide - 2, self.y + 1, self._rng.choice((0.3, 0.8)))
            self.y += 2

    def _lines(self, x: float, lines: tuple[str, ...], high: float, pitch: float) -> int:
        thick, font = self._rng.choice((0.09, 0.12, 0.16)), self._rng.choice(_FONTS)
        for row, line in enumerate(lines):
            self.text(x, self.y + (row + 1) * pitch, line, high, thick, font)
        return len(lines)


def mixed_with_reference(rng: random.Random) -> DrawnLabel:
    """A last-mile label with the first-mile number in bars that are smaller both ways."""
    while True:
        label = _with_reference(rng)
        if label is not None:
            return label


def mixed_alone(rng: random.Random) -> DrawnLabel:
    """A label whose one number is the first-mile one, at least half as long as the label is wide."""
    while True:
        label = _alone(rng)
        if label is not None:
            return label


def _with_reference(rng: random.Random) -> DrawnLabel | None:
    page = _Mixed(rng, rng.choice(((100, 100), (100, 150), (102, 152), (100, 120), (90, 120))))
    content, number, gs1, caption = _last_mile(rng)
    reference = _lp(rng)
    module = (0.33 if page.wide < 100 else 0.36) if gs1 else rng.choice((0.42, 0.46, 0.5))
    high, thin = rng.uniform(13, 24), rng.choice((0.25, 0.29, 0.33))
    tall = ("hamrf", "rhamf", "hmarf", "harm", "hmraf", "mharf", "marf")
    box: Box | None = None
    for part in rng.choice(tall if page.high > 110 else ("hamr", "rham", "amrf", "mar", "hmr")):
        if page.y > page.high - 20:
            return None
        if part == "m":
            if page.y + high > page.high - 10 or not page.holds(content, module, gs1=gs1):
                return None
            page.y += 2
            box = page.code(content, caption, module, high, page.wide / 2, gs1=gs1)
            page.closed()
        elif part == "r":
            half = _LP_MODULES / 2 * thin + 4
            x = min(max(rng.choice((0.0, page.wide / 2, page.wide * 0.4, page.wide)), half), page.wide - half)
            words = rng.choice(("", "REF ", "No. ", "Order ")) + reference
            page.y += 2
            page.code(reference, words, thin, rng.uniform(6, min(11, 0.7 * high)), x)
        else:
            {"h": page.head, "a": page.addresses, "f": page.foot}[part]()
    if box is None or page.y > page.high - 1:
        return None
    return _made(page, box, (content, number, reference), module)


def _alone(rng: random.Random) -> DrawnLabel | None:
    page = _Mixed(rng, rng.choice(((100, 100), (100, 150), (102, 152), (100, 120), (76, 50), (60, 40), (80, 80))))
    reference = _lp(rng)
    wide = [m for m in (0.25, 0.29, 0.33, 0.38, 0.42, 0.5) if 0.5 * page.wide < m * _LP_MODULES < 0.92 * page.wide]
    module, high = rng.choice(wide), rng.uniform(8 if page.wide < 100 else 11, min(20, page.high / 3))
    box: Box | None = None
    for part in rng.choice(("haLf", "Laf", "hLaf", "hLf", "haL", "LhA") if page.high > 50 else ("L", "aL", "La", "Lf")):
        if page.y > page.high - 12 or (part == "L" and page.y + high > page.high - 8):
            return None
        if part == "L":
            x = page.wide / 2 if rng.random() < 0.8 else 4 + _LP_MODULES / 2 * module
            page.y += 2
            box = page.code(reference, reference, module, high, x)
            page.closed()
        else:
            {"h": page.head, "a": page.addresses, "f": page.foot}[part.lower()]()
    if box is None or page.y > page.high - 0.5:
        return None
    return _made(page, box, (reference, reference, reference), module)
