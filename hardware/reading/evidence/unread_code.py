"""Whether the place of a larger code lies unread beside a number: remains of bars, what covers them, or a caption
under a gap. Damage leaves one of them; a label whose largest code is the number itself has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from hardware.reading.evidence.label_crop import READ, around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.contract import Symbol
    from hardware.images import Pixels
    from hardware.reading.evidence.label_crop import Surroundings
    from hardware.reading.view import View

_AS_LONG = 0.9
_FAR = 1_000_000
_DARKER = (0.08, 0.25)
"""Than paper, of the number's contrast: other paper or carton, ink."""
_CELL = 3
"""Pixels of the cut: bars are looked for in cells, which takes a fifth of the time."""


class Part(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def length(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def times(self, scale: int) -> Part:
        """In pixels of a copy that is so many times larger."""
        return Part(
            self.left * scale, self.top * scale, self.right * scale, self.bottom * scale, self.area * scale * scale
        )


def is_larger_unread(frame: View, symbol: Symbol, read: Sequence[Symbol]) -> bool:
    """Whether beside a symbol, as large as it or larger, lies a code that is not among those `read`, or its place."""
    near = around(frame, symbol, read)
    return near is not None and evidence(near) is not None


def evidence(near: Surroundings) -> str | None:
    """What was found: bars, a block on them, or a gap with a caption."""
    return "bars" if _has_bars(near) else "block" if _has_block(near) else "gap" if _has_gap(near) else None


def parts(mask: Pixels) -> list[Part]:
    """The connected parts of a mask."""
    if not mask.any():
        return []
    plane = np.ascontiguousarray(mask, dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(plane, 8, cv2.CV_16U, cv2.CCL_WU)
    return [Part(x, y, x + w, y + h, area) for x, y, w, h, area in stats[1:].tolist()]


def _coarse_parts(mask: Pixels) -> list[Part]:
    """To two pixels: labelling takes more time than all the rest."""
    return [part.times(2) for part in parts(mask[::2, ::2])]


# -- bars


_ONE_WAY = 0.16
_DENSE = 0.22


def _has_bars(near: Surroundings) -> bool:
    """Bars along the number or across it, whatever is left of them."""
    across, down = (np.abs(slope).astype(np.float32) for slope in near.slopes[:2])
    edge = near.slopes[2]
    powers = _cells(across * across), _cells(down * down)
    strong = [_cells((slope > edge).astype(np.float32)) for slope in (across, down)]
    if _as_large(near, _striped(near, powers, strong[0], _few(near.covered(20, 8)))):
        return True
    # Lines of text and rules are stripes too when they are seen from aside, but never so many without a gap.
    read = _few(near.covered(8, 20))
    turned = _found(_striped(near, (powers[1].T, powers[0].T), strong[1].T, read.T))
    return any(part.length > 0.75 * near.length and part.height > 0.5 * near.height for part in turned)


def _cells(plane: Pixels) -> Pixels:
    rows, columns = plane.shape[0] // _CELL, plane.shape[1] // _CELL
    whole = plane[: rows * _CELL, : columns * _CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))


def _few(mask: Pixels) -> Pixels:
    """The middle pixel of each cell."""
    rows, columns = mask.shape[0] // _CELL, mask.shape[1] // _CELL
    return mask[_CELL // 2 :: _CELL, _CELL // 2 :: _CELL][:rows, :columns]


def _striped(near: Surroundings, powers: tuple[Pixels, Pixels], strong: Pixels, read: Pixels) -> Pixels:
    """Cells where all edges stand upright, and close to each other."""
    wide, high = near.px(5) // _CELL, near.px(9) // _CELL
    along, beside = (np.asarray(cv2.blur(power, (wide, high))) for power in powers)
    mask = (beside < _ONE_WAY * along) & (np.asarray(cv2.blur(strong, (wide, high))) > _DENSE)
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, near.px(4) // _CELL), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, near.px(13) // _CELL), np.uint8))
    return np.asarray((np.asarray(opened) > 0) & (read == 0))


def _found(striped: Pixels) -> list[Part]:
    return [part.times(_CELL) for part in parts(striped)]


def _as_large(near: Surroundings, striped: Pixels) -> bool:
    """Whether the pieces of one row are what is left of a code that is longer or higher than the number."""
    least = near.px(6) * near.px(3)
    found = [part for part in _found(striped) if part.area >= least]
    if any(part.height > 0.85 * near.height and part.length > 0.1 * near.length for part in found):
        return True
    # The frame of a label leaves narrow pieces at both ends.
    found = [part for part in found if part.length > 0.1 * near.length]
    for one in found:
        row = [other for other in found if _beside(one, other)]
        length = max(part.right for part in row) - min(part.left for part in row)
        height = max(part.bottom for part in row) - min(part.top for part in row)
        kept = sum(part.length for part in row)
        if length > _AS_LONG * near.length and height > 0.4 * near.height and kept > 0.3 * near.length:
            return True
    return False


def _beside(one: Part, other: Part) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5 * min(one.height, other.height)


# -- blocks


def _has_block(near: Surroundings) -> bool:
    """An even block, darker than paper or dazzling, with paper around it."""
    contrast = near.paper - near.ink
    known = near.covered(4, 4) > 0
    size = np.ones((near.px(7), near.px(7)), np.uint8)
    # A shadow joins what is hardly darker than paper to the carton: both levels are tried.
    masks = [(near.grey < near.paper - darker * contrast, 0.75 * darker) for darker in _DARKER]
    for other, darker in (*masks, (near.grey > max(near.paper + 8, 248), _DARKER[0])):
        mask = (other & ~known).astype(np.uint8)
        blocks = [part for part in _coarse_parts(_opened(mask, size)) if _is_block(near, part)]
        paper = (near.grey > near.paper - darker * contrast) & (near.read == 0) if blocks else mask
        if any(_on_paper(near, paper, part) for part in blocks):
            return True
    return False


def _opened(mask: Pixels, size: Pixels) -> Pixels:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, size)) if mask.any() else mask


def _is_block(near: Surroundings, part: Part) -> bool:
    large = part.length > _AS_LONG * near.length and part.height > 0.7 * near.height
    return large and part.area > 0.6 * part.length * part.height


def _on_paper(near: Surroundings, paper: Pixels, part: Part) -> bool:
    rows, columns = paper.shape
    room = near.px(5)
    if part.left < room or part.top < room or part.right + room > columns or part.bottom + room > rows:
        return False
    rim = paper[part.top - room : part.bottom + room, part.left - room : part.right + room]
    inner = rim[room:-room, room:-room]
    return int(rim.sum()) - int(inner.sum()) > 0.5 * (rim.size - inner.size)


# -- gaps


def _has_gap(near: Surroundings) -> bool:
    across, down, edge = near.slopes
    edges = ((np.abs(across) > edge) | (np.abs(down) > edge)).astype(np.uint8)
    strokes = edges.copy()
    for size in ((near.px(45), 1), (1, near.px(30))):
        rules = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
        strokes[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    lines = [*_texts(near, strokes), *_coarse_parts(near.read == READ)]
    strokes[near.covered(2, 2) > 0] = 1
    edges = np.asarray(cv2.dilate(edges, np.ones((1, near.px(4)), np.uint8)))
    return any(_captions_a_gap(near, (edges, strokes), line, lines) for line in lines)


def _texts(near: Surroundings, strokes: Pixels) -> Iterator[Part]:
    """Lines of text."""
    closed = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((1, near.px(9)), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, near.px(5)), np.uint8))
    for part in _coarse_parts(np.asarray(opened)):
        if 4 * near.unit < part.height < 18 * near.unit and part.length > 0.3 * near.length:
            yield part


