"""Reading one region of bars: what the engines make of its averaged line, and what a sequence of characters explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Symbol
from hardware.reading.code128 import text_of
from hardware.reading.families import LEVEL_FAMILY
from hardware.reading.rhythm import levelled
from hardware.reading.sequence import explain
from hardware.reading.straighten import averaged, cut
from hardware.reading.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.reading.locate import Bars
    from hardware.reading.pixels import Pixels
    from hardware.reading.reader import Engine
    from hardware.reading.straighten import Lines, Patch

_ROWS = 16
_LONGEST = 2600
_SHARPENED = (0.0, 1.0, 2.0)
"""Pixels of the frame: how wide the blur is that is taken back, the usual first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A region, straightened and averaged."""

    patch: Patch
    lines: Lines


def line_of(grey: Pixels, bars: Bars) -> Line:
    """Cut a region out of the frame and average it along its bars."""
    patch = cut(grey, bars)
    return Line(patch, averaged(patch))


def glance(line: Line, engines: Sequence[Engine]) -> list[Symbol]:
    """What the engines read of the line and of its halves: less than a millisecond where the first one does."""
    seen: list[Symbol] = []
    for picture in _pictures(line):
        for engine in engines:
            seen += engine.read(picture, LEVEL_FAMILY)
        if len({symbol.engine for symbol in seen}) == len(engines):
            break
    return seen


def _pictures(line: Line) -> Iterator[View]:
    for sharpened in _SHARPENED:
        for profile in (line.lines.whole, *line.lines.halves):
            yield _picture(line, profile, sharpened)


def _picture(line: Line, profile: Pixels, sharpened: float) -> View:
    """The line as a picture of a few equal rows, in which an engine finds its bars."""
    step = line.patch.step
    level = levelled(profile, step)
    if sharpened:
        level = level + 1.5 * (level - cv2.GaussianBlur(level[None, :], (0, 0), sharpened / step)[0])
    times = 2 if len(level) <= _LONGEST // 2 else 1
    wide = cv2.resize(level[None, :], (len(level) * times, 1), interpolation=cv2.INTER_CUBIC)
    grey = np.repeat(np.clip(128 + 60 * wide, 0, 255).astype(np.uint8), _ROWS, axis=0)
    height = line.lines.bottom - line.lines.top
    to_patch = np.array(
        [
            [1 / times, 0, 0.5 / times - 0.5],
            [0, height / (_ROWS - 1), line.lines.top],
            [0, 0, 1],
        ]
    )
    return View(grey, np.vstack([line.patch.to_frame, (0, 0, 1)]) @ to_patch)


def explained(line: Line, until: float) -> list[Symbol]:
    """What a row of Code 128 characters explains, where no engine finds its edges any more."""
    row = explain(line.lines.whole, line.patch.step, line.patch.inner, until)
    said = text_of(row.values[:-1]) if row is not None else None
    if row is None or said is None:
        return []
    text, gs1 = said
    corners = [(row.left, line.lines.top), (row.right, line.lines.top)]
    corners += [(row.right, line.lines.bottom), (row.left, line.lines.bottom)]
    if row.turned:
        corners = corners[2:] + corners[:2]
    return [
        Symbol(
            text=text,
            raw=text.encode("latin-1"),
            symbology="GS1-128" if gs1 else "Code128",
            aim="]C1" if gs1 else "]C0",
            polygon=View(line.patch.grey, np.vstack([line.patch.to_frame, (0, 0, 1)])).polygon(corners),
            engine="sequence",
        )
    ]
