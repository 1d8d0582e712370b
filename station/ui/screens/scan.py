"""The worker's screen: the verdict first, everything else around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Static

from station.core.events import DeviceKind, Health
from station.ui import words
from station.ui.messages import RecentRead
from station.ui.safe import say
from station.ui.screens.base import StationScreen
from station.ui.verdicts import READY, Mood, Verdict
from station.ui.widgets.entry import KeyedEntry
from station.ui.widgets.parcel import ParcelPanel, name
from station.ui.widgets.recent import ROWS, RecentList
from station.ui.widgets.state import HourPanel, StatePanel
from station.ui.widgets.trouble import TroubleLines
from station.ui.widgets.verdict import VerdictPanel
from station.ui.widgets.weight import WeightPanel

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from station.core.events import Status
    from station.ui.face import StationFace


class ScanScreen(StationScreen):
    """A verdict stays until the next one; it loses its colour when the next parcel lies there."""

    AUTO_FOCUS = "#entry-line"

    def __init__(self, station: StationFace) -> None:
        super().__init__(station)
        self._verdict = READY
        self._cleared = False
        """The lane was seen without another parcel since the verdict."""
        self._recent_due = True
        self._reading = False

    def compose(self) -> ComposeResult:
        """One column in a small terminal; a panel at the side where there is room."""
        with Horizontal(id="top"):
            yield Static(id="top-name", markup=False)
            yield HourPanel(id="top-hour")
        with Horizontal(id="scan"):
            with Vertical(id="main"):
                yield VerdictPanel(id="verdict")
                yield Static(id="prompt", markup=False)
                yield TroubleLines(id="troubles")
                yield ParcelPanel(self._verdict, id="parcel")
                yield RecentList(id="recent")
            with Vertical(id="side"):
                yield WeightPanel(id="weight")
                yield StatePanel(id="state")
                yield HourPanel(id="hour")
        yield KeyedEntry(self.station.check_keyed, id="entry")
        yield Footer()

    @property
    def failed(self) -> bool:
        """A thread of the station died."""
        return self._verdict.headline == words.FAILED

    def show_verdict(self, verdict: Verdict) -> None:
        """Show it until the next one; what a failed station says is the last word."""
        if self.failed:
            return
        self._verdict, self._cleared = verdict, False
        self.set_class(verdict.mood is Mood.STOP, "-stop")
        panel = self.query_one(VerdictPanel)
        panel.previous = False
        panel.verdict = verdict
        self.query_one(ParcelPanel).show(verdict, None)

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        next_id = self._next_parcel(status)
        self.query_one("#top-name", Static).update(_title(status))
        for panel in self.query(HourPanel):
            panel.show(status.hour)
        self.query_one(TroubleLines).show(status)
        self.query_one(ParcelPanel).show(self._verdict, next_id)
        self.query_one(WeightPanel).show(status, self._verdict.grams)
        self.query_one(StatePanel).show(status, now)
        self._show_prompt(status)
        if self._verdict.mood is Mood.READY:
            self._verdict = self.query_one(VerdictPanel).verdict = _ready(status)
        if self._recent_due and not self._reading:
            self._recent_due, self._reading = False, True
            self._read_recent()

    def recent_changed(self) -> None:
        """The list of recent scans is read again with the next status, at most five times a second."""
        self._recent_due = True

    def key_in(self, text: str = "") -> None:
        """Give the keys to the entry line, and what was typed elsewhere."""
        self.query_one(KeyedEntry).take(text)

    def scanned(self, text: str) -> None:
        """The keys before this were a scan."""
        self.query_one(KeyedEntry).scanned(text)

    def _show_prompt(self, status: Status) -> None:
        prompt = self.query_one("#prompt", Static)
        text = status.lane.prompt
        prompt.display = bool(text)
        if text:
            prompt.update(say((text, "bold")))

    def _next_parcel(self, status: Status) -> str | None:
        """The id of another parcel in view; takes the colour off the verdict when one lies there."""
        lane, identity = status.lane, self._verdict.identity
        mine = {None, name(identity) if identity else None, identity.normalized if identity else None}
        next_id = None if lane.parcel_in_view in mine else lane.parcel_in_view
        if next_id is None and lane.weigh_phase != "loading":
            self._cleared = True
        elif self._cleared and self._verdict.mood in (Mood.ACCEPT, Mood.EXCEPTION):
            self.query_one(VerdictPanel).previous = True
        return next_id

    @work(thread=True, exclusive=True, group="recent", exit_on_error=False)
    def _read_recent(self) -> None:
        self.post_message(RecentRead(self.station.recent(ROWS)))

    @on(RecentRead)
    def _recent_read(self, message: RecentRead) -> None:
        self._reading = False
        if self.standing:
            self.query_one(RecentList).show(message.scans)

    def could_not(self, text: str) -> None:
        """The list says why it is old; it is read again with the next scan."""
        self._reading = False
        self.query_one(RecentList).say_trouble(text)


KEYED_ONLY = Verdict(Mood.READY, words.READY, "", words.READY_KEYED, "")


BARE = Verdict(Mood.READY, words.READY, "", "", "")
"""While a prompt says what to do."""


def _ready(status: Status) -> Verdict:
    if status.lane.prompt:
        return BARE
    return KEYED_ONLY if _keyed_only(status) else READY


def _keyed_only(status: Status) -> bool:
    return any(d.kind is DeviceKind.CAMERA and d.health in (Health.OFF, Health.DOWN) for d in status.devices)


def _title(status: Status) -> Content:
    return say((f" {status.station_id}", "bold"), f"  {words.TITLE}  {status.plan_version or ''}")
