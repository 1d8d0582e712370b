"""The worker's screen: the verdict first, everything else around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from station.core import Leaving, printable
from station.core.outcomes import Done, Problem
from station.language import operation_text, operations, outcome_text, tour_text
from station.language import screens as texts
from station.ui.messages import Answered, LeavingRead, RecentRead
from station.ui.safe_text import LONGEST, say
from station.ui.screens.base import StationScreen, in_test_mark
from station.ui.screens.confirm import Confirm
from station.ui.screens.last_scans import LastScans
from station.ui.screens.sign_in import SignIn
from station.ui.state import CARRIED_S, NEVER, Shown, State, shown
from station.ui.verdicts import Mood, Verdict, ready
from station.ui.widgets.entry import KeyedEntry
from station.ui.widgets.keys import KeyFooter
from station.ui.widgets.parcel import ParcelPanel
from station.ui.widgets.recent import ROWS, RecentList
from station.ui.widgets.state import HourPanel, StatePanel
from station.ui.widgets.trouble import TroubleLines
from station.ui.widgets.verdict import VerdictPanel
from station.ui.widgets.weight import WeightPanel
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from hardware.contract import Notice
    from station.core import Bag, RecentScan, Status, StopToLift
    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from station.ui.face import StationFace
    from station.ui.safe_text import Part


Guide = Callable[[], "Notice | None"]
"""What a visitor is told to do now."""
TOLD_S = 5.0
"""How long what came of a key stands in a corner."""


class ScanScreen(StationScreen):
    """Shows what `station.ui.state` makes of the gauges and the last verdict."""

    station: StationFace
    AUTO_FOCUS = "#entry-line"
    BINDINGS = [
        Binding("f5", "undo", texts.UNDO.english, key_display="F5", id="undo"),
        Binding("f6", "last", texts.LAST.english, key_display="F6", show=False, id="last"),
        Binding("f7", "app.supervise", texts.SUPERVISOR_KEY.english, key_display="F7", show=False, id="supervise"),
        Binding("f12", "log_in", texts.LOG_IN_KEY.english, key_display="F12", show=False, id="log-in"),
        Binding("f8", "app.next_language", texts.LANGUAGE.english, key_display="F8", id="language"),
    ]

    def __init__(self, station: StationFace, guide: Guide | None = None) -> None:
        super().__init__(station)
        self._guide = guide
        self._verdict: Verdict | None = None
        self._given_at = NEVER
        """When the verdict came, monotonic seconds."""
        self._question: Verdict | None = None
        """What the lane asked last, as long as it asks."""
        self._title = ""
        self._recent_due = True
        self._reading = False

    def compose(self) -> ComposeResult:
        """One column in a small terminal; a panel at the side where there is room."""
        with Horizontal(id="top"):
            yield Static(id="top-name", markup=False)
            yield HourPanel(id="top-hour")
        if self._guide is not None:
            yield Static(id="guide", markup=False)
        with Horizontal(id="scan"):
            with Vertical(id="main"):
                yield VerdictPanel(id="verdict")
                yield TroubleLines(id="troubles")
                yield ParcelPanel(ready(), id="parcel")
                yield RecentList(id="recent")
            with Vertical(id="side"):
                yield WeightPanel(id="weight")
                yield StatePanel(id="state")
                yield HourPanel(id="hour")
        yield KeyedEntry(self.station.check_keyed, id="entry")
        yield KeyFooter({"scan_or_help": texts.HELP})

    @property
    def failed(self) -> bool:
        """A thread of the station died."""
        return self._verdict is not None and self._verdict.failed

    @property
    def stop_code(self) -> str | None:
        """The exception code of the last verdict."""
        return self._verdict.code if self._verdict is not None else None

    def show_verdict(self, verdict: Verdict) -> None:
        """Show it as long as it stands; what a failed station says is the last word."""
        if self.failed:
            return
        self._tell_unread(verdict)
        self._verdict, self._given_at = verdict, time.monotonic()
        if verdict.mood is Mood.REVIEW and not verdict.keyed:
            self._question = verdict
        self.set_class(verdict.mood is Mood.STOP, "-stop")
        self._show(Shown(State.PLACE, verdict, given=True))

    def _tell_unread(self, newer: Verdict) -> None:
        """A number that was refused a moment ago goes on being told when another parcel's verdict takes its place."""
        last = self._verdict
        if last is None or newer.keyed or last.mood is not Mood.REVIEW or not (last.keyed and last.tones):
            return
        if time.monotonic() - self._given_at <= CARRIED_S:
            text = printable(f"{last.headline}: {last.sentence}")
            self.notify(text, severity="warning", timeout=CARRIED_S, markup=False)

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        if not status.lane.asking and status.lane.at > self._given_at:
            self._question = None
        now_shown = shown(status, self._verdict, self._given_at, self._question)
        title = _title(self.station, status)
        if title.plain != self._title:  # an update draws the line again, five times a second
            self._title = title.plain
            self.query_one("#top-name", Static).update(title)
        for panel in self.query(HourPanel):
            panel.show(status.hour)
        self.query_one(TroubleLines).show(status, now_shown.verdict.action)
        if self._guide is not None and (step := self._guide()) is not None:
            self.query_one("#guide", Static).update(tour_text(step, spoken()))
        self._show(now_shown, status.lane.parcel_in_view)
        self.query_one(WeightPanel).show(status, now_shown.verdict.grams if now_shown.given else None)
        self.query_one(StatePanel).show(status, now)
        if self._recent_due and not self._reading:
            self._recent_due, self._reading = False, True
            self._read_recent()

    def _show(self, now_shown: Shown, in_view: str | None = None) -> None:
        self.query_one(VerdictPanel).verdict = now_shown.verdict
        self.query_one(ParcelPanel).show(now_shown.verdict, None if now_shown.given else in_view)

    def say_again(self) -> None:
        """The verdict and the question that stand, and the line for numbers."""
        self._verdict, self._question = _anew(self._verdict), _anew(self._question)
        self.query_one(KeyedEntry).say_again()

    def look_is_over(self) -> None:
        """What was only shown, such as the sums of a shift, makes way."""
        if self._verdict is not None and self._verdict.mood is Mood.LOOK:
            self._verdict = None

    def question_left(self) -> None:
        """The worker leaves a question about a number as it is; what the lane asks goes on standing."""
        if self._verdict is not None and self._verdict.mood is Mood.REVIEW and self._verdict.keyed:
            self._verdict = None

    def recent_changed(self) -> None:
        """The list of recent scans is read again with the next status, at most five times a second."""
        self._recent_due = True

    def is_of(self, seq: int) -> bool:
        """Whether the last verdict is on this scan."""
        return self._verdict is not None and self._verdict.seq == seq

    @property
    def last_seq(self) -> int | None:
        """The scan that the last verdict is on."""
        return self._verdict.seq if self._verdict is not None else None

    def forget(self, label: str) -> None:
        """A label was taken: it does not stay in the line for numbers."""
        self.query_one(KeyedEntry).forget(label)

    def action_undo(self) -> None:
        """The last scan counts no more."""
        self._ask(self.station.undo)

    def action_log_in(self) -> None:
        """Somebody without a badge at hand; who works here may log out."""
        self.app.push_screen(SignIn(self.station, tr(texts.LOG_IN_TITLE), self.ask))

    def action_last(self) -> None:
        """One of the last ten counts no more."""
        self.app.push_screen(LastScans(self.station), self._chosen)

    def ask(self, request: Request, then: Callable[[Outcome], bool] | None = None) -> None:
        """Have the record do it; where `then` does not go on with what came of it, tell it."""
        self._ask(lambda: self.station.ask(request), then)

    def _chosen(self, scan: RecentScan | None) -> None:
        if scan is not None:
            self._ask(lambda: self.station.undo(scan.seq))

    def outcome_of(self, ask: Callable[[], Outcome]) -> None:
        """Ask it in a thread that may wait, and tell why nothing was done."""
        self._ask(ask)

    @work(thread=True, group="commands", exit_on_error=False)
    def _ask(self, ask: Callable[[], Outcome], then: Callable[[Outcome], bool] | None = None) -> None:
        self.post_message(Answered(ask(), then))

    def ask_for(self, ask: Callable[[], Outcome]) -> None:
        """Ask the station something in a thread that may wait; what was done is an event, which tells it."""
        self._ask(ask)

    @work(thread=True, exclusive=True, group="leaving", exit_on_error=False)
    def ask_leaving(self) -> None:
        """Loaded bags leave with the operation dispatch, if somebody says so."""
        self.post_message(LeavingRead(self.station.leaving()))

    @on(LeavingRead)
    def _leaving_read(self, message: LeavingRead) -> None:
        leaving = message.leaving
        if isinstance(leaving, Problem):
            self.tell(leaving)
        if not isinstance(leaving, Leaving):
            return
        about = {"despatch": leaving.request.despatch, "parcels": leaving.parcels}
        question = tr(operations.LEAVING_QUESTION, count=len(leaving.request.bags), **about)

        def answered(yes: bool | None) -> None:
            if yes:
                self._ask(lambda: self.station.ask(leaving.request))

        self.app.push_screen(Confirm(printable(question, LONGEST)), answered)

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        """What was done is an event, which tells it."""
        goes_on = message.then is not None and message.then(message.outcome)
        if not goes_on and not isinstance(message.outcome, Done):
            self.tell(message.outcome)

    @work(thread=True, exclusive=True, group="supervisor", exit_on_error=False)
    def read_put_right(self, then: Callable[[Sequence[StopToLift], Sequence[Bag]], None]) -> None:
        """Ask what a supervisor may put right, and go on with it on the app's thread."""
        supervisor = self.station.supervisor
        self.app.call_from_thread(then, supervisor.last_stops(), supervisor.closed_bags())

    def tell(self, outcome: Outcome) -> None:
        """What came of something."""
        text = printable(outcome_text(outcome, spoken()), LONGEST)
        done = isinstance(outcome, Done)
        self.notify(text, severity="information" if done else "warning", timeout=TOLD_S, markup=False)

    def key_in(self, text: str = "") -> None:
        """Give the keys to the entry line, and what was typed elsewhere."""
        self.query_one(KeyedEntry).take(text)

    def scanned(self, text: str, *, by_scanner: bool) -> None:
        """The keys before this were a number: it is entered; an empty one only clears the line."""
        self.query_one(KeyedEntry).scanned(text, by_scanner=by_scanner)

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


def _anew(verdict: Verdict | None) -> Verdict | None:
    return verdict.anew() if verdict is not None and verdict.anew is not None else verdict


def _title(station: StationFace, status: Status) -> Content:
    operation = (f" {operation_text(status.operation, spoken())} ", "bold $background on $foreground")
    name = (f" {status.station_id}", "bold")
    about = "".join(f"  {part}" for part in (status.operator, status.plan_version) if part)
    return say(*in_test_mark(station), *([operation] if status.operation else []), name, *_word(status), about)


def _word(status: Status) -> tuple[Part, ...]:
    """Whose word counts, and how long yet."""
    if status.word is None:
        return ()
    text = tr(texts.WORD_OF, operator=status.word.operator, seconds=max(0, int(status.word.ends_at - status.at)))
    return ("  ", (f" {text} ", "bold $review-foreground on $review-background"))
