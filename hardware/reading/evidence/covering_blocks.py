"""Whether something lies on the paper of a label that may hide a code: a sticker, tape, a hole, a lamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.reading.evidence.print_pieces import ones, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.images import Pixels
    from hardware.reading.evidence.print_layout import Layout
    from hardware.reading.evidence.print_pieces import Part

_AS_LONG, _AS_HIGH = 0.9, 0.7
_FILLED = 0.6
_DARKER = (0.08, 0.15, 0.25)
"""Than paper, of the number's contrast: a shadow joins what is hardly darker to the carton, so all are tried."""
_DAZZLING = 248


def has_block(layout: Layout) -> bool:
    """Whether an even block as large as the number, darker than paper or dazzling, has paper around it."""
    size = ones(layout.px(7), layout.px(7))
    known = cv2.dilate(layout.read, ones(layout.px(4), layout.px(4))) > 0
    for other, paper in _masks(layout):
        mask = (other & ~known).astype(np.uint8)
        if not mask.any():
            continue
        # To two pixels: labelling takes more time than all the rest.
        found = parts(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, size))[::2, ::2])
        blocks = [part for part in (half.times(2) for half in found) if _is_large(layout, part)]
        if blocks and any(_on_paper(layout, paper & (layout.read == 0), part) for part in blocks):
            return True
    return False


def _masks(layout: Layout) -> Iterator[tuple[Pixels, Pixels]]:
    """What differs from paper, and the paper."""
    for darker in _DARKER:
        yield (
            layout.grey < layout.level - darker * layout.contrast,
            layout.grey > (layout.level - 0.75 * darker * layout.contrast),
        )
    dazzling = max(layout.level + 8, _DAZZLING)
    yield layout.grey > dazzling, layout.grey > layout.level - _DARKER[0] * layout.contrast


def _is_large(layout: Layout, part: Part) -> bool:
    """Along the number or across it."""
    number = layout.number
    long, high = max(part.length, part.height), min(part.length, part.height)
    large = long > _AS_LONG * number.length and high > _AS_HIGH * number.height
    return large and part.area > _FILLED * part.length * part.height


def _on_paper(layout: Layout, paper: Pixels, part: Part) -> bool:
    rows, columns = paper.shape
    room = layout.px(5)
    if part.left < room or part.top < room or part.right + room > columns or part.bottom + room > rows:
        return False
    rim = paper[part.top - room : part.bottom + room, part.left - room : part.right + room]
    inner = rim[room:-room, room:-room]
    return int(rim.sum()) - int(inner.sum()) > 0.5 * (rim.size - inner.size)
