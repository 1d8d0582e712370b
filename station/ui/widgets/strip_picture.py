"""A strip of print in half blocks, large enough to be read: in several rows, cut between its characters."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from textual.strip import Strip
from textual.widget import Widget

from station.ui.widgets.picture import strips

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from textual.geometry import Size

_ROWS = 48
"""Pixels of a strip from top to bottom."""
_FIRST, _LAST = 9, 41
"""Of these the ones that letters reach."""
_LETTER = 19
"""Pixels from one character to the next, more or less."""
_MOST = 3
"""Rows."""
_BESIDE = 13
"""Rows of cells that the rest of the question takes."""


class StripPicture(Widget):
    """As high as the strip needs it at this width."""

    def __init__(self, pixels: Any, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        """`pixels`: uint8, 48 rows, dark on light."""
        super().__init__(id=id)
        self._pixels = pixels
        self._lines: list[Strip] = []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as its base
        """Half blocks of all rows, one under the other."""
        room = max(2, viewport.height - _BESIDE)
        self._lines = [line for dots in rows_of_dots(self._pixels, width, room) for line in strips(dots)]
        return max(1, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """One row of cells, in the middle of the width."""
        width = self.size.width
        if not 0 <= y < len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self._lines[y].adjust_cell_length(width, self.rich_style)


def rows_of_dots(pixels: Any, columns: int, lines: int) -> list[NDArray[np.uint8]]:
    """The strip in rows of dots (RGB) as large as `columns` and `lines` of cells allow; empty when it is no strip."""
    import numpy as np

    strip = np.asarray(pixels, dtype=np.uint8)
    if strip.ndim != 2 or strip.shape[0] != _ROWS or columns < _LETTER:
        return []
    strip = strip[_FIRST:_LAST]
    high, wide = strip.shape
    sizes = [min(1.0, count * columns / wide, 2 * (lines // count) / high) for count in range(1, _MOST + 1)]
    count = max(range(1, _MOST + 1), key=lambda number: (sizes[number - 1], -number))
    longest = columns / max(sizes[count - 1], 1e-3)
    return [_dots(part, sizes[count - 1]) for part in _cut(strip, count, longest)]


def _cut(strip: NDArray[np.uint8], count: int, longest: float) -> list[NDArray[np.uint8]]:
    """In so many pieces, where the least ink is; none longer than this."""
    wide = strip.shape[1]
    ink = 255 - strip.astype(int).mean(axis=0)
    cuts = [0]
    for number in range(1, count):
        low = max(cuts[-1] + 1, wide * number // count - _LETTER, int(wide - (count - number) * longest))
        high = max(low + 1, min(wide * number // count + _LETTER, int(cuts[-1] + longest)))
        cuts.append(low + int(ink[low:high].argmin()))
    return [strip[:, left:right] for left, right in itertools.pairwise((*cuts, wide)) if right > left]


def _dots(part: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """A piece as an even number of rows of dots, each the mean of what it stands for."""
    import numpy as np

    mean = part.astype(float)
    for axis, size in enumerate((max(2, int(part.shape[0] * scale) // 2 * 2), max(1, int(part.shape[1] * scale)))):
        length = part.shape[axis]
        starts = np.arange(size) * length // size
        counts = np.diff(np.append(starts, length))
        mean = np.add.reduceat(mean, starts, axis=axis) / (counts[:, None] if axis == 0 else counts)
    return np.repeat(mean.astype(np.uint8)[:, :, None], 3, axis=2)
