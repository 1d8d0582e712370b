"""How many pixels the narrowest bar of the code in view has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hardware.reading.bars import line_of
from hardware.reading.locate import locate
from hardware.reading.no_read_cause import too_fine
from hardware.reading.view import of_frame

if TYPE_CHECKING:
    from hardware.images import Pixels
    from hardware.reading.bars import Line

_LOOKED_AT = 3
"""Regions of bars."""
_ELEMENT = 1.83
"""Modules of a bar or space of Code 128 on average."""
_PLAIN, _FEWEST, _MOST = 0.38, 0.7, 1.15
"""Score from which a spacing is that of characters, and what it may be by the size that the bars and spaces tell."""
_RIPPLE = 0.06
"""Part of the contrast."""


def module_size(grey: Pixels) -> float | None:
    """Pixels of the frame a module of the largest code of bars in view; None: none is in view, or it is too blurred.

    Within 6 % for most Code 128 of 1.5 pixels and more; what is finer is told within a quarter, and as 1.0 at most.
    """
    frame = of_frame(grey)
    lines = [line_of(frame, region) for region in locate(frame.grey).bars if region.likely][:_LOOKED_AT]
    sizes = [(line.bars.length, _module_of(line)) for line in lines if not line.is_texture and line.is_irregular]
    if sizes:
        return max(sizes)[1]
    fine = too_fine(frame.grey)
    return None if fine is None else float(str(dict(fine.values)["module_px"]))


def _module_of(line: Line) -> float:
    """By the number of its bars and spaces; where its characters show, by their spacing."""
    row = line.lines.whole[line.patch.inner]
    by_elements = line.bars.length / max(1, _elements(row)) / _ELEMENT
    sizes = [float(each.module) * line.patch.step for each in line.spacings if each.score > _PLAIN]
    return next((size for size in sizes if _FEWEST < size / by_elements < _MOST), by_elements)


def _elements(row: Pixels) -> int:
    """Bars and spaces of a row: it rises and falls by a part of its contrast, for blur leaves little of thin ones."""
    low, high = (float(level) for level in np.percentile(row, (2, 98)))
    least, count, extreme, rising = _RIPPLE * (high - low), 0, float(row[0]), True
    for level in map(float, row):
        if (level > extreme) is rising:
            extreme = level
        elif abs(level - extreme) > least:
            count, extreme, rising = count + 1, level, not rising
    return count
