"""The supervisor's screen: the figures of the shift, and what a supervisor may do about alarms and refused scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from station.core import FIGURE_ALARMS, Act, printable
from station.core.alarm_notes import AlarmNote
from station.core.requests import AcknowledgeAlarms
from station.language import alarm_text, figure_views, trouble_texts
from station.language import screens as texts
from station.ui.safe_text import LONGEST
from station.ui.screens.confirm import Confirm
from station.ui.screens.figures_board import FiguresBoard
from station.ui.screens.refused import DeskScreen, resending
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from hardware.contract import Notice
    from station.core import RecordAlarm, Status
    from station.ui.face import StationFace


class SupervisorScreen(FiguresBoard):
    """On F2 of a station."""

    station: StationFace
    BINDINGS = [
        Binding("f5", "resend", texts.RESEND.english, key_display="F5", show=False, id="resend-refused"),
        Binding("f6", "desk", texts.DESK.english, key_display="F6", show=False, id="desk"),
        Binding("f8", "app.next_language", texts.LANGUAGE.english, key_display="F8", show=False, id="language"),
        Binding("f12", "closer", texts.LOOK_CLOSER.english, key_display="F12", id="closer"),
        Binding(
            "right", "time(1)", figure_views.OTHER_TIME.english, key_display="← →", priority=True, id="longer-time"
        ),
        Binding("left", "time(-1)", figure_views.OTHER_TIME.english, show=False, priority=True, id="shorter-time"),
        Binding("f7", "seen", texts.SEEN.english, key_display="F7", id="alarms-seen"),
    ]

    def __init__(self, station: StationFace, when_allowed: Callable[[Act, Callable[[], object]], None]) -> None:
        """`when_allowed`: does it where a role is needed and there, or none is."""
        super().__init__(station)
        self._when_allowed = when_allowed
        self._alarms: tuple[RecordAlarm, ...] = ()
        self._noted: tuple[Notice, ...] = ()
        """Figures beyond their limits that nobody has seen."""

    def _refused_keys(self) -> str:
        return f"   {tr(texts.REFUSED_KEYS)}"

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        noted = tuple(each.about for each in status.troubles if each.key in FIGURE_ALARMS and each.grave)
        if (status.record_alarms, noted) != (self._alarms, self._noted):
            self._alarms, self._noted = status.record_alarms, noted
            self.refresh_bindings()
        super().show_status(status, now)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as its base
        """There is nothing to be seen without an alarm, nothing to be sent again when nothing was refused."""
        if action == "resend":
            return self.station.status().sync.dead > 0
        return action != "seen" or bool(self._alarms or self._noted)

    def action_seen(self) -> None:
        """Tell the alarms whole and ask first: they do not come back."""
        shown = tuple(each.text for each in self._alarms)
        noted = tuple(each.code for each in self._noted)
        sentences = [alarm_text(each.about, spoken()) for each in self._alarms]
        sentences += [trouble_texts(each, spoken()).everybody for each in self._noted]
        question = "\n".join(printable(text, LONGEST) for text in (*sentences, tr(texts.SEEN_QUESTION)))
        self.app.push_screen(Confirm(question), lambda yes: self._said(yes, shown, noted))

    def _said(self, yes: bool | None, told: tuple[str, ...], noted: tuple[str, ...]) -> None:
        if yes:
            self._seen(told, noted)

    @work(thread=True, group="commands", exit_on_error=False)
    def _seen(self, told: tuple[str, ...], noted: tuple[str, ...]) -> None:
        who = self.station.status().operator or None
        if told:
            self.station.ask(AcknowledgeAlarms(told, who))
        for code in noted:
            self.station.ask(AlarmNote(code, "seen", who=who))

    def action_desk(self) -> None:
        """The refused scans one by one."""
        self._when_allowed(Act.DESK, lambda: self.app.push_screen(DeskScreen(self.station)))

    def action_resend(self) -> None:
        """Ask first: the centre gets them all again."""
        question = Confirm(tr(texts.RESEND_QUESTION))
        self._when_allowed(Act.DESK, lambda: self.app.push_screen(question, self._answered))

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self._resend()
            self.notify(tr(texts.RESENT), markup=False)

    @work(thread=True, group="commands", exit_on_error=False)
    def _resend(self) -> None:
        self.station.ask(resending(self.station))
