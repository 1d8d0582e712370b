"""The label reader: the cheapest attempt first, until what the lane needs is certain or the time is up."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from hardware.contract import Claim, Reading
from hardware.images import as_grey
from hardware.reading import bars
from hardware.reading.effort import BUDGETS_S, Effort, Step, When, steps
from hardware.reading.engines.agreement import Seen
from hardware.reading.engines.zbar import MISSING, ZbarEngine
from hardware.reading.engines.zxing import ZxingEngine
from hardware.reading.evidence.competing_codes import equals_of, held_by, outshone, rivals_of
from hardware.reading.locate import CodeRegions, locate
from hardware.reading.no_read_cause import DAMAGED, NO_PICTURE, UNCERTAIN, no_read_cause
from hardware.reading.single_thread_blas import keep_algebra_on_one_core
from hardware.reading.split_regions import beyond, one_behind_the_other, upper_and_lower
from hardware.reading.squares import mirrored_codes, other_squares, square_codes, turned_codes
from hardware.reading.view import View, ViewMaker, of_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Notice, Symbol
    from hardware.reading.engines.engine import Engine
    from hardware.reading.locate import Bars, Box

    Attempt = Callable[[bars.Line, Sequence[Engine], float], list[Symbol]]
    """At a line, by these engines, until this time of the thread."""


class LabelReader:
    """Reads every barcode of a picture: finds bars and squares, straightens them, and asks zxing-cpp, zbar and itself.

    Holds no state between pictures; any thread may use it.
    """

    def __init__(
        self,
        engines: Sequence[str] = ("zxing", "zbar"),
        effort: Effort = "quick",
        claim: Callable[[Symbol], Claim] = lambda _: Claim.NONE,
    ) -> None:
        """`claim` tells what a symbol says of itself; one that is proven is enough for a camera's frame.

        ValueError when no engine is named or an unknown one. A missing libzbar is told by `words`.
        """
        unknown = sorted(set(engines) - {"zxing", "zbar"})
        if unknown or not engines:
            named = ", ".join(unknown) or "none"
            raise ValueError(f"barcode engine {named}: name one or both of zxing, zbar")
        keep_algebra_on_one_core()
        self._engines: dict[str, Engine] = {}
        self.warning: Notice | None = None
        """A warning for the screen and `doctor` with what to do; None when the reader is whole."""
        for name in engines:
            self._add(name)
        self._effort, self._claim = effort, claim
        self._steps = steps(tuple(self._engines), effort)

    def _add(self, name: str) -> None:
        if name == "zxing":
            self._engines[name] = ZxingEngine()
            return
        try:
            self._engines[name] = ZbarEngine()
        except (ImportError, OSError):
            self.warning = MISSING
            self._engines.setdefault("zxing", ZxingEngine())

    def read(self, pixels: Any, *, hurried: bool = False) -> Reading:
        """The barcodes of a picture (uint8; height x width, x 3 (BGR) or x 4 (BGRA)) and, when there are none, why.

        `hurried`: only what costs little, for a better frame may come at once. Never raises on an array, whatever its
        shape or type.
        """
        started, spent = time.perf_counter(), time.thread_time()
        grey = as_grey(pixels)
        if grey is None:
            return Reading((), NO_PICTURE, _ms_since(started))
        frame = of_frame(grey)
        found = locate(frame.grey)
        seen = Seen(self._claim, alone=len(self._engines) == 1)
        unread, narrow = self._look(frame, found, seen, spent, hurried=hurried)
        unread = self._beyond(frame, [*unread, *narrow] if seen.settled else unread, seen)
        symbols, unsure = seen.agreed()
        doubtful = outshone(frame, (symbols, unsure), self._rivals(seen, unread), self._claim)
        symbols, unsure = (tuple(one for one in some if one not in doubtful) for some in (symbols, unsure))
        cause = None if symbols else DAMAGED if doubtful else UNCERTAIN if unsure else no_read_cause(frame, found)
        left = 0 if symbols else max(len(unread), len(doubtful))
        return Reading(symbols, cause, _ms_since(started), unsure, left, doubtful)

    def _look(
        self, frame: View, found: CodeRegions, seen: Seen, spent: float, *, hurried: bool
    ) -> tuple[list[bars.Line], list[bars.Line]]:
        """Fill `seen`; what comes back are the likely regions that gave nothing at a glance, and narrow pieces."""
        for_places, for_all = (spent + budget for budget in BUDGETS_S[self._effort])
        engines = tuple(self._engines.values())
        # Two parcels may lie there: every likely region gets its glance, whatever the first one says.
        regions = [region for region in found.bars if region.likely or _is_dense(region, found)]
        unread = [line for region in regions for line in _glanced(frame, region, engines, seen)]
        # Pieces of a region may be narrow; beside a number that proves itself they are what is left of another's.
        narrow = [line for line in unread if not line.bars.likely and line.bars not in regions]
        unread = [line for line in unread if line.bars.likely]
        self._try(_CHEAP, unread, seen, for_places)
        self._look_at_equals(frame, unread, seen, for_places)
        dull = self._look_at_squares(frame, found, seen)
        if hurried:
            return unread, narrow
        unread = self._rivals(seen, unread)
        self._try(_DEAR, unread, seen, for_places)
        unread = self._rivals(seen, unread)
        enough = seen.settled if unread else seen.claimed
        if not enough:
            self._look_again(frame, found, dull, seen, for_places)
        if not (enough or seen.settled) if self._effort == "thorough" else (found.busy and not seen.certain):
            self._look_at_all(frame, seen, for_all)
        return unread, narrow

    def _beyond(self, frame: View, unread: Sequence[bars.Line], seen: Seen) -> list[bars.Line]:
        """The unread lines, and instead of one that holds a number which proves itself what lies beside it there."""
        if not (unread and seen.settled):
            return list(unread)
        engines, left = tuple(self._engines.values()), []
        for line in unread:
            symbol = held_by(line, seen.agreed()[0], self._claim)
            rests = beyond(line, symbol) if symbol is not None else []
            left += [part for rest in rests for part in _glanced(frame, rest, engines, seen, 0)] if rests else [line]
        return left

    def _look_at_equals(self, frame: View, unread: Sequence[bars.Line], seen: Seen, until: float) -> None:
        """Beside a number that proves itself, a code as large is looked at as if it were alone: it is another's."""
        if not (unread and seen.settled):
            return
        engines = tuple(self._engines.values())
        for line in equals_of(frame, seen.agreed()[0], unread, self._claim):
            for attempt in (*_CHEAP, _explained):
                symbols = attempt(line, engines, until)
                seen.add(symbols)
                if symbols or time.thread_time() > until:
                    break

    def _rivals(self, seen: Seen, unread: list[bars.Line]) -> list[bars.Line]:
        """The lines that are still worth a look."""
        return rivals_of(seen.agreed()[0], unread, self._claim) if seen.claimed else unread

    def _try(self, attempts: Sequence[Attempt], lines: Sequence[bars.Line], seen: Seen, until: float) -> None:
        engines = tuple(self._engines.values())
        for attempt in attempts:
            for line in lines:
                if seen.settled or time.thread_time() > until:
                    return
                seen.add(attempt(line, engines, until))

    def _look_at_squares(self, frame: View, found: CodeRegions, seen: Seen) -> list[Box]:
        """Matrix codes; what comes back gave nothing. A camera's frame is done when a parcel's number is certain."""
        engine = self._engines.get("zxing")
        dull: list[Box] = []
        if engine is None:
            return dull
        if self._effort == "quick" and seen.settled:
            seen.add(other_squares(frame, found.squares, engine))
            return dull
        for square in found.squares:
            if seen.settled and seen.within(square):
                continue
            symbols = square_codes(frame, square, engine, thorough=not seen.settled)
            seen.add(symbols)
            dull += [] if symbols else [square]
        return dull

    def _look_again(self, frame: View, found: CodeRegions, dull: Sequence[Box], seen: Seen, until: float) -> None:
        """Squares turned and mirrored, and regions of bars that are higher than long."""
        for attempt in (turned_codes, mirrored_codes):
            for square in dull:
                if seen.settled or time.thread_time() > until:
                    return
                seen.add(attempt(frame, square, self._engines["zxing"]))
        for region in found.bars:
            if seen.settled or time.thread_time() > until:
                return
            if not region.likely:
                unread = _glanced(frame, region, tuple(self._engines.values()), seen)
                self._try((_halves,), unread, seen, until)

    def _look_at_all(self, frame: View, seen: Seen, until: float) -> None:
        """The whole frame, as the engines would do it alone; on both cores what is done in any case."""
        made: dict[ViewMaker, View | None] = {}

        def read(step: Step) -> list[Symbol]:
            if step.view not in made:
                made[step.view] = step.view(frame)
            view = made[step.view]
            return self._engines[step.engine].read(view, step.family) if view is not None else []

        certainly = [step for step in self._steps if step.when is When.ALWAYS]
        with ThreadPoolExecutor(2) as both:
            for symbols in both.map(read, certainly):
                seen.add(symbols)
        for step in self._steps[len(certainly) :]:
            if time.thread_time() > until:
                return
            if not (seen.settled if step.when is When.UNSETTLED else seen.certain):
                seen.add(read(step))