def _captions_a_gap(near: Surroundings, marks: tuple[Pixels, Pixels], line: Part, lines: Sequence[Part]) -> bool:
    """Whether a line of text has room for a larger code over or under it, and the label goes on beyond."""
    if line.length < 0.45 * near.length or line.length < 5 * line.height or line.height > 14 * near.unit:
        return False
    edges, strokes = marks
    high, room = round(0.8 * near.height), near.px(2)
    wide = round(_AS_LONG * near.length)
    middle = (line.left + line.right) // 2
    left, right = max(0, middle - wide // 2), middle + wide // 2
    others = [other for other in lines if other is not line and other.right > left and other.left < right]
    over = [line.top - other.bottom for other in others if other.top + other.bottom < line.top + line.bottom]
    under = [other.top - line.bottom for other in others if other.top + other.bottom >= line.top + line.bottom]
    above, below = min(over, default=_FAR), min(under, default=_FAR)
    for top, this, that in ((line.top - room - high, above, below), (line.bottom + room, below, above)):
        if top < 0 or top + high > len(strokes) or not high < this < near.length or that < 0.9 * line.height:
            continue
        rows_of = slice(top, top + high)
        if strokes[rows_of, left:right].mean() < 0.05 and _is_centred(edges[rows_of], middle):
            return True
    return False


def _is_centred(gap: Pixels, middle: int) -> bool:
    """Whether the paper that is free goes as far to the left as to the right."""
    full = np.nonzero(gap.mean(axis=0) > 0.5)[0]
    left, right = (
        max((x for x in full if x < middle), default=0),
        min((x for x in full if x > middle), default=gap.shape[1]),
    )
    return bool(abs((left + right) / 2 - middle) < 0.12 * (right - left))
