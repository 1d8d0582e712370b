"""A number without a check digit beside a larger code that nobody could read is probably not the parcel's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Claim
from hardware.reading.bars import length_of
from hardware.reading.families import LINEAR
from hardware.reading.rhythm import rhythms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from hardware.reading.bars import Line

_AS_LARGE = 0.9
_LIKE_CODE_128 = 0.35
"""Score of the best spacing: Code 128 under any damage has more, text has less."""


def outshone(symbols: Sequence[Symbol], unread: Sequence[Line], claim: Callable[[Symbol], Claim]) -> list[Symbol]:
    """Those of the certain symbols that may be a reference only: the main code of the label is still unread."""
    claims = [claim(symbol) for symbol in symbols]
    doubtful = [
        symbol
        for symbol, said in zip(symbols, claims, strict=True)
        if said is Claim.UNPROVEN and symbol.symbology in LINEAR
    ]
    if not doubtful or Claim.PROVEN in claims:
        return []
    rivals = [line for line in unread if not any(_covers(symbol, line) for symbol in symbols)]
    longest = max((line.bars.length for line in rivals if _like_a_code(line)), default=0.0)
    return [symbol for symbol in doubtful if longest > _AS_LARGE * length_of(symbol)]


def _covers(symbol: Symbol, line: Line) -> bool:
    """Whether they lie over each other: then the region has been read."""
    grey, to_frame = line.patch.view.grey, line.patch.view.polygon
    height, width = grey.shape
    box = to_frame([(0, 0), (width, 0), (width, height), (0, height)])
    centre = np.mean(np.array(symbol.polygon, dtype=float), axis=0)
    inside = cv2.pointPolygonTest(np.array(box, dtype=np.float32), (float(centre[0]), float(centre[1])), False)
    hull = cv2.convexHull(np.array(symbol.polygon, dtype=np.float32))
    return inside >= 0 or cv2.pointPolygonTest(hull, (line.bars.x, line.bars.y), False) >= 0


def _like_a_code(line: Line) -> bool:
    spacing = rhythms(line.lines.whole, line.patch.step, line.patch.inner)
    return bool(spacing) and spacing[0].score > _LIKE_CODE_128
