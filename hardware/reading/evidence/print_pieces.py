"""The connected parts of a mask, as boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images import Pixels


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

    @property
    def middle(self) -> int:
        """Between left and right."""
        return (self.left + self.right) // 2

    def times(self, scale: int) -> Part:
        """In pixels of a copy that is so many times larger."""
        return Part(
            self.left * scale, self.top * scale, self.right * scale, self.bottom * scale, self.area * scale * scale
        )


def parts(mask: Pixels) -> list[Part]:
    """The connected parts of a mask."""
    if not mask.any():
        return []
    plane = np.ascontiguousarray(mask, dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(plane, 8, cv2.CV_16U, cv2.CCL_WU)
    return [Part(x, y, x + w, y + h, area) for x, y, w, h, area in stats[1:].tolist()]


def shared(one: Part, other: Part) -> int:
    """Columns that both have; negative: so many lie between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def ones(columns: int, rows: int) -> Pixels:
    """A rectangle for morphology, at least one pixel each way."""
    return np.ones((max(1, rows), max(1, columns)), np.uint8)
