"""The camera's picture in half blocks: two pixels a cell, one over the other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from station.language import screens as texts
from station.ui.safe_text import centred
from station.ui.wording import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = (100, 40)
"""Cells; more of them would take longer to draw than the screen may be busy."""
SHADE = 0xF0
"""Bits of a channel that are kept, so that styles repeat and are made once."""
STYLES = 16384
"""Styles that are kept; more would make each garbage collection a pause."""


class CameraPicture(Widget):
    """The newest frame, as large as the room allows, in its own proportions."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._pixels: Any | None = None

    def show(self, pixels: Any | None) -> None:
        """A uint8 array, height x width or height x width x 3 (BGR); None: there is no picture."""
        self._pixels = pixels
        width, height = self.content_size
        room = (min(width, LARGEST[0]), min(height, LARGEST[1]))
        self._strips = [] if pixels is None else strips(shrunk(pixels, *room))
        self.refresh()

    def on_resize(self) -> None:
        """The same picture in its new size."""
        self.show(self._pixels)

    def render_line(self, y: int) -> Strip:
        """One row of cells, in the middle of the width."""
        width, height = self.size
        first = max(0, (height - len(self._strips)) // 2)
        if not self._strips:
            text = tr(texts.NO_PICTURE) if y == height // 2 else ""
            return Strip([Segment(centred(text, width), self.rich_style)])
        if not 0 <= y - first < len(self._strips):
            return Strip.blank(width, self.rich_style)
        strip = self._strips[y - first]
        left = max(0, (width - strip.cell_length) // 2)
        side = Segment(" " * left, self.rich_style)
        return Strip([side, *strip]).adjust_cell_length(width, self.rich_style)


def shrunk(pixels: Any, columns: int, rows: int) -> NDArray[np.uint8]:
    """The picture as rows x columns x 3 (RGB) that fits `columns` x 2 * `rows` dots, by leaving pixels out.

    Rows are even in number. Empty pictures and empty rooms give an empty array.
    """
    import numpy as np

    picture = np.asarray(pixels)
    if picture.ndim not in (2, 3) or 0 in picture.shape or columns < 1 or rows < 1:
        return np.zeros((0, 0, 3), np.uint8)
    height, width = picture.shape[:2]
    scale = min(columns / width, 2 * rows / height)
    across, down = max(1, int(width * scale)), max(2, int(height * scale) // 2 * 2)
    small = picture[np.arange(down) * height // down][:, np.arange(across) * width // across]
    small = small.reshape(down, across, -1)
    if small.shape[2] < 3:
        small = np.repeat(small[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(small[:, :, 2::-1], dtype=np.uint8)


def strips(dots: NDArray[np.uint8]) -> list[Strip]:
    """A strip for two rows of dots; neighbours of one colour share a segment."""
    shaded = dots.astype("uint32") & SHADE
    colours = (shaded[:, :, 0] << 16) | (shaded[:, :, 1] << 8) | shaded[:, :, 2]
    return [_strip(colours[y].tolist(), colours[y + 1].tolist()) for y in range(0, len(colours) - 1, 2)]


def _strip(upper: list[int], lower: list[int]) -> Strip:
    segments: list[Segment] = []
    start = 0
    for x in range(1, len(upper) + 1):
        if x == len(upper) or upper[x] != upper[start] or lower[x] != lower[start]:
            segments.append(Segment("▀" * (x - start), _style(upper[start], lower[start])))
            start = x
    return Strip(segments, len(upper))


@lru_cache(maxsize=STYLES)
def _style(upper: int, lower: int) -> Style:
    return Style.from_color(_colour(upper), _colour(lower))


@lru_cache(maxsize=STYLES)
def _colour(rgb: int) -> Color:
    return Color.from_rgb(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF)
