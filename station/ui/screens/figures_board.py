"""The figures of the shift as they stand on F2 and in a browser: for looking at alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.widgets import Static

from station.core import DISK
from station.core.counting import Chosen, Span
from station.language import screens as texts
from station.ui.messages import FiguresRead, RefusedRead
from station.ui.safe_text import Part, lines, say
from station.ui.screens.base import StationScreen, in_test_mark
from station.ui.screens.figures import FiguresScreen
from station.ui.screens.refused import row
from station.ui.widgets.bars import QuarterBars
from station.ui.widgets.figures import cut_off_line, now_line
from station.ui.widgets.figures_panel import FiguresPanel
from station.ui.widgets.keys import KeyFooter
from station.ui.widgets.state import backlog_parts, line_parts
from station.ui.widgets.trouble import TroubleLines
from station.ui.wording import in_sentence, spoken, tr, tr_key

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core import Status, SyncStatus
    from station.core.counting import ShiftFigures
    from station.ui.face import WatchedFace

LONG_NUMBER = 13
"""Of a longer number of a bag the end is shown: of an S9 the despatch and what follows."""
COUNTED_S = 2.0
"""Between two looks at the figures of the shift."""
MOST_REFUSED = 200
"""Lines of the table; the outbox command lists all."""


class FiguresBoard(StationScreen):
    """Reads the refused scans when it comes to the front, and when the centre answered while it is there."""

    AUTO_FOCUS = "#refused"

    def __init__(self, station: WatchedFace) -> None:
        super().__init__(station)
        self._refused_due = True
        self._dead: int | None = None
        self._figures: ShiftFigures | None = None
        self._chosen = Chosen()
        self._figures_due = True
        self._counted_at = 0.0

    def compose(self) -> ComposeResult:
        """Bars and counts above, the refused scans under them."""
        yield Static(self._title(), id="top-name", markup=False)
        yield TroubleLines(id="troubles")
        yield Static(id="now", markup=False)
        yield Static(id="cut-offs", markup=False)
        yield QuarterBars(id="quarters")
        yield FiguresPanel(id="figures")
        yield Static(id="waiting", markup=False)
        with VerticalScroll(id="refused"):
            yield Static(id="refused-lines", markup=False)
        yield KeyFooter({"figures": texts.HUB_KEY})

    def _title(self) -> Content:
        name = (f" {self.station.station_id}", "bold")
        return say(*in_test_mark(self.station), name, f"  {tr_key(texts.SUPERVISOR.english)}")

    def _refused_keys(self) -> str:
        """What may be done about the refused scans; here nothing."""
        return ""

    def say_again(self) -> None:
        """The title and the table."""
        self.query_one("#top-name", Static).update(self._title())
        self._refused_due = True

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        self.query_one(TroubleLines).show(status)
        if self._figures is not None:
            line = now_line(status.hour, self._figures, self.station.figures.target_per_hour)
            self.query_one("#now", Static).update(line)
        self.query_one("#waiting", Static).update(
            lines([_waiting(status.sync, now), _room(status), *_open_bags(status)])
        )
        if status.at - self._counted_at >= COUNTED_S or self._figures_due:
            self._counted_at, self._figures_due = status.at, False
            self._count(self._chosen)
        if status.sync.dead != self._dead or self._refused_due:
            self._dead, self._refused_due = status.sync.dead, False
            self._read_refused()

    def on_screen_resume(self) -> None:
        """Read the tables anew."""
        self._refused_due = self._figures_due = True

    @work(thread=True, exclusive=True, group="figures", exit_on_error=False)
    def _count(self, chosen: Chosen) -> None:
        self.post_message(FiguresRead(self.station.figures.shift(chosen)))

    @on(FiguresRead)
    def _counted(self, message: FiguresRead) -> None:
        self._figures = message.figures
        if self.standing:
            self.query_one(QuarterBars).show(message.figures, self.station.figures.target_per_hour)
            self.query_one(FiguresPanel).show(message.figures)
            told = [cut_off_line(each) for each in message.figures.cut_offs]
            self.query_one("#cut-offs", Static).update(lines(told))
            self.query_one("#cut-offs", Static).display = bool(told)
            self.post_message(self.Standing())

    def action_closer(self) -> None:
        """From a figure to its parcels, from a parcel to its history."""
        if self._figures is not None:
            self.app.push_screen(FiguresScreen(self.station, self._figures), self._choose)

    def action_time(self, step: int) -> None:
        """Figures of a shorter or longer time."""
        spans = list(Span)
        self._choose(replace(self._chosen, span=spans[(spans.index(self._chosen.span) + step) % len(spans)]))

    def _choose(self, chosen: Chosen | None) -> None:
        if chosen is not None and chosen != self._chosen:
            self._chosen = chosen
            self._count(self._chosen)

    def refused_changed(self) -> None:
        """The centre answered."""
        self._refused_due = True

    @work(thread=True, exclusive=True, group="refused", exit_on_error=False)
    def _read_refused(self) -> None:
        self.post_message(RefusedRead(self.station.refused(MOST_REFUSED)))

    @on(RefusedRead)
    def _refused_read(self, message: RefusedRead) -> None:
        rows = [row(scan) for scan in message.scans] or [say((tr(texts.NOTHING), "$text-quiet"))]
        keys = self._refused_keys() if message.scans else ""
        title = say((f"{tr(texts.REFUSED_TITLE, count=len(message.scans))}{keys}", "$text-quiet"))
        if self.standing:
            self.query_one("#refused-lines", Static).update(lines([title, *rows]))

    def could_not(self, text: str) -> None:
        """The table says why it is empty."""
        self.query_one("#refused-lines", Static).update(say((f"{tr(texts.RECENT_FAILED)}: {text}", "bold $state-down")))


def _waiting(sync: SyncStatus, now: datetime) -> Content:
    refused, waiting = backlog_parts(sync, now)
    means = ""
    if sync.pending:
        means = f"  {tr(texts.GOES_OUT if sync.online else texts.NOTHING_LOST)}"
    return say(*line_parts(sync), "   ", *waiting, (means, "$text-quiet"), "   ", *refused)


def _open_bags(status: Status) -> list[Content]:
    """`open bags: A01 BAG-1 12, 8.4 kg`, those that are nearly full first; none: no line."""
    fullest = sorted(status.bags, key=lambda bag: -(bag.part or 0))
    parts: list[Part] = [(f"{tr(texts.OPEN_BAGS)}: ", "$text-quiet")] if fullest else []
    for place, bag in enumerate(fullest):
        style = "bold $state-wait" if bag.is_nearly_full else "bold"
        held = f"{bag.count}, {spoken().kilograms(bag.net_g)}"
        number = bag.number if len(bag.number) <= LONG_NUMBER else f"…{bag.number[-LONG_NUMBER:]}"
        parts += ["   " if place else "", f"{bag.bin or bag.destination or ''} {number} ", (held, style)]
    return [say(*parts)] if parts else []


def _room(status: Status) -> Content:
    """`the disk has room for 812 h (33 d) of scans at this rate`: until it is so full that no scan is stored."""
    if status.disk_hours is None:
        return say((tr(texts.ROOM_UNKNOWN), "$text-quiet"))
    stops = any(trouble.grave for trouble in status.troubles if trouble.key == DISK)
    style = "bold $state-down" if stops else "bold"
    return in_sentence(texts.ROOM, "$text-quiet", span=(spoken().span(status.disk_hours), style))
