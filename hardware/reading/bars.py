"""Reading one region of bars: what the engines make of its averaged line, and what a row of characters explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Symbol
from hardware.reading.code128.spacing import rhythms
from hardware.reading.code128.symbols import text_of
from hardware.reading.code128.viterbi import explain
from hardware.reading.ends import levelled
from hardware.reading.engines.agreement import certain_alone
from hardware.reading.engines.families import LEVEL_FAMILY, PDF417_FAMILY
from hardware.reading.straighten import averaged, cut, few_rows
from hardware.reading.texture import ONE_FREQUENCY, evenness, is_ground
from hardware.reading.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hardware.images import Pixels
    from hardware.reading.code128.spacing import Rhythm
    from hardware.reading.engines.engine import Engine
    from hardware.reading.regions import Bars
    from hardware.reading.straighten import Lines, Patch
    from hardware.reading.time_budget import TimeUp

_ROWS = 16
_QUIET_PX = 24.0
_SHORT = 1000
"""Columns below which the modules may be too thin for an engine, so that each is drawn twice."""
_MOST_OF_IT = 0.6
"""A symbol that takes less of the region than this is a piece of one, or a phantom."""
_UNLIKE, _FAIRLY_LIKE, _LIKE = 0.65, 0.75, 0.95
"""Correlation of upper and lower rows."""
_FEWEST_AGREEING, _MOST_AGREE = 0.25, 0.55
"""Part of the rows that show the same. Measured: 0.6 at least where an engine read, 0.8 where characters were found."""
_FEW_FREQUENCIES = 0.65
_SPACED = 0.38
"""Score of the best spacing. Measured: 0.42 at least where characters were found."""
PLAIN, CRISP, CRISPER, SOFT = 0.0, 1.0, 2.0, -0.5
"""Pixels of the frame: how wide the blur is that is taken back before the engines look; below 0, one that is put on, as
the edges of a sharp picture ring when it is sampled finer.
"""


@dataclass(frozen=True)
class Line:
    """A region, straightened and averaged when it is asked for."""

    frame: View
    bars: Bars
    changed: tuple[Patch, Lines] | None = None
    """Taken instead of what the frame shows."""

    @cached_property
    def patch(self) -> Patch:
        """Cut out of the frame."""
        return self.changed[0] if self.changed else cut(self.frame, self.bars)

    @cached_property
    def lines(self) -> Lines:
        """Averaged along the bars."""
        return self.changed[1] if self.changed else averaged(self.patch)

    @cached_property
    def alike(self) -> float:
        """The correlation of upper and lower rows; 1 where there are too few."""
        if len(self.lines.halves) != 2:
            return 1.0
        upper, lower = (levelled(half, self.patch.step)[self.patch.inner] for half in self.lines.halves)
        return float(np.corrcoef(upper, lower)[0, 1])

    @cached_property
    def spacings(self) -> list[Rhythm]:
        """Where the characters of a Code 128 may lie, the most likely first."""
        return rhythms(self.lines.whole, self.patch.step, self.patch.inner)

    @cached_property
    def evenness(self) -> float:
        """The share of the power that the strongest frequency has."""
        return evenness(self.lines.whole[self.patch.inner], self.patch.step)

    @cached_property
    def is_texture(self) -> bool:
        """Whether it is no code of any kind: ground, nearly one frequency, or nothing that goes through all rows and no
        several codes either.
        """
        if is_ground(few_rows(self.frame, self.bars)):
            return True
        if self.lines.agreeing < _FEWEST_AGREEING:
            return True
        return not self.lines.parts and (self.alike < _UNLIKE or self.evenness > ONE_FREQUENCY)

    @cached_property
    def is_irregular(self) -> bool:
        """Whether all its rows show the same, of many frequencies."""
        return self.alike > _FAIRLY_LIKE and self.evenness < _FEW_FREQUENCIES

    @cached_property
    def may_be_code_128(self) -> bool:
        """Whether the search for a row of characters is worth its time."""
        likely = self.is_irregular and self.alike > _LIKE and self.lines.agreeing > _MOST_AGREE
        return likely and bool(self.spacings) and self.spacings[0].score > _SPACED


def line_of(frame: View, bars: Bars) -> Line:
    """A region of the frame as a line."""
    return Line(frame, bars)


def glance(line: Line, engines: Iterable[Engine], sharpened: float) -> list[Symbol]:
    """What the engines read of the whole line: half a millisecond."""
    return averaged_as(line, line.lines.whole, engines, sharpened)


def averaged_as(line: Line, profile: Pixels, engines: Iterable[Engine], sharpened: float) -> list[Symbol]:
    """What the engines read of a line when its grey levels are these."""
    picture = _picture(line, profile, sharpened)
    seen = [symbol for engine in engines for symbol in _read(line, picture, engine)]
    # An ITF checks nothing, and a line that is averaged and sharpened shows more than is printed.
    return [symbol for symbol in seen if symbol.symbology != "ITF" or certain_alone(symbol)]


def look(line: Line, engines: Iterable[Engine], sharpened: float) -> list[Symbol]:
    """What they read of its upper and of its lower half: one may be scratched or dazzled, and two prove more."""
    seen: list[Symbol] = []
    for engine in engines:
        halves = [averaged_as(line, half, (engine,), sharpened) for half in line.lines.halves]
        seen += _twice(*halves) if len(halves) == 2 else []
    return seen


def rows(line: Line, engines: Iterable[Engine]) -> list[Symbol]:
    """What they read of single rows: between scratches and streaks of light one may be whole, where the mean is not."""
    return [symbol for engine in engines for symbol in _read(line, line.patch.view, engine)]


def light_on_dark(line: Line, engines: Sequence[Engine]) -> list[Symbol]:
    """What they read when bars are light and spaces dark."""
    dark = 255 - line.lines.whole
    return [symbol for look in (PLAIN, SOFT) for symbol in averaged_as(line, dark, engines, look)]


def stacked(line: Line, engine: Engine) -> list[Symbol]:
    """PDF417, whose rows are bars too and which is read upright only."""
    view, times = line.patch.view, 1 / line.patch.step
    height, width = view.grey.shape
    grey = np.asarray(cv2.resize(view.grey, (width, round(height * times)), interpolation=cv2.INTER_CUBIC))
    back = np.diag([1, height / grey.shape[0], 1])
    return engine.read(View(grey, view.to_frame @ back), PDF417_FAMILY)


def _twice(upper: list[Symbol], lower: list[Symbol]) -> list[Symbol]:
    """Of two looks at different rows; what both show has its engine's name twice."""
    below = {symbol.text for symbol in lower}
    both = [replace(symbol, engine=f"{symbol.engine}+{symbol.engine}") for symbol in upper if symbol.text in below]
    texts = {symbol.text for symbol in both}
    return both + [symbol for symbol in (*upper, *lower) if symbol.text not in texts]


