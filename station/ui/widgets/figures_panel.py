"""The figures of the shift in the middle of the supervisor's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from station.language import screens as texts
from station.ui.safe_text import lines, say
from station.ui.widgets.figures import cause_names, pareto, read_lines, stop_names, table
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.core.counting import ShiftFigures

    Rows = Callable[[ShiftFigures, int, int], list[Content]]

PARTS: dict[str, Rows] = {
    "read": lambda figures, _, height: [*read_lines(figures)][:height],
    "by-code": lambda figures, width, height: [
        say((tr(texts.BY_CODE), "$text-quiet")),
        *pareto(figures.codes, stop_names(figures.codes), width, height - 1),
    ],
    "by-cause": lambda figures, width, height: [
        say((tr(texts.BY_CAUSE), "$text-quiet")),
        *pareto(figures.causes, cause_names(figures.causes), width, height - 1),
    ],
    "by-operator": lambda figures, _, height: table(texts.BY_WORKER, figures.operators, height),
    "by-bin": lambda figures, _, height: table(texts.BY_BIN, figures.bins, height, accepted=True),
    "by-carrier": lambda figures, _, height: table(texts.BY_CARRIER, figures.carriers, height),
}
"""By its name on the screen, the rows of each part for so many columns and rows."""


class FiguresPart(Widget):
    """One of `PARTS`, as much of it as there is room for."""

    def __init__(self, part: str) -> None:
        super().__init__(id=part)
        self._rows = PARTS[part]
        self._figures: ShiftFigures | None = None

    def show(self, figures: ShiftFigures) -> None:
        """New ones."""
        if figures != self._figures:
            self._figures = figures
            self.refresh()

    def render(self) -> Content:
        """Nothing before the first look at the record."""
        width, height = self.content_size
        if self._figures is None or height < 1:
            return Content("")
        return lines(self._rows(self._figures, width, height)[:height])


class FiguresPanel(Container):
    """How parcels were read and what stopped them; where there is room the causes, workers, bins and carriers too."""

    def compose(self) -> ComposeResult:
        """A part for each."""
        for part in PARTS:
            yield FiguresPart(part)

    def show(self, figures: ShiftFigures) -> None:
        """In every part."""
        for part in self.query(FiguresPart):
            part.show(figures)
