"""Lines of text in an upright picture of a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images import Pixels
    from hardware.reading.text.upright import Upright

_LOWEST, _HIGHEST = 2.6, 19.0
"""Height of capitals, in modules of the bars."""
_SHORTEST, _LONGEST = 5.0, 330.0
_WORDS, _NUMBER = 1.5, 4.5
"""Length by height: of any word, and of ten characters."""
_BAR, _RULE = 23.0, 60.0
"""Modules from which an upright stroke is a bar, and a level one a rule."""
_GAPS = (4.0, 9.0, 16.0)
"""Modules between two words of one line at most; print in small letters runs together at the largest."""
_INK = 0.22
_FAINT = 10.0
"""Grey levels."""
_MOST = 80


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of print, in pixels of the upright picture."""

    left: float
    right: float
    middle: float
    """Row of the middle of its letters at `left`."""
    slope: float
    """Rows down for each column to the right."""
    height: float
    """Of its capitals."""

    @property
    def length(self) -> float:
        return self.right - self.left

    @property
    def is_long(self) -> bool:
        """Whether a parcel's number has room in it."""
        return self.length > _NUMBER * self.height

    @property
    def row(self) -> float:
        """Of its middle."""
        return self.middle + self.slope * self.length / 2


def text_lines(upright: Upright) -> list[TextLine]:
    """Words and lines, in no order."""
    ink = _ink(upright)
    found: list[TextLine] = []
    for gap in _GAPS:
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _px(upright, gap)), np.uint8))
        found += [
            line for line in _lines(upright, np.asarray(closed), ink) if not any(_same(line, one) for one in found)
        ]
    return found[:_MOST]


def _ink(upright: Upright) -> Pixels:
    """uint8, 1: fine print, without bars and rules."""
    grey = upright.view.grey
    hats = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((_px(upright, 7), _px(upright, 7)), np.uint8))
    floor = max(_FAINT, _INK * float(np.percentile(np.asarray(hats)[::2, ::2], 99.5)))
    ink = (np.asarray(hats) > floor).astype(np.uint8)
    bars = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_px(upright, _BAR), 1), np.uint8))
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _px(upright, _RULE)), np.uint8))
    gone = cv2.dilate(np.asarray(bars) | np.asarray(rules), np.ones((3, 3), np.uint8))
    return np.asarray(ink & (np.asarray(gone) == 0))


def _lines(upright: Upright, closed: Pixels, ink: Pixels) -> list[TextLine]:
    unit = upright.unit
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    found = []
    for label in range(1, len(stats)):
        left, top, wide, high, _ = stats[label].tolist()
        if not _SHORTEST * unit < wide < _LONGEST * unit or not _LOWEST * unit < high < 0.7 * wide:
            continue
        part = (slice(top, top + high), slice(left, left + wide))
        line = _line((labels[part] == label) & (ink[part] > 0), left, top)
        if line and _LOWEST * unit <= line.height <= _HIGHEST * unit and line.length > _WORDS * line.height:
            found.append(line)
    return found


def _line(mask: Pixels, left: int, top: int) -> TextLine | None:
    """The line through the ink of a component, as high as its letters."""
    rows, columns = np.nonzero(mask)
    if len(rows) < 20:
        return None
    x, y = columns - columns.mean(), rows - rows.mean()
    slope = float((x * y).sum() / max(1.0, float((x * x).sum())))
    off = y - slope * x
    high, low = np.percentile(off, (98, 2))
    first = float(rows.mean()) - slope * float(columns.mean()) + float(high + low) / 2
    return TextLine(float(left), float(left + mask.shape[1]), top + first, slope, float(high - low) + 1.0)


def _same(one: TextLine, other: TextLine) -> bool:
    """Whether a wider gap has found the same line again."""
    return (
        abs(one.row - other.row) < 0.5 * other.height
        and abs(one.left - other.left) < other.height
        and abs(one.right - other.right) < other.height
    )


def _px(upright: Upright, modules: float) -> int:
    """Modules as an odd number of pixels."""
    return 2 * max(1, round(modules * upright.unit / 2)) + 1
