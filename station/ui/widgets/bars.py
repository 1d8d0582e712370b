"""A small bar chart of block characters."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from station.language import screens as texts
from station.ui.safe_text import lines, say
from station.ui.wording import tr

EIGHTHS = " ▁▂▃▄▅▆▇█"
NARROWEST, WIDEST = 5, 11
"""Columns of a bar; `HH:MM` stands under the narrowest."""
GAP = 2


class QuarterBars(Widget):
    """Parcels by quarter hour: the figure over each bar, the time under it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._quarters: tuple[tuple[str, int], ...] = ()

    def show(self, quarters: tuple[tuple[str, int], ...]) -> None:
        """(start `HH:MM`, parcels), oldest first."""
        if quarters != self._quarters:
            self._quarters = quarters
            self.refresh()

    def render(self) -> Content:
        """Title, figures, bars, times; the newest quarter hours when not all fit."""
        width, height = self.content_size
        shown = self._quarters[-max(1, (width + GAP) // (NARROWEST + GAP)) :]
        column = max(NARROWEST, min(WIDEST, (width + GAP) // max(1, len(shown)) - GAP))
        gap = " " * GAP
        figures = say((gap.join(f"{count:^{column}}" for _, count in shown), "bold"))
        times = say((gap.join(f"{start:^{column}}" for start, _ in shown), "$text-quiet"))
        rows = [say((row, "$state-up")) for row in bars([count for _, count in shown], max(1, height - 3), column)]
        return lines([say((tr(texts.QUARTERS), "$text-quiet")), figures, *rows, times])


def bars(values: list[int], height: int, column: int) -> list[str]:
    """Rows from top to bottom; the largest value fills `height`, anything above 0 is at least an eighth of a row."""
    most = max(values, default=0)
    filled = [max(1, round(value * height * 8 / most)) if value else 0 for value in values]
    return [
        (" " * GAP).join(EIGHTHS[min(8, max(0, eighths - 8 * row))] * column for eighths in filled)
        for row in reversed(range(height))
    ]