def _is_dense(region: Bars, found: CodeRegions) -> bool:
    """Whether its edges are as dense as the best one's: codes one above the other are so, text is not."""
    return region.density > _DENSE * max(bars.density for bars in found.bars)


def _glanced(frame: View, region: Bars, engines: Sequence[Engine], seen: Seen, deep: int = 2) -> list[bars.Line]:
    """Look at a region, and at its parts where it holds several codes; what comes back was not enough."""
    line = bars.line_of(frame, region)
    symbols, share = _at_once(line, engines, seen)
    if deep and share < _WHOLE and (pieces := one_behind_the_other(line)):
        left = [_glanced(frame, piece, engines, seen, deep - 1) for piece in pieces]
        if not all(left):
            # A low code beside a high one has few rows, and their mean has less contrast than each.
            return [line for lines in left for line in lines if not _in_rows(line, engines, seen)]
    if deep and _hides(frame, line, engines, seen, symbols):
        # The mean of all rows stands for the larger part alone, and would lie over the other.
        return [left for part in upper_and_lower(line) for left in _glanced(frame, part, engines, seen, deep - 1)]
    seen.add(symbols)
    return [] if share else [line]


def _in_rows(line: bars.Line, engines: Sequence[Engine], seen: Seen) -> bool:
    """Whether single rows show something certain."""
    seen.add(symbols := bars.rows(line, engines))
    return seen.sure_of(symbols)


