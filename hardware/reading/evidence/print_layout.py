"""What is printed on the paper around a number: lines of text, rules, codes, at half the scale of its surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.evidence.label_crop import OUTSIDE, READ
from hardware.reading.evidence.print_pieces import Part, ones, parts, shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hardware.images import Pixels
    from hardware.reading.evidence.label_crop import Surroundings

_PAPER, _INK = 0.35, 0.25
"""Of the number's contrast: what is darker than paper by less is paper, what stands out from it by more is ink."""
_TINY, _SMALL = 0.42, 0.59
"""A number's length by the width of what is printed: the main code of a label takes more."""
_RIM = 5
_SQUARE = 0.6
"""Height by length."""
_ASIDE = 0.05
"""How far the middle of a number lies off that of the print, by its width: the main code is put in the middle."""


@dataclass(frozen=True)
class Layout:
    """Rows along the number, columns across it; pixels of half the size of its surroundings'."""

    grey: Pixels
    """uint8."""
    unit: float
    """Pixels a module."""
    number: Part
    level: float
    """Grey level of paper."""
    contrast: float
    """Of paper and ink."""
    read: Pixels
    """As in the surroundings."""
    paper: Pixels
    """bool: the paper on which the number is printed, with what is printed on it."""
    ink: Pixels
    """uint8, 1: what is printed there and not read."""
    rules: tuple[Part, ...]
    codes: tuple[Part, ...]
    """What is read, the number among them."""

    def px(self, modules: float) -> int:
        """Modules as an odd number of pixels."""
        return 2 * round(modules * self.unit / 2) + 1

    @cached_property
    def printed_words(self) -> tuple[Part, ...]:
        """What is written: words, and lines of them."""
        text = self.ink.copy()
        upright = cv2.morphologyEx(text, cv2.MORPH_OPEN, ones(1, self.px(30)))
        for rule in self.rules:
            text[rule.top - 1 : rule.bottom + 1, rule.left : rule.right] = 0
        text[cv2.dilate(upright, ones(3, 3)) > 0] = 0
        closed = cv2.morphologyEx(text, cv2.MORPH_CLOSE, ones(self.px(9), 1))
        opened = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, ones(self.px(4), 2)))
        return tuple(part for part in parts(opened) if part.height > 1)

    @cached_property
    def lines(self) -> tuple[Part, ...]:
        """Lines of text; the shortest words are none, and thick rules are too long for their height."""
        least = 0.3 * self.number.length
        high = (word for word in self.printed_words if 3 < word.height / self.unit < 18)
        return tuple(word for word in high if least < word.length < 30 * word.height)

    @cached_property
    def caption(self) -> Part | None:
        """The number's own line of text: the nearest one over or under it, with no rule between."""
        near = []
        for line in self.lines:
            under = line.top >= self.number.bottom - 3
            gap = line.top - self.number.bottom if under else self.number.top - line.bottom
            rows = (self.number.bottom, line.top) if under else (line.bottom, self.number.top)
            close = -3 <= gap < 1.6 * line.height and shared(line, self.number) > 0.4 * line.length
            if close and not self.is_ruled(*rows, line):
                near.append((gap, line))
        return min(near)[1] if near else None

    @cached_property
    def width(self) -> tuple[int, int]:
        """From where to where there is print."""
        print_ = [self.number, *self.rules, *self.printed_words, *(code for code in self.codes if self._on_paper(code))]
        return min(part.left for part in print_), max(part.right for part in print_)

    @cached_property
    def is_set_aside(self) -> bool:
        """Whether the number is so small beside the print, or small and so far from its middle, that it is hardly the
        main code. Square codes are never wide.
        """
        if self.number.height > _SQUARE * self.number.length:
            return False
        left, right = self.width
        share = self.number.length / (right - left)
        aside = abs(self.number.middle - (left + right) / 2) > _ASIDE * (right - left)
        return share < _TINY or (share < _SMALL and aside)

    def is_ruled(self, top: int, bottom: int, line: Part) -> bool:
        """Whether a rule runs along a line of text between these rows."""
        return any(
            top - 1 <= (rule.top + rule.bottom) / 2 <= bottom + 1 and shared(rule, line) > 0.5 * line.length
            for rule in self.rules
        )

    def _on_paper(self, part: Part) -> bool:
        if min(part.length, part.height) < self.px(4):
            return False  # the rim of one that lies beyond
        room = self.px(4)
        rows, columns = (
            slice(max(0, part.top - room), part.bottom + room),
            slice(max(0, part.left - room), part.right + room),
        )
        return bool((self.paper[rows, columns] & (self.read[rows, columns] == 0)).any())


def layout_of(near: Surroundings) -> Layout:
    """The layout of the label around a number."""
    grey = np.asarray(cv2.resize(near.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    read = np.ascontiguousarray(near.read[::2, ::2][: grey.shape[0], : grey.shape[1]])
    left, top, right, bottom = (round(side / 2) for side in near.box)
    number = Part(left, top, right, bottom, (right - left) * (bottom - top))
    unit, contrast = near.unit / 2, near.paper - near.ink
    size = ones(2 * round(4.5 * unit) + 1, 2 * round(4.5 * unit) + 1)
    paper = _paper_of(
        number, read, np.asarray(cv2.morphologyEx(_lit(near, grey), cv2.MORPH_CLOSE, size)), round(4 * unit)
    )
    hats = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, size))
    usual = 2.0 * float(np.median(hats[::4, ::4]))
    # What a closing makes of the paper's end, or of its own, is no ink.
    inner = np.zeros_like(paper)
    inner[_RIM:-_RIM, _RIM:-_RIM] = cv2.erode(paper.astype(np.uint8), ones(5, 5))[_RIM:-_RIM, _RIM:-_RIM] > 0
    ink = ((hats > max(_INK * contrast, usual)) & inner & (cv2.dilate(read, ones(3, 3)) == 0)).astype(np.uint8)
    rules = tuple(_rules(ink, round(0.6 * number.length)))
    return Layout(grey, unit, number, near.paper, contrast, read, paper, ink, rules, tuple(parts(read == READ)))


def _lit(near: Surroundings, grey: Pixels) -> Pixels:
    return (grey > near.paper - _PAPER * (near.paper - near.ink)).astype(np.uint8)


def _paper_of(number: Part, read: Pixels, lit: Pixels, beside: int) -> Pixels:
    """What hangs together with the paper at the number's ends."""
    lit[read == OUTSIDE] = 0
    _, labels = cv2.connectedComponents(lit, connectivity=4)
    row = (number.top + number.bottom) // 2
    ends = {int(labels[row, number.left - beside]), int(labels[row, number.right + beside])} - {0}
    found: Pixels = np.isin(labels, list(ends)) if ends else lit > 0
    return np.asarray(found | (read == READ))


def _rules(ink: Pixels, least: int) -> Iterable[Part]:
    """Thin lines along the number; print in small letters runs together, but is thicker."""
    for part in parts(np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, ones(least, 1)))):
        if part.height <= 3 + 0.04 * part.length and part.area < 3.5 * part.length:
            yield part
