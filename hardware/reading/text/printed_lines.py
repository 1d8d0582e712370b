"""Read the numbers printed on a label: every line that may be one, cut in two ways."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from hardware.images import as_grey
from hardware.print_contract import PrintedLine, PrintedText
from hardware.reading.text.line_places import beside, stands_at_code
from hardware.reading.text.recogniser import HEIGHT, stretched
from hardware.reading.text.text_lines import text_lines
from hardware.reading.text.upright import uprights
from hardware.reading.view import of_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    from hardware.contract import Point, Reading
    from hardware.images import Pixels
    from hardware.reading.text.text_lines import TextLine
    from hardware.reading.text.upright import Upright
    from hardware.reading.view import View

    class StripReader(Protocol):
        """What reads one strip; see `Recogniser`."""

        def read(self, strip: Pixels) -> PrintedText: ...


BUDGET_S, LONGEST_S = 0.6, 3.0
"""Seconds of the thread's own time, and of the clock, after which no further line is begun: a machine that is busy with
other things does not wait for a look when the station ends.
"""
_CUTS = ((1.5, 0.5, 0.0), (1.95, 0.9, 0.06))
"""Rows of a strip, room at either end, and how far down its middle lies, in heights of capitals: two that differ."""
_FEWEST_DIGITS = 7
"""A parcel's number has more; nothing else that is printed leaves the reader, least of all names and addresses."""
_FEWEST_LETTERS, _LEGIBLE = 3, 0.8
"""Characters of a word that is text, and how sure they are together."""
_SMALLEST = 48
"""Pixels: no label is less high or wide."""
_TRIED, _CLEAR = 4, 6
"""Lines that are read upside down as well, to know which way the label lies; characters of one that alone tells it."""


class LineReader:
    """Reads numbers that are printed. One thread at a time."""

    def __init__(self, recogniser: StripReader) -> None:
        self._recogniser = recogniser

    def read(self, pixels: Any, reading: Reading, look: int = 1) -> tuple[PrintedLine, ...]:
        """Lines that hold a long number, in a picture (as `Reader.read`) whose bars gave `reading`; `look` counts
        pictures. Never raises on an array.
        """
        grey, until = as_grey(pixels), (time.thread_time() + BUDGET_S, time.monotonic() + LONGEST_S)
        if grey is None or min(grey.shape) < _SMALLEST:
            return ()
        frame = of_frame(grey)
        for upright in uprights(frame, (*reading.symbols, *reading.outshone, *reading.unsure)):
            found = tuple(self._lines(frame, upright, reading, look, until))
            if found:
                return found
        return ()

    def _lines(
        self, frame: View, upright: Upright, reading: Reading, look: int, until: tuple[float, float]
    ) -> Iterator[PrintedLine]:
        found = text_lines(upright)
        read = (*reading.symbols, *reading.outshone)
        places = [(stands_at_code(line, upright, found, read), line) for line in found if line.is_long]
        places.sort(key=lambda place: (not place[0], -place[1].height))
        over = self._is_upside_down(frame, upright, [line for _, line in places])
        for at_code, line in places:
            if time.thread_time() > until[0] or time.monotonic() > until[1]:
                return
            first = self._read(_cut(frame, upright, line, 0), over)
            if sum(letter.isdecimal() for letter in first.text) < _FEWEST_DIGITS:
                continue
            strip = _cut(frame, upright, line, 1)
            yield PrintedLine(
                texts=(first, self._read(strip, over)),
                at_code=at_code
                or stands_at_code(line, upright, self._legible(frame, upright, line, found, over), read),
                look=look,
                polygon=_corners(upright, line),
                strip=strip[::-1, ::-1].copy() if over else strip,
            )

    def _legible(
        self, frame: View, upright: Upright, line: TextLine, found: Sequence[TextLine], over: bool
    ) -> list[TextLine]:
        """The lines beside one that are text: what is left of bars may look like that, and says nothing."""
        texts = ((other, self._read(_cut(frame, upright, other, 0), over).sure) for other in beside(line, found))
        return [other for other, sure in texts if len(sure) >= _FEWEST_LETTERS and sum(sure) > _LEGIBLE * len(sure)]

    def _is_upside_down(self, frame: View, upright: Upright, lines: Sequence[TextLine]) -> bool:
        """By the longest lines, of which one that is clear tells it: the shorter ones may be remains of bars."""
        turned = 0.0
        for line in sorted(lines, key=lambda line: -line.length)[:_TRIED]:
            strip = _cut(frame, upright, line, 0)
            up, down = self._read(strip, over=False).sure, self._read(strip, over=True).sure
            turned += sum(down) - sum(up)
            if any(len(sure) >= _CLEAR and sum(sure) > _LEGIBLE * len(sure) for sure in (up, down)):
                break
        return turned > 0

    def _read(self, strip: Pixels, over: bool) -> PrintedText:
        """`over`: it stands upside down."""
        return self._recogniser.read(np.ascontiguousarray(strip[::-1, ::-1]) if over else strip)


def _cut(frame: View, upright: Upright, line: TextLine, which: int) -> Pixels:
    """A line out of the frame itself, straightened, as a strip of uint8 with HEIGHT rows."""
    rows, room, lower = _CUTS[which]
    high, ends = rows * line.height, room * line.height
    scale = high / HEIGHT
    top = line.middle - line.slope * ends - high / 2 + lower * line.height
    to_upright = np.array([(scale, 0, line.left - ends), (line.slope * scale, scale, top), (0, 0, 1)])
    to_frame = np.linalg.inv(frame.to_frame) @ upright.view.to_frame @ to_upright
    size = max(HEIGHT, round((line.length + 2 * ends) / scale)), HEIGHT
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    strip = cv2.warpAffine(frame.grey, to_frame[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return stretched(np.asarray(strip))


def _corners(upright: Upright, line: TextLine) -> tuple[Point, ...]:
    half, last = line.height * 0.75, line.middle + line.slope * line.length
    corners = [(line.left, line.middle - half), (line.right, last - half)]
    return upright.view.polygon([*corners, (line.right, last + half), (line.left, line.middle + half)])