def _at_once(line: bars.Line, engines: Sequence[Engine], seen: Seen) -> tuple[list[Symbol], float]:
    """What a glance at a line shows, and how much of its length that explains for certain: 0, it was not enough."""
    symbols: list[Symbol] = []
    for sharpened in (bars.PLAIN, bars.CRISP):
        glanced = bars.glance(line, engines, sharpened)
        symbols += glanced
        if seen.sure_of(glanced):
            return symbols, max(bars.length_of(symbol) for symbol in glanced) / line.bars.length
    return symbols, 0.0


def _hides(frame: View, line: bars.Line, engines: Sequence[Engine], seen: Seen, symbols: Sequence[Symbol]) -> bool:
    """Whether one of the strange parts of a region says what all of it together did not."""
    texts = {symbol.text for symbol in symbols}
    for part, region in zip(line.lines.parts, upper_and_lower(line), strict=True):
        if part.strange:
            glanced = [
                symbol
                for sharpened in (bars.PLAIN, bars.CRISP)
                for symbol in bars.averaged_as(line, part.profile, engines, sharpened)
            ]
            if not glanced and region.height > _WORTH * line.bars.height:
                # Its rows lie over those of the larger part, not over each other.
                glanced = bars.glance(bars.line_of(frame, region), engines, bars.PLAIN)
            if any(symbol.text not in texts for symbol in glanced) and seen.sure_of(glanced):
                return True
    return False


def _explained(line: bars.Line, _: Sequence[Engine], until: float) -> list[Symbol]:
    return bars.explained(line, until)


def _halves(line: bars.Line, engines: Sequence[Engine], _: float) -> list[Symbol]:
    return bars.look(line, engines, bars.PLAIN) + bars.look(line, engines, bars.CRISP)


def _light_on_dark(line: bars.Line, engines: Sequence[Engine], _: float) -> list[Symbol]:
    return bars.light_on_dark(line, engines)


def _stacked(line: bars.Line, engines: Sequence[Engine], _: float) -> list[Symbol]:
    return [symbol for engine in engines if engine.name == "zxing" for symbol in bars.stacked(line, engine)]


def _rows(line: bars.Line, engines: Sequence[Engine], _: float) -> list[Symbol]:
    return bars.rows(line, engines)


def _crisper(line: bars.Line, engines: Sequence[Engine], _: float) -> list[Symbol]:
    return bars.glance(line, engines, bars.CRISPER)


_DENSE = 0.4
_WORTH, _WHOLE = 0.25, 0.8
"""Share of a region's height from which a part is straightened alone, and of its length from which it is one code."""
_CHEAP: tuple[Attempt, ...] = (_halves, _rows, _light_on_dark)
_DEAR: tuple[Attempt, ...] = (_explained, _stacked, _crisper)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
