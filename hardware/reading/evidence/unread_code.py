"""Whether the place of a larger code lies unread beside a number: remains of bars, what covers them, or an empty place.
Damage leaves one of them; a label whose largest code is the number itself has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.evidence.covering_blocks import has_block
from hardware.reading.evidence.empty_places import Vacancies
from hardware.reading.evidence.label_crop import around
from hardware.reading.evidence.print_layout import layout_of
from hardware.reading.evidence.print_pieces import Part, ones, parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.images import Pixels
    from hardware.reading.evidence.label_crop import Surroundings
    from hardware.reading.view import View

_AS_LONG = 0.9
_CELL = 3
"""Pixels of the cut: bars are looked for in cells, which takes a fifth of the time."""
_NARROWEST, _NARROW = 0.1, 0.2
"""A piece of bars by the number's length: shorter it is none, and up to the other its edges are counted."""
_FEWEST_EDGES = 6
"""In a row of bars; the frame of a label and its end have three together."""
_GAP = 0.15
"""Rows between two pieces of one code, by the number's height."""


def is_larger_unread(frame: View, symbol: Symbol, read: Sequence[Symbol]) -> bool:
    """Whether beside a symbol, as large as it or larger, lies a code that is not among those `read`, or its place."""
    near = around(frame, symbol, read)
    return near is not None and evidence(near) is not None


def evidence(near: Surroundings) -> str | None:
    """What was found: bars, a block on them, or a vacant place of theirs."""
    along, turned = _stripes(near)
    if _as_large(near, along) or _as_large_turned(near, turned):
        return "bars"
    layout = layout_of(near)
    if has_block(layout):
        return "block"
    places = Vacancies(layout)
    if places.beside(_remains(near, along)) or places.captioned(centred=True):
        return "vacant place"
    # What is set aside is hardly the main code where there is room for another.
    vacant = layout.is_set_aside and (places.amid_print() or places.captioned(centred=False))
    return "vacant place" if vacant else None


# -- bars

_ONE_WAY = 0.16
_DENSE = 0.22


def _stripes(near: Surroundings) -> tuple[list[Part], list[Part]]:
    """Where bars may be that are read along the number, and across it (rows and columns exchanged)."""
    # A quarter of a slope fits into eight bits, which takes half the time of floats.
    across, down = (cv2.convertScaleAbs(slope, alpha=0.25) for slope in near.slopes[:2])
    powers = [_cells(cv2.multiply(slope, slope, dtype=cv2.CV_32F)) for slope in (across, down)]
    edge = near.slopes[2] / 4
    strong = [
        _cells(cv2.threshold(slope, edge, 1, cv2.THRESH_BINARY)[1].astype(np.float32)) for slope in (across, down)
    ]
    read = near.read[_CELL // 2 :: _CELL, _CELL // 2 :: _CELL][: powers[0].shape[0], : powers[0].shape[1]]
    long, short = near.px(20) // _CELL, near.px(8) // _CELL
    along = _striped(near, (powers[0], powers[1]), strong[0], cv2.dilate(read, ones(long, short)))
    turned = _striped(near, (powers[1].T, powers[0].T), strong[1].T, cv2.dilate(read, ones(short, long)).T)
    return [part.times(_CELL) for part in parts(along)], [part.times(_CELL) for part in parts(turned)]


def _cells(plane: cv2.typing.MatLike) -> Pixels:
    rows, columns = plane.shape[0] // _CELL, plane.shape[1] // _CELL
    whole = plane[: rows * _CELL, : columns * _CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))


def _striped(near: Surroundings, powers: tuple[Pixels, Pixels], strong: Pixels, read: Pixels) -> Pixels:
    """Cells where all edges stand upright, and close to each other."""
    wide, high = near.px(5) // _CELL, near.px(9) // _CELL
    along, beside = (np.asarray(cv2.blur(power, (wide, high))) for power in powers)
    mask = (beside < _ONE_WAY * along) & (np.asarray(cv2.blur(strong, (wide, high))) > _DENSE)
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, near.px(4) // _CELL), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, near.px(13) // _CELL), np.uint8))
    return np.asarray((np.asarray(opened) > 0) & (read == 0))


def _as_large(near: Surroundings, found: Sequence[Part]) -> bool:
    """Whether the pieces of one row are what is left of a code that is longer or higher than the number."""
    least = near.px(6) * near.px(3)
    found = [part for part in found if part.area >= least and part.length > _NARROWEST * near.length]
    # The frame of a label leaves narrow pieces at both ends.
    found = [part for part in found if part.length > _NARROW * near.length or _edges_in(near, part) >= _FEWEST_EDGES]
    if any(part.height > 0.85 * near.height for part in found):
        return True
    for one in found:
        row = [other for other in found if _beside(one, other, _GAP * near.height)]
        length = max(part.right for part in row) - min(part.left for part in row)
        height = max(part.bottom for part in row) - min(part.top for part in row)
        kept = sum(part.length for part in row)
        if length > _AS_LONG * near.length and height > 0.4 * near.height and kept > 0.3 * near.length:
            return True
    return False


def _as_large_turned(near: Surroundings, found: Sequence[Part]) -> bool:
    """Lines of text and rules are stripes too when they are seen from aside, but never so many without a gap."""
    return any(part.length > 0.75 * near.length and part.height > 0.5 * near.height for part in found)


def _remains(near: Surroundings, found: Sequence[Part]) -> list[Part]:
    """Bits of bars, in pixels of the layout: what a lamp or a sticker leaves of a code at its rims."""
    high = 0.25 * near.height
    bits = [part for part in found if part.height > high and _edges_in(near, part) >= _FEWEST_EDGES]
    return [Part(bit.left // 2, bit.top // 2, -(-bit.right // 2), -(-bit.bottom // 2), bit.area // 4) for bit in bits]


def _edges_in(near: Surroundings, part: Part) -> int:
    """How many edges, dark and light in turn, the rows of a part have; the middle one of nine."""
    across, _, edge = near.slopes
    counts = []
    for row in np.linspace(part.top + 1, part.bottom - 2, 9).astype(int):
        slopes = across[row, max(0, part.left - 2) : part.right + 2]
        signs = np.sign(slopes[np.abs(slopes) > edge])
        counts.append(int(np.count_nonzero(np.diff(signs))) + 1)
    return sorted(counts)[len(counts) // 2]


def _beside(one: Part, other: Part, gap: float) -> bool:
    """Paper that bleaches in patches leaves an upper piece here and a lower one there."""
    return max(one.top, other.top) - min(one.bottom, other.bottom) < gap
