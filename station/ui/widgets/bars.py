"""A small bar chart of block characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from station.core.counting import Span
from station.language import figure_views
from station.language import screens as texts
from station.ui.amounts import local_day, local_time
from station.ui.safe_text import lines, say
from station.ui.wording import tr

if TYPE_CHECKING:
    from station.core.counting import ShiftFigures
    from station.ui.safe_text import Part

EIGHTHS = " ▁▂▃▄▅▆▇█"
NUMBERED, WIDEST = 4, 9
"""Columns of a bar from which on its figure fits over it, and the most."""
LOW = 4
"""Rows up to which there is none for the figures."""
HOURS_OF_BAR = {Span.DAY: 1.0, Span.WEEK: 0.0}
"""For which the target is told; else quarter hours."""
TITLES = {Span.DAY: figure_views.HOURS, Span.WEEK: figure_views.DAYS}
TIME_WIDTH = 6
"""Columns of `HH:MM` with the gap after it."""


class QuarterBars(Widget):
    """Presented parcels by quarter hour, hour or day: a bar each, the times of the full hours under them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._quarters: tuple[tuple[str, int], ...] = ()
        self._target = 0.0
        self._about = texts.QUARTERS

    def show(self, figures: ShiftFigures, target_per_hour: int) -> None:
        """Those of its quarter hours, hours or days."""
        span = figures.chosen.span
        named = local_day if span is Span.WEEK else lambda at: local_time(at)[:5]
        shown = tuple((named(at), line.counts.presented) for at, line in figures.quarters)
        now = shown, target_per_hour * HOURS_OF_BAR.get(span, 0.25), TITLES.get(span, texts.QUARTERS)
        if now != (self._quarters, self._target, self._about):
            self._quarters, self._target, self._about = now
            self.refresh()

    def render(self) -> Content:
        """As much as there is room for."""
        return self.drawn(*self.content_size)

    def drawn(self, width: int, height: int) -> Content:
        """Title, figures where they fit, bars, times; the newest quarter hours when not all fit."""
        shown = self._quarters[-max(1, width) :]
        column = max(1, min(WIDEST, (width + 1) // max(1, len(shown)) - 1))
        gap = " " if (column + 1) * len(shown) <= width + 1 else ""
        counts = [count for _, count in shown]
        rows = [self._title(counts), *([_numbers(counts, column, gap)] if column >= NUMBERED and height > LOW else [])]
        # The quarter hour that goes on may still come up to it.
        below = [number < self._target for number in counts[:-1]] + [False] * bool(counts)
        rows += [_coloured(row, below, column, gap) for row in bars(counts, max(1, height - len(rows) - 1))]
        return lines([*rows, say((_times([at for at, _ in shown], column + len(gap), width), "$text-quiet"))])

    def _title(self, counts: list[int]) -> Content:
        parts: list[Part] = [(tr(self._about), "$text-quiet"), f"   {tr(texts.MOST, count=max(counts, default=0))}"]
        if self._target:
            parts += [f"   {tr(texts.TARGET_OF_QUARTER, count=round(self._target))}"]
        return say(*parts)


def _numbers(counts: list[int], column: int, gap: str) -> Content:
    return say((gap.join(f"{count or '':^{column}}" for count in counts), "bold"))


def _coloured(row: list[str], below: list[bool], column: int, gap: str) -> Content:
    styles = ("$state-wait" if low else "$state-up" for low in below)
    drawn = zip(row, styles, strict=True)
    parts: list[Part] = [(gap * bool(n) + part * column, style) for n, (part, style) in enumerate(drawn)]
    return say(*parts)


def _times(starts: list[str], step: int, width: int) -> str:
    """The full hours, as many as fit beside each other."""
    row = ""
    for place, start in enumerate(starts):
        free = len(row) <= place * step <= width - len(start)
        if free and (start.endswith(":00") or step >= TIME_WIDTH or place == 0):
            row = f"{row:<{place * step}}{start} "
    return row.rstrip()


def bars(values: list[int], height: int) -> list[list[str]]:
    """Rows from top to bottom, a sign a value; the largest fills `height`, what is above 0 is at least an eighth."""
    most = max(values, default=0)
    filled = [max(1, round(value * height * 8 / most)) if value else 0 for value in values]
    return [[EIGHTHS[min(8, max(0, eighths - 8 * row))] for eighths in filled] for row in reversed(range(height))]
