"""The supervisor's screen: throughput, exceptions, backlog, and what the centre refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.widgets import Footer, Static

from station.ui import words
from station.ui.amounts import local_time, span
from station.ui.messages import RefusedRead
from station.ui.safe import fit, lines, say
from station.ui.screens.base import StationScreen
from station.ui.screens.confirm import Confirm
from station.ui.widgets.bars import QuarterBars
from station.ui.widgets.state import CausesPanel, backlog_parts, counts, line_parts
from station.ui.widgets.trouble import TroubleLines

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core.events import Status, SyncStatus
    from station.ui.face import RefusedScan, StationFace

MOST_REFUSED = 200
"""Lines of the table; the outbox command lists all."""


class SupervisorScreen(StationScreen):
    """Reads the refused scans when it comes to the front, and when the centre answered while it is there."""

    AUTO_FOCUS = "#refused"
    BINDINGS = [Binding("r", "resend", words.RESEND, id="resend-refused")]

    def __init__(self, station: StationFace) -> None:
        super().__init__(station)
        self._refused_due = True
        self._dead: int | None = None

    def compose(self) -> ComposeResult:
        """Bars and counts above, the refused scans under them."""
        title = say((f" {self.station.station_id}", "bold"), f"  {words.SUPERVISOR}")
        yield Static(title, id="top-name", markup=False)
        yield TroubleLines(id="troubles")
        with Container(id="throughput"):
            yield QuarterBars(id="quarters")
            yield Static(id="hour-counts", markup=False)
            yield CausesPanel(id="causes")
        yield Static(id="backlog", markup=False)
        with VerticalScroll(id="refused"):
            yield Static(id="refused-lines", markup=False)
        yield Footer()

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        hour = status.hour
        stopped = sum(count for _, count in hour.exceptions)
        self.query_one(TroubleLines).show(status)
        self.query_one(QuarterBars).show(hour.quarters)
        title = say((words.LAST_HOUR, "$text-quiet"))
        self.query_one("#hour-counts", Static).update(lines([title, *counts(hour, stopped)]))
        self.query_one(CausesPanel).show(hour)
        self.query_one("#backlog", Static).update(lines([_backlog(status.sync, now), _room(status)]))
        if status.sync.dead != self._dead or self._refused_due:
            self._dead, self._refused_due = status.sync.dead, False
            self._read_refused()

    def on_screen_resume(self) -> None:
        """Read the table anew."""
        self._refused_due = True

    def refused_changed(self) -> None:
        """The centre answered."""
        self._refused_due = True

    @work(thread=True, exclusive=True, group="refused", exit_on_error=False)
    def _read_refused(self) -> None:
        self.post_message(RefusedRead(self.station.refused(MOST_REFUSED)))

    @on(RefusedRead)
    def _refused_read(self, message: RefusedRead) -> None:
        rows = [_row(scan) for scan in message.scans] or [say((words.NOTHING, "$text-quiet"))]
        title = say((f"{words.REFUSED_TITLE}: {len(message.scans)}", "$text-quiet"))
        if self.standing:
            self.query_one("#refused-lines", Static).update(lines([title, *rows]))

    def could_not(self, text: str) -> None:
        """The table says why it is empty."""
        self.query_one("#refused-lines", Static).update(say((f"{words.RECENT_FAILED}: {text}", "bold $state-down")))

    def action_resend(self) -> None:
        """Ask first: the centre gets them all again."""
        self.app.push_screen(Confirm(words.RESEND_QUESTION), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self._resend()
            self.notify(words.RESENT, markup=False)

    @work(thread=True, group="commands", exit_on_error=False)
    def _resend(self) -> None:
        self.station.resend_refused()


def _backlog(sync: SyncStatus, now: datetime) -> Content:
    refused, waiting = backlog_parts(sync, now)
    since = f"  {words.SINCE_TIME} {local_time(sync.oldest_pending)}" if sync.oldest_pending else ""
    return say((f"{words.BACKLOG}  ", "$text-quiet"), *line_parts(sync), "   ", *waiting, since, "   ", *refused)


def _room(status: Status) -> Content:
    """`the queue holds 812 h (33 d) at this rate`: until the disk is so full that no scan is stored."""
    if status.disk_hours is None:
        return say((words.HOLDS_UNKNOWN, "$text-quiet"))
    style = "bold $state-down" if status.disk_stops else "bold"
    return say((f"{words.HOLDS} ", "$text-quiet"), (span(status.disk_hours), style), f" {words.HOLDS_RATE}")


def _row(scan: RefusedScan) -> Content:
    return say(
        f"{scan.seq:>8}  {local_time(scan.scanned_at)}  ",
        (fit(scan.parcel_id or words.NOT_READ, 24), "bold"),
        (fit(scan.code, 18), "bold $state-down"),
        scan.message,
    )