def _read(line: Line, picture: View, engine: Engine) -> list[Symbol]:
    inner = line.patch.inner
    wanted = _MOST_OF_IT * (inner.stop - inner.start) * line.patch.step
    return [symbol for symbol in engine.read(picture, LEVEL_FAMILY) if length_of(symbol) >= wanted]


def length_of(symbol: Symbol) -> float:
    """Its longest side, in pixels of the frame."""
    corners = np.array(symbol.polygon, dtype=float)
    return float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).max())


def height_of(symbol: Symbol) -> float:
    """Its shortest side, in pixels of the frame."""
    corners = np.array(symbol.polygon, dtype=float)
    return float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).min())


def _picture(line: Line, profile: Pixels, sharpened: float) -> View:
    """The line as a picture of a few equal rows, in which an engine finds its bars."""
    step, inner = line.patch.step, line.patch.inner
    quiet = round(_QUIET_PX / step + 0.05 * (inner.stop - inner.start))
    first = max(0, inner.start - quiet)
    level = levelled(profile[first : inner.stop + quiet], step)
    if sharpened < 0:
        level = cv2.GaussianBlur(level[None, :], (0, 0), -sharpened / step)[0]
    elif sharpened:
        level = level + 1.5 * (level - cv2.GaussianBlur(level[None, :], (0, 0), sharpened / step)[0])
    times = 2 if len(level) <= _SHORT else 1
    wide = cv2.resize(level[None, :], (len(level) * times, 1), interpolation=cv2.INTER_CUBIC)
    grey = np.repeat(np.clip(128 + 60 * wide, 0, 255).astype(np.uint8), _ROWS, axis=0)
    height = line.lines.bottom - line.lines.top
    to_patch = np.array(
        [
            [1 / times, 0, first + 0.5 / times - 0.5],
            [0, height / (_ROWS - 1), line.lines.top],
            [0, 0, 1],
        ]
    )
    return View(grey, line.patch.view.to_frame @ to_patch)


def explained(line: Line, until: TimeUp) -> list[Symbol]:
    """What a row of Code 128 characters explains, where no engine finds its edges any more; see `sequence.explain`.

    Both halves are asked as well, for one look alone proves nothing but a check digit of its own.
    """
    whole = _explained(line, line.lines.whole, until)
    if not whole:
        return []
    halves = [_explained(line, half, until) for half in line.lines.halves]
    return whole + (_twice(*halves) if len(halves) == 2 else [])


def _explained(line: Line, profile: Pixels, until: TimeUp) -> list[Symbol]:
    row = explain(profile, line.patch.step, line.patch.inner, until)
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
            polygon=line.patch.view.polygon(corners),
            engine="sequence",
        )
    ]
