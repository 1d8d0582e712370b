"""The label reader: engines behind the `Reader` of the contract."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from hardware.contract import Reading
from hardware.reading.agreement import agreed, certain_alone, settles
from hardware.reading.cause import NO_PICTURE, UNCERTAIN, no_read_cause
from hardware.reading.effort import Effort, When, steps
from hardware.reading.pixels import as_grey
from hardware.reading.view import View, ViewMaker, of_frame
from hardware.reading.zbar import MISSING, ZbarEngine
from hardware.reading.zxing import ZxingEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.reading.families import Family


class Engine(Protocol):
    """One barcode library. Never raises on a view."""

    name: str

    def read(self, view: View, family: Family) -> list[Symbol]:
        """The symbols that it sees, corners in pixels of the frame."""


class LabelReader:
    """Reads every barcode of a picture: zxing-cpp, and zbar as the second opinion (`effort.steps` has the order)."""

    def __init__(self, engines: Sequence[str] = ("zxing", "zbar"), effort: Effort = "quick") -> None:
        """ValueError when no engine is named or an unknown one. A missing libzbar is told by `words`."""
        unknown = sorted(set(engines) - {"zxing", "zbar"})
        if unknown or not engines:
            named = ", ".join(unknown) or "none"
            raise ValueError(f"barcode engine {named}: name one or both of zxing, zbar")
        self._engines: dict[str, Engine] = {}
        self.words: str | None = None
        """A warning for the screen and `doctor` with what to do; None when the reader is whole."""
        for name in engines:
            self._add(name)
        self._steps = steps(tuple(self._engines), effort)

    def _add(self, name: str) -> None:
        if name == "zxing":
            self._engines[name] = ZxingEngine()
            return
        try:
            self._engines[name] = ZbarEngine()
        except (ImportError, OSError):
            self.words = MISSING
            self._engines.setdefault("zxing", ZxingEngine())

    def read(self, pixels: Any) -> Reading:
        """The barcodes of a picture (uint8; height x width, x 3 (BGR) or x 4 (BGRA)) and, when there are none, why.

        Never raises on an array, whatever its shape or type.
        """
        started = time.perf_counter()
        grey = as_grey(pixels)
        if grey is None:
            return Reading((), NO_PICTURE, _ms_since(started))
        seen = self._look(of_frame(grey))
        symbols = agreed(seen)
        cause = None if symbols else UNCERTAIN if seen else no_read_cause(grey)
        return Reading(symbols, cause, _ms_since(started))

    def _look(self, frame: View) -> list[Symbol]:
        seen: list[Symbol] = []
        made: dict[ViewMaker, View | None] = {}
        for step in self._steps:
            if step.when is When.UNSETTLED and any(settles(symbol) for symbol in seen):
                continue
            if step.when is When.NOTHING and any(certain_alone(symbol) for symbol in seen):
                continue
            if step.view not in made:
                made[step.view] = step.view(frame)
            view = made[step.view]
            if view is not None:
                seen += self._engines[step.engine].read(view, step.family)
        return seen


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
