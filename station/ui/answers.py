"""What came of what somebody asked, and what a command barcode asks of the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.core import NUMBERS, Code, Command, RequestDone, printable
from station.core.outcomes import Done, Nothing, Reason
from station.language import outcome_text
from station.ui.safe_text import LONGEST
from station.ui.screens.base import StationScreen
from station.ui.screens.choice import Choose
from station.ui.screens.confirm import Confirm
from station.ui.screens.last_scans import LastScans
from station.ui.screens.question import Question
from station.ui.screens.sign_in import SignIn
from station.ui.verdicts import of_lifted, of_put, of_relabel, of_taken_back, worded
from station.ui.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import App

    from station.core import ControlRead
    from station.core.outcomes import Outcome
    from station.ui.screens.scan import ScanScreen
    from station.ui.verdicts import Verdict

PUTS = frozenset((Reason.PARCEL_PUT, Reason.WRONG_BAG))
"""What came of a label that was scanned after a verdict."""
LABELS = frozenset((Reason.RELABEL_ASKED, Reason.RELABEL_READ, Reason.OTHER_LABEL))
"""What came of a new label."""
LOGGED_IN = frozenset((Reason.SHIFT_OPENED, Reason.SHIFT_HANDED_OVER, Reason.SHIFT_UNLOCKED))
"""Somebody stands at the lane now."""
TOLD = frozenset(
    (
        Reason.TAKEN_BACK,
        Reason.BAG_OPENED,
        Reason.BAG_CLOSED,
        Reason.STOP_LIFTED,
        Reason.BAG_REOPENED,
        Reason.WILL_STOP,
        Reason.BAGS_DISPATCHED,
        Reason.OPERATION_CHANGED,
        Reason.SHIFT_OPENED,
        Reason.SHIFT_UNLOCKED,
        Reason.SHIFT_HANDED_OVER,
    )
)
"""What the worker is told, whoever asked it."""


class Answers:
    """Runs on the app's thread. `show`: a verdict with its tones; `commanded`: does what a card asks, or says no."""

    def __init__(
        self,
        app: App[Any],
        scan: ScanScreen,
        show: Callable[[Verdict], None],
        commanded: Callable[[str], bool],
        put_right: Callable[[], None],
    ) -> None:
        """`put_right`: asks the supervisor who has shown the badge what is to be done."""
        self._app, self._scan, self._show, self._acted, self._put_right = app, scan, show, commanded, put_right

    def heard(self, event: RequestDone | ControlRead) -> None:
        """Tell it, or act on it."""
        if isinstance(event, RequestDone):
            self._done(event)
        else:
            self._commanded(event)

    def _done(self, event: RequestDone) -> None:
        """A verdict does not outlive its scan; of another one that is taken back a line tells."""
        self._scan.recent_changed()
        if event.outcome.reason in LOGGED_IN and isinstance(self._app.screen, SignIn):
            self._app.screen.known()
        match event.outcome:
            case Done(reason) | Nothing(reason) if reason in PUTS:
                self._scan.forget(str(getattr(event.request, "label", "")))
                self._show(worded(partial(of_put, seq=self._scan.last_seq), event.outcome))
            case Done(reason) | Nothing(reason) if reason in LABELS:
                self._scan.forget(str(getattr(event.request, "new", "")))
                self._show(worded(of_relabel, event.outcome))
            case Nothing(Reason.NOT_PUT):  # the verdict is of the next parcel already
                self._app.bell()
                self._scan.tell(event.outcome)
            case Done(Reason.TAKEN_BACK, {"seq": int(seq)}) if self._scan.is_of(seq):
                self._show(worded(of_taken_back, event.outcome))
            case Done(Reason.STOP_LIFTED, {"seq": int(seq)}) if self._scan.is_of(seq):
                self._show(worded(of_lifted, event.outcome))
            case Done(reason) if reason in TOLD:
                self._scan.question_left()
                self._scan.tell(event.outcome)
            case _:
                pass

    def _commanded(self, event: ControlRead) -> None:
        """A command barcode: refused aloud, or for the screen. What the station did itself is told as done."""
        screen = self._app.screen
        if event.outcome is not None:
            if not isinstance(event.outcome, Done):
                self._refused(event.outcome)
            elif event.outcome.reason is Reason.AUTHORISED and isinstance(screen, SignIn):
                screen.known()
            elif event.outcome.reason is Reason.SUPERVISOR_HERE:
                self._supervisor_here(event.outcome)
            elif event.outcome.reason is Reason.WILL_STOP:
                self._scan.tell(event.outcome)
            return
        match event.word:
            case Command.YES | Command.NO if isinstance(screen, Question | LastScans):
                screen.answer(yes=event.word == Command.YES)
            case word if word in NUMBERS and isinstance(screen, Choose):
                self._chosen(screen, NUMBERS.index(word))
            case Command.VOID if isinstance(screen, StationScreen):
                self._app.switch_mode("scan")
                self._scan.action_last()
            case word if isinstance(screen, StationScreen) and self._acted(word):
                pass
            case _:
                self._app.bell()
                self._scan.tell(Nothing(Reason.ANSWER_FIRST if isinstance(screen, Question) else Reason.NO_QUESTION))

    def _supervisor_here(self, outcome: Outcome) -> None:
        """A log-in makes room; any other question is answered first."""
        if isinstance(self._app.screen, SignIn):
            self._app.screen.leave()
        if isinstance(self._app.screen, Question) and not isinstance(self._app.screen, SignIn):
            self._scan.station.badges.leave()
            self._app.bell()
            self._scan.tell(Nothing(Reason.ANSWER_FIRST))
        else:
            self._app.call_later(self._put_right)
            self._scan.tell(outcome)

    def _which(self, outcome: Outcome) -> None:
        """The card came while nothing lay there."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._scan.station.stop_by_hand(Code(str(outcome.values["code"])), last=True)

        question = printable(outcome_text(outcome, spoken()), LONGEST)
        self._app.push_screen(Confirm(question), answered)

    def _refused(self, outcome: Outcome) -> None:
        self._app.bell()
        if outcome.reason is Reason.WHICH_PARCEL and not isinstance(self._app.screen, Question):
            self._which(outcome)
            return
        if isinstance(self._app.screen, SignIn):
            self._app.screen.refused(outcome)
        else:
            self._scan.tell(outcome)

    def _chosen(self, choice: Choose, row: int) -> None:
        if choice.has(row):
            choice.take(row)
        else:
            self._app.bell()
            self._scan.tell(Nothing(Reason.NO_SUCH_ROW, {"number": row + 1}))
