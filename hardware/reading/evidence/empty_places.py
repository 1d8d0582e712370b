"""Whether a place as large as a code stands empty on the label of a number: what is left when the main code is covered
with a sticker of the label's own white, or a lamp shines upon it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.evidence.print_pieces import ones, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hardware.images import Pixels
    from hardware.reading.evidence.print_layout import Layout
    from hardware.reading.evidence.print_pieces import Part

_LONG, _HIGH = 0.95, 0.8
"""An empty place by the number's length and height."""
_EDGE = 0.15
"""Of the number's contrast: from which difference of neighbours on there is an edge."""
_EMPTY = 0.03
"""The share of pixels with edges in an empty place."""
_FAR = 1_000_000


class Vacancies:
    """The empty places of a layout, each at least as large as the number or nearly so."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._size = max(3, round(_LONG * layout.number.length)), max(3, round(_HIGH * layout.number.height))
        self._edges = self._edges_of()

    def _edges_of(self) -> Pixels:
        """bool: where there is anything; a word that stands alone is none, as people write on stickers."""
        layout = self._layout
        steps = np.asarray(cv2.morphologyEx(layout.grey, cv2.MORPH_GRADIENT, ones(3, 3)))
        usual = 3.0 * float(np.median(steps[::4, ::4]))
        edges = (steps > max(_EDGE * layout.contrast, usual)) | ~layout.paper
        filled = np.asarray(cv2.integral((layout.ink | (layout.read > 0)).astype(np.uint8)))
        for word in layout.printed_words:
            if _stands_alone(word, filled, layout):
                edges[max(0, word.top - 3) : word.bottom + 3, max(0, word.left - 3) : word.right + 3] = False
        return np.asarray(edges)

    @cached_property
    def middles(self) -> Pixels:
        """bool: the middle of every empty place."""
        (wide, high), read = self._size, self._layout.read
        around = cv2.dilate(read, ones(self._layout.px(2), self._layout.px(2)))
        full = np.asarray(cv2.blur(((self._edges | (around > 0)) * np.uint8(255)), (wide, high)))
        middles: Pixels = full < 255 * _EMPTY
        x, y = wide // 2 + 1, high // 2 + 1
        inner = np.zeros_like(middles)
        inner[y:-y, x:-x] = middles[y:-y, x:-x]
        return inner

    def beside(self, bits: Sequence[Part]) -> bool:
        """Whether one of these lies in an empty place, or at its rim."""
        number = self._layout.number
        size = ones(self._size[0] + round(0.3 * number.length), self._size[1] + round(0.6 * number.height))
        if not (bits and self.middles.any()):
            return False
        reach = np.asarray(cv2.dilate(self.middles.astype(np.uint8), size))
        return any(reach[bit.top : bit.bottom, bit.left : bit.right].any() for bit in bits)

    def amid_print(self) -> bool:
        """Whether there is print to all sides of one."""
        layout, (wide, high) = self._layout, self._size
        marks = [*layout.rules, *layout.printed_words, *layout.codes]
        left, right = layout.width
        top, bottom = min(mark.top for mark in marks), max(mark.bottom for mark in marks)
        slack = round(0.1 * layout.number.length)
        rows = slice(top + high // 2, max(0, bottom - high // 2))
        columns = slice(max(0, left + wide // 2 - slack), max(0, right - wide // 2 + slack))
        return bool(self.middles[rows, columns].any())

    def captioned(self, *, centred: bool) -> bool:
        """Whether a line of text that belongs to no block of text lies at one; `centred`: in the middle of the free
        paper, with more print on its other side, as captions of codes do.
        """
        layout = self._layout
        for line in layout.lines:
            long = line.length > max((0.6 if centred else 0.42) * layout.number.length, 4 * line.height)
            if not long or line == layout.caption:
                continue
            for over in (True, False):
                rows = self._rows_at(line, over=over)
                if not self._ends_a_block(line, over=over) and self._is_vacant(line, rows, over=over, centred=centred):
                    return True
        return False

    def _rows_at(self, line: Part, *, over: bool) -> slice:
        """Where the middle of an empty place lies over or under a line of text."""
        half, span = self._size[1] // 2, round(0.6 * self._layout.number.height)
        if over:
            return slice(max(0, line.top - 2 - half - span), max(0, line.top - 1 - half))
        return slice(line.bottom + 2 + half, line.bottom + 3 + half + span)

    def _away(self, marks: Iterable[Part], line: Part, *, over: bool) -> list[int]:
        """How far these lie over or under a line of text, within its columns."""
        away = [(line.top - mark.bottom if over else mark.top - line.bottom, mark) for mark in marks]
        return [rows for rows, mark in away if mark != line and rows > -line.height / 2 and shared(mark, line) > 0]

    def _ends_a_block(self, line: Part, *, over: bool) -> bool:
        """Whether the text goes on, on the other side of the line than the empty place."""
        layout = self._layout
        lines = [other for other in layout.lines if other != layout.caption]
        gap = min(self._away(lines, line, over=not over), default=_FAR)
        rows = (line.bottom, line.bottom + gap) if over else (line.top - gap, line.top)
        return gap < 0.9 * line.height and not layout.is_ruled(*rows, line)

    def _is_vacant(self, line: Part, rows: slice, *, over: bool, centred: bool) -> bool:
        layout = self._layout
        away = self._away((*layout.lines, *layout.codes), line, over=over)
        if min(away, default=_FAR) < 0.8 * self._size[1]:
            return False
        if not centred:
            reach = round(0.8 * line.length - self._size[0] / 2)
            return bool(self.middles[rows, max(0, line.left + reach) : max(0, line.right - reach + 1)].any())
        at = np.nonzero(self.middles[rows, line.middle])[0]
        far = [*away, *self._away(layout.rules, line, over=over)]
        if not len(at) or not any(self._size[1] / 2 < rows_off < layout.number.length for rows_off in far):
            return False
        return self._is_centred(rows.start + int(at[-1] if over else at[0]), line.middle)

    def _is_centred(self, row: int, middle: int) -> bool:
        """Whether the paper that is free goes as far to the left as to the right, and ends."""
        half = self._size[1] // 2
        full = np.nonzero(self._edges[row - half : row + half].mean(axis=0) > 0.35)[0]
        left = max((int(x) for x in full if x < middle), default=-1)
        right = min((int(x) for x in full if x > middle), default=-1)
        return left >= 0 and right >= 0 and abs((left + right) / 2 - middle) < 0.08 * (right - left)


def _stands_alone(word: Part, filled: Pixels, layout: Layout) -> bool:
    number = layout.number
    if word.length > 0.6 * number.length or word.height > 0.8 * number.height or word.length < 2 * layout.unit:
        return False
    wide, high = 2 * word.height, word.height
    around = _sum(filled, (word.left - wide, word.top - high, word.right + wide, word.bottom + high))
    return around - _sum(filled, (word.left - 1, word.top - 2, word.right + 1, word.bottom + 2)) <= 2


def _sum(integral: Pixels, box: tuple[int, int, int, int]) -> int:
    rows, columns = integral.shape
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(columns - 1, box[2]), min(rows - 1, box[3])
    return int(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left])
