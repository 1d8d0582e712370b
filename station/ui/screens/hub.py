"""Every station of the hub, as the centre tells them: silent ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from station.core import printable
from station.language import screens as texts
from station.ui.messages import HubRead
from station.ui.safe_text import LONGEST, fit, lines, say
from station.ui.widgets.figures import rate
from station.ui.widgets.keys import KeyFooter
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core.counting import HubRow
    from station.ui.face import HubFace

ASKED_S = 5.0
"""Between two questions to the centre."""
NARROW = (12, 6, 8, 8, 5, 11, 6, 4, 8)
WIDE = (18, 8, 14, 12, 7, 13, 8, 8, 9, 8)
"""Of the columns; the version stands in a wide terminal, what a person has to look at beside it, or in a second row."""


class HubScreen(Screen[None], inherit_bindings=False):
    """Asks the centre while it is in front; what it told before goes when it tells nothing any more."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    AUTO_FOCUS = "#refused"

    def __init__(self, hub: HubFace | None) -> None:
        super().__init__()
        self._hub = hub
        self._rows: Sequence[HubRow] | None = None
        self._away = ""
        """Why the centre tells nothing."""

    def compose(self) -> ComposeResult:
        """A title, what is wrong with all of it, the rows."""
        yield Static(id="top-name", markup=False)
        yield Static(id="away", markup=False)
        with VerticalScroll(id="refused"):
            yield Static(id="refused-lines", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Ask at once."""
        self._draw()
        self.set_interval(ASKED_S, self._ask_in_front)
        self._ask_in_front()

    def on_screen_resume(self) -> None:
        """Ask at once."""
        self._ask_in_front()

    def on_resize(self) -> None:
        """Other columns for the same rows."""
        self._draw()

    def keep_language(self) -> None:
        """Say all in the language that is spoken now."""
        self._draw()
        self.refresh_bindings()

    def _ask_in_front(self) -> None:
        if self._hub is not None and self.is_current:
            self._ask(self._hub)

    @work(thread=True, exclusive=True, group="hub", exit_on_error=False)
    def _ask(self, hub: HubFace) -> None:
        self.post_message(HubRead(hub.rows()))

    @on(HubRead)
    def _told(self, message: HubRead) -> None:
        message.stop()
        self._rows, self._away = message.rows, ""
        self._draw()

    @on(Worker.StateChanged)
    def _untold(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and self.is_mounted:
            self._rows, self._away = (), printable(str(event.worker.error), LONGEST)
            self._draw()

    def _draw(self) -> None:
        rows = self._rows or ()
        silent = sum(row.silent is True for row in rows)
        told = tr(texts.HUB_COUNT, count=len(rows), silent=silent) if self._rows is not None else ""
        self.query_one("#top-name", Static).update(say((f" {tr(texts.HUB_TITLE)}", "bold"), f"   {told}"))
        away = self.query_one("#away", Static)
        away.display = bool(self._away)
        style = "bold $exception-foreground on $exception-background"
        away.update(say((f" {tr(texts.HUB_AWAY, why=self._away)} ", style)))
        self.query_one("#refused-lines", Static).update(lines(self._table(rows)))

    def _table(self, rows: Sequence[HubRow]) -> list[Content]:
        if self._hub is None:
            return [say((tr(texts.HUB_NONE), "$text-quiet"))]
        if self._rows is None:
            return [say((tr(texts.TELLING), "$text-quiet"))]
        wide = self.has_class("-wide")
        widths = WIDE if wide else NARROW
        heads = [tr(head) for head in texts.HUB_HEADS]
        table = [say((_laid(heads[: len(widths)], widths) + (f"  {heads[-1]}" if wide else ""), "$text-quiet"))]
        for row in sorted(rows, key=lambda each: not each.silent):
            notes = "; ".join(_notes(row))
            style = "bold $state-down" if row.silent else ""
            cells = (_laid(list(_cells(row))[: len(widths)], widths), style)
            table.append(say(cells, (f"  {printable(notes, LONGEST)}" if wide and notes else "", "$state-wait")))
            if notes and not wide:
                table.append(say((f"    {printable(notes, LONGEST)}", "$state-wait")))
        return table


def _laid(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " ".join(fit(printable(cell, LONGEST), width) for cell, width in zip(cells, widths, strict=True))


def _cells(row: HubRow) -> Iterator[str]:
    yield ("! " if row.silent else "  ") + row.station_id
    yield "-" if row.age_s is None else spoken().age(row.age_s)
    yield row.operator or "-"
    yield row.operation or "-"
    yield _figure(row.presented)
    yield rate(row.first_time, row.presented, short=True) if row.rate and row.first_time and row.presented else "-"
    yield _figure(row.pending)
    yield _figure(row.refused)
    yield {"synced": "ok", None: "-"}.get(row.clock, row.clock or "-")
    yield row.version or "-"


def _notes(row: HubRow) -> Iterator[str]:
    """What a person has to look at."""
    if row.silent:
        yield tr(texts.SILENT, age="-" if row.age_s is None else spoken().age(row.age_s))
    if row.is_shared:
        yield tr(texts.SHARED_ID)
    yield from row.not_up
    if row.clock not in (None, "synced"):
        yield tr(texts.CLOCK_WRONG, clock=row.clock)
    if row.pending and row.oldest:
        yield tr(texts.OLDEST, time=row.oldest[:19].replace("T", " "))


def _figure(count: int | None) -> str:
    return "-" if count is None else str(count)
