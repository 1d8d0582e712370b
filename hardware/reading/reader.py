"""The label reader: the cheapest attempt first, until what the lane needs is certain or the time is up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from hardware.contract import Claim, Reading
from hardware.images import as_grey
from hardware.reading import bars
from hardware.reading.attempts import CHEAP, DEAR, explained, halves
from hardware.reading.effort import BUDGETS_S, Effort, Step, When, steps
from hardware.reading.engines.agreement import Seen
from hardware.reading.engines.families import LINEAR
from hardware.reading.engines.zbar import MISSING, ZbarEngine
from hardware.reading.engines.zxing import ZxingEngine
from hardware.reading.evidence.competing_codes import equals_of, held_by, outshone, rivals_of
from hardware.reading.glance import glanced
from hardware.reading.locate import locate
from hardware.reading.no_read_cause import DAMAGED, NO_PICTURE, UNCERTAIN, no_read_cause
from hardware.reading.one_core import keep_on_one_core
from hardware.reading.regions import CodeRegions
from hardware.reading.split_regions import beyond
from hardware.reading.squares import (
    Block,
    block_of,
    is_compact,
    is_most_of,
    mirrored_codes,
    other_squares,
    square_codes,
    stacked_codes,
    turned_codes,
)
from hardware.reading.time_budget import TimeBudget
from hardware.reading.view import WORTH_REDUCING, View, ViewMaker, of_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Notice, Symbol
    from hardware.reading.attempts import Attempt
    from hardware.reading.engines.engine import Engine
    from hardware.reading.regions import Bars, Box
    from hardware.reading.time_budget import TimeUp

    Turned = Callable[[Block, Engine], list[Symbol]]


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
        keep_on_one_core()
        self._engines: dict[str, Engine] = {}
        self.warning: Notice | None = None
        """A warning for the screen and `doctor` with what to do; None when the reader is whole."""
        for name in engines:
            self._add(name)
        self.pause = 0.0
        self._effort, self._claim = effort, claim
        self._steps = steps(tuple(self._engines), effort)
        self._patient_steps = steps(tuple(self._engines), effort, patient=True)

    def _add(self, name: str) -> None:
        if name == "zxing":
            self._engines[name] = ZxingEngine()
            return
        try:
            self._engines[name] = ZbarEngine()
        except (ImportError, OSError):
            self.warning = MISSING
            self._engines.setdefault("zxing", ZxingEngine())

    def read(
        self, pixels: Any, *, hurried: bool = False, patient: bool = False, late: tuple[int, ...] | None = None
    ) -> Reading:
        """The barcodes of a picture (uint8; height x width, x 3 (BGR) or x 4 (BGRA)) and, when there are none, why.

        `hurried`: only what costs little, for a better frame may come at once. `patient`: also what hardly ever helps,
        for nothing else is to be done. `late`: as of a reading that is made
        again, see `TimeBudget`. Never raises on an array, whatever its shape or type.
        """
        started, spent = time.perf_counter(), TimeBudget(late)
        grey = as_grey(pixels)
        if grey is None:
            return Reading((), NO_PICTURE, _ms_since(started))
        frame = of_frame(grey)
        found = locate(frame.grey)
        seen = Seen(self._claim, alone=len(self._engines) == 1)
        unread, narrow = self._look(frame, found, seen, spent, hurried=hurried)
        if patient and not seen.certain:
            self._look_at_all(frame, seen, self._patient_steps, spent.until(BUDGETS_S[self._effort][1]))
        left_out = self._look_at_more(frame, found, seen, spent)
        unread = self._beyond(frame, [*unread, *narrow] if seen.settled else unread, seen)
        symbols, unsure = seen.agreed()
        doubtful = outshone(frame, (symbols, unsure), self._rivals(seen, unread), self._claim)
        symbols, unsure = (tuple(one for one in some if one not in doubtful) for some in (symbols, unsure))
        cause = (
            None if symbols else DAMAGED if doubtful else UNCERTAIN if unsure else no_read_cause(frame, found, unread)
        )
        left = 0 if symbols else max(sum(not line.is_texture for line in unread), len(doubtful))
        return Reading(symbols, cause, _ms_since(started), unsure, left, doubtful, left_out, late=spent.late)

    def _look(
        self, frame: View, found: CodeRegions, seen: Seen, spent: TimeBudget, *, hurried: bool
    ) -> tuple[list[bars.Line], list[bars.Line]]:
        """Fill `seen`; what comes back are the likely regions that gave nothing at a glance, and narrow pieces."""
        for_places, for_all = map(spent.until, BUDGETS_S[self._effort])
        engines = tuple(self._engines.values())
        # Two parcels may lie there: every likely region gets its glance, whatever the first one says.
        dense = [region for region in found.bars if not region.likely and _is_dense(region, found)]
        regions = [region for region in found.bars if region.likely or (region in dense and len(dense) <= _MOST_DENSE)]
        unread = [line for region in regions for line in glanced(frame, region, engines, seen)]
        # Pieces of a region may be narrow; beside a number that proves itself they are what is left of another's.
        narrow = [line for line in unread if not line.bars.likely and line.bars not in regions]
        unread = [line for line in unread if line.bars.likely]
        self._try(CHEAP, unread, seen, for_places)
        self._look_at_equals(frame, unread, seen, for_places)
        dull = self._look_at_squares(frame, found, seen)
        if hurried:
            return unread, narrow
        blocks = [block for block in (block_of(frame, square) for square in dull) if block is not None]
        self._turn(stacked_codes, [block for block in blocks if block.evenness > _EVEN], seen, for_places)
        steps = self._steps
        if self._effort == "thorough" and frame.grey.size < WORTH_REDUCING and not seen.certain:
            # In a small picture the engines are done before the search for characters has begun.
            self._look_at_all(frame, seen, steps[:_FIRST], for_places)
            steps = steps[_FIRST:]
        unread = self._rivals(seen, unread)
        self._try(DEAR, unread, seen, for_places)
        unread = self._rivals(seen, unread)
        enough = seen.settled if unread else seen.claimed
        if not enough:
            self._look_again(frame, found, (dull, blocks), seen, for_places)
        if not (enough or seen.settled) if self._effort == "thorough" else (found.busy and not seen.certain):
            # Where all that was found has been read, one more look tells whether there is anything else.
            clear = seen.certain and not unread and not dull
            self._look_at_all(frame, seen, steps[:_NO_MORE] if clear else steps, for_all)
        return unread, narrow

    def _look_at_more(self, frame: View, found: CodeRegions, seen: Seen, spent: TimeBudget) -> int:
        """A picture full of codes: the further regions, where most of the first ones are some; what was left out."""
        until, engines = spent.until(BUDGETS_S[self._effort][1]), tuple(self._engines.values())
        linear, matrix = _counted(seen.agreed()[0])
        bars, squares = found.more_bars, found.more_squares
        left = 0
        for place, region in enumerate(bars if 2 * linear >= len(found.bars) else ()):
            if until():
                left += len(bars) - place
                break
            glanced(frame, region, engines, seen)
        engine = self._engines.get("zxing")
        for place, square in enumerate(squares if 2 * matrix >= len(found.squares) else ()):
            if engine is None or until():
                left += len(squares) - place
                break
            seen.add(square_codes(frame, square, engine, thorough=False))
        return left

    def _beyond(self, frame: View, unread: Sequence[bars.Line], seen: Seen) -> list[bars.Line]:
        """The unread lines, and instead of one that holds a number which proves itself what lies beside it there."""
        if not (unread and seen.settled):
            return list(unread)
        engines, left = tuple(self._engines.values()), []
        for line in unread:
            symbol = held_by(line, seen.agreed()[0], self._claim)
            rests = beyond(line, symbol) if symbol is not None else []
            left += [part for rest in rests for part in glanced(frame, rest, engines, seen, 0)] if rests else [line]
        return left

    def _look_at_equals(self, frame: View, unread: Sequence[bars.Line], seen: Seen, until: TimeUp) -> None:
        """Beside a number that proves itself, a code as large is looked at as if it were alone: it is another's."""
        if not (unread and seen.settled):
            return
        engines = tuple(self._engines.values())
        for line in equals_of(frame, seen.agreed()[0], unread, self._claim):
            for attempt in (*CHEAP, explained):
                symbols = attempt(line, engines, until)
                seen.add(symbols)
                if symbols or until():
                    break

    def _rivals(self, seen: Seen, unread: list[bars.Line]) -> list[bars.Line]:
        """The lines that are still worth a look."""
        return rivals_of(seen.agreed()[0], unread, self._claim)

    def _try(self, attempts: Sequence[Attempt], lines: Sequence[bars.Line], seen: Seen, until: TimeUp) -> None:
        engines, lines = tuple(self._engines.values()), [line for line in lines if not line.is_texture]
        for attempt in attempts:
            for line in lines:
                if seen.settled or until():
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
        for place, square in enumerate(found.squares):
            if (seen.settled and seen.within(square)) or (self._effort == "quick" and is_most_of(frame, square)):
                continue
            closely = self._effort == "thorough" or place < _CLOSELY
            symbols = square_codes(frame, square, engine, thorough=closely and not seen.settled)
            seen.add(symbols)
            dull += [] if symbols else [square]
        return dull

    def _look_again(
        self,
        frame: View,
        found: CodeRegions,
        squares: tuple[Sequence[Box], Sequence[Block]],
        seen: Seen,
        until: TimeUp,
    ) -> None:
        """Squares that showed nothing turned and mirrored, and regions of bars that are higher than long."""
        dull, blocks = squares
        self._turn(turned_codes, [block for block in blocks if block.evenness > _FAIRLY_EVEN], seen, until)
        for square in (square for square in dull if is_compact(square)):
            if seen.settled or until():
                return
            seen.add(mirrored_codes(frame, square, self._engines["zxing"]))
        high = [region for region in found.bars if not region.likely]
        for region in high if self._effort == "thorough" else high[:_MOST_DENSE]:
            if seen.settled or until():
                return
            unread = glanced(frame, region, tuple(self._engines.values()), seen)
            self._try((halves,), unread, seen, until)

    def _turn(self, attempt: Turned, blocks: Sequence[Block], seen: Seen, until: TimeUp) -> None:
        for block in blocks:
            if seen.settled or until():
                return
            seen.add(attempt(block, self._engines["zxing"]))

    def _look_at_all(self, frame: View, seen: Seen, steps: Sequence[Step], until: TimeUp) -> None:
        """The whole frame, as the engines would do it alone."""
        made: dict[ViewMaker, View | None] = {}

        def read(step: Step) -> list[Symbol]:
            if step.view not in made:
                made[step.view] = step.view(frame)
            view = made[step.view]
            return self._engines[step.engine].read(view, step.family) if view is not None else []

        for place, step in enumerate(steps):
            if place and until():
                return
            if step.when is When.ALWAYS or not (seen.settled if step.when is When.UNSETTLED else seen.certain):
                seen.add(read(step))


def _is_dense(region: Bars, found: CodeRegions) -> bool:
    """Whether its edges are as dense as the best one's: codes one above the other are so, text is not."""
    return region.density > _DENSE * max(bars.density for bars in found.bars)


def _counted(symbols: Sequence[Symbol]) -> tuple[int, int]:
    """How many of them are linear, and how many are matrix codes."""
    linear = sum(symbol.symbology in LINEAR for symbol in symbols)
    return linear, len(symbols) - linear


_FIRST, _NO_MORE = 3, 2
"""Steps that are taken in any case, and those of them by the engine that reads everything."""
_DENSE, _MOST_DENSE = 0.4, 4
"""And how many of them may be higher than long: a rough ground is dense everywhere."""
_CLOSELY = 3
"""Squares that a camera's frame is also asked for as they are: print has many."""
_EVEN, _FAIRLY_EVEN = 0.85, 0.6
"""Part of its rectangle that a stacked code fills, and any other matrix code."""


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
