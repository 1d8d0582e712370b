"""Which line of text stands at the place of a code that was not read: under it or over it, as captions do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.reading.regions import Bars
    from hardware.reading.text.text_lines import TextLine
    from hardware.reading.text.upright import Upright

    Rows = tuple[float, float, float, float]
    """Left, top, right, bottom in pixels of the upright picture."""

_NEAR, _FAR = 0.4, 3.4
"""From where to where beside a line its code lies at least, in heights of its capitals."""
_SHARED, _MOST = 0.3, 0.5
"""Part of a line's length: over which something else may lie at the place, and over which bars that lie there reach."""


def stands_at_code(line: TextLine, upright: Upright, others: Sequence[TextLine], read: Sequence[Symbol]) -> bool:
    """Whether over or under a line there are bars that were not `read`, or room for them: no other text and no code."""
    known = [_box_in(upright, symbol.polygon) for symbol in read]
    taken = [_box_of(other) for other in others if other is not line] + known
    bars = [_box_in(upright, _corners(region)) for region in upright.bars]
    unread = [box for box in bars if not any(_holds(box, other) or _holds(other, box) for other in known)]
    for side in (-1, 1):
        near, far = (line.row + side * (0.5 + away) * line.height for away in (_NEAR, _FAR))
        place = (line.left, min(near, far), line.right, max(near, far))
        if any(_shared(place, box) > _MOST * line.length for box in unread):
            return True
        inside = place[1] >= 0 and place[3] <= upright.view.grey.shape[0]
        if inside and not any(_shared(place, box) > _SHARED * line.length for box in taken):
            return True
    return False


def beside(line: TextLine, others: Sequence[TextLine]) -> list[TextLine]:
    """The lines that may lie at the place of a line's code."""
    near = [other for other in others if other is not line and abs(other.row - line.row) < 2 * _FAR * line.height]
    return [other for other in near if min(line.right, other.right) > max(line.left, other.left)]


def _box_of(line: TextLine) -> Rows:
    return line.left, line.row - line.height / 2, line.right, line.row + line.height / 2


def _box_in(upright: Upright, polygon: Sequence[tuple[float, float]]) -> Rows:
    back = np.linalg.inv(upright.view.to_frame)
    corners = np.array([back @ (x, y, 1.0) for x, y in polygon])[:, :2]
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return left, top, right, bottom


def _corners(bars: Bars) -> list[tuple[float, float]]:
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    along = (ux - bars.slant * uy) * bars.length / 2, (uy + bars.slant * ux) * bars.length / 2
    down = -uy * bars.height / 2, ux * bars.height / 2
    return [
        (bars.x + side * along[0] + row * down[0], bars.y + side * along[1] + row * down[1])
        for side, row in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def _holds(one: Rows, other: Rows) -> bool:
    """Whether the middle of the other lies in it."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return one[0] < x < one[2] and one[1] < y < one[3]


def _shared(one: Rows, other: Rows) -> float:
    """Columns that two boxes share, where they lie in the same rows."""
    if one[1] >= other[3] or other[1] >= one[3]:
        return 0.0
    return min(one[2], other[2]) - max(one[0], other[0])
