"""Staff number and PIN, for who has no badge at hand; a badge that is scanned meanwhile does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from station.core import is_pin, printable
from station.core.authority import shift_closed
from station.core.outcomes import Done
from station.language import outcome_text
from station.language import screens as texts
from station.ui.messages import Answered
from station.ui.safe_text import LONGEST
from station.ui.screens.form import FormLine
from station.ui.screens.question import Question
from station.ui.widgets.entry import LONGEST as LONGEST_LINE
from station.ui.widgets.entry import NumberInput
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from station.ui.face import StationFace


Line = TypeVar("Line", bound=FormLine)


class PinLine(FormLine):
    """Digits that come as fast as a scanner types are the PIN too: they stand nowhere, on no screen and in no log."""

    is_parcel: Callable[[str], bool]
    """Whether the lane books it as a parcel; set by the screen."""

    def takes(self, text: str) -> bool:
        """Whether it may be a PIN, and is the number of no parcel."""
        return is_pin(text) and not self.is_parcel(text)

    def on_number_input_scanned(self, message: NumberInput.Scanned) -> None:
        """Enter it."""
        super().on_number_input_scanned(message)
        if self.takes(message.text):
            self.post_message(self.Entered(self, message.text))


class SignIn(Question[bool]):
    """Ends with True once the station knows who it is, or with None. What it is for stands in the title."""

    BINDINGS = [Binding("f12", "log_out", texts.LOG_OUT_KEY.english, show=False)]

    def __init__(self, station: StationFace, title: str, ask: Callable[[Request], object] | None = None) -> None:
        """`ask` asks the station for the end of a shift; None: nobody logs out here."""
        super().__init__()
        self.station = station
        self._title = title
        self._looking = False
        status = station.status()
        self._works_here = "" if ask is None or status.locked else status.operator
        self._ask = ask

    def compose(self) -> ComposeResult:
        """The title, two lines, what came of the last try, the keys."""
        with Vertical(id="sign-in"):
            yield Static(self._title, id="sign-in-title", markup=False)
            yield Static(tr(texts.STAFF_NUMBER), classes="form-label", markup=False)
            yield _line(FormLine, "number")
            yield Static(tr(texts.PIN), classes="form-label", markup=False)
            pin = _line(PinLine, "pin", hidden=True)
            pin.is_parcel = lambda text: self.station.check_keyed(text).accepted
            yield pin
            yield Static(id="sign-in-told", markup=False)
            if self._works_here:
                yield Static(tr(texts.LOG_OUT, operator=printable(self._works_here, LONGEST)), markup=False)
            yield Static(tr(texts.FORM_KEYS), id="sign-in-keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the number."""
        self._line("number").focus()

    def _line(self, name: str) -> FormLine:
        return self.query_one(f"#sign-in-{name}", FormLine)

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        """On to the line that wants something; with both the station looks."""
        event.stop()
        number, pin = self._line("number").value.strip(), self._line("pin").value
        if not number or not pin:
            self._line("pin" if number else "number").focus()
        elif not self._looking:
            self._looking = True
            self.query_one("#sign-in-told", Static).update(tr(texts.LOOKING))
            self._look(number, pin)

    @work(thread=True, group="commands", exit_on_error=False)
    def _look(self, number: str, pin: str) -> None:
        self.post_message(Answered(self.station.badges.sign_in(number, pin)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        message.stop()
        self._looking = False
        if isinstance(message.outcome, Done):
            self.known()
        else:
            self.app.bell()
            self.refused(message.outcome)

    def known(self) -> None:
        """The station knows who it is."""
        if self.is_current:
            self.dismiss(result=True)

    def refused(self, outcome: Outcome) -> None:
        """A badge or a PIN was not taken, and why."""
        self.query_one("#sign-in-told", Static).update(printable(outcome_text(outcome, spoken()), LONGEST))
        for name in ("pin", "number"):
            self._line(name).value = ""
        self._line("number").focus()

    def action_log_out(self) -> None:
        """The same key again: who works here goes."""
        if self.armed and self._works_here and self._ask is not None:
            self._ask(shift_closed(self._works_here))
            self.leave()

    def answer(self, *, yes: bool) -> None:
        """A card answers NO alone."""
        if yes:
            self.app.bell()
        else:
            self.leave()


def _line(kind: type[Line], name: str, *, hidden: bool = False) -> Line:
    line = kind(compact=True, max_length=LONGEST_LINE, password=hidden, id=f"sign-in-{name}", classes="form-line")
    line.cursor_blink = False
    return line
