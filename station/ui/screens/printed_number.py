"""Nothing but print was read of a parcel: is this its number? The strip of the picture, and a line to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input, Static

from station.language import actions as texts
from station.ui.screens.form import FormLine
from station.ui.screens.question import Question
from station.ui.widgets.entry import LONGEST, CheckLine, KeyedEntry, NumberInput, meant
from station.ui.widgets.strip_picture import StripPicture
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import ComposeResult

    from station.core import Identity


class PrintedLine(FormLine):
    """Holds the number that is proposed; a scan goes to the lane."""

    def __init__(self, value: str) -> None:
        super().__init__(value, compact=True, max_length=LONGEST, id="printed-line", classes="form-line")
        self.select_on_focus = False  # one character is corrected, not all of them replaced
        self.cursor_blink = False


class AskPrinted(Question[None]):
    """Enter hands the number in as a keyed one; Escape on the empty line leaves the parcel unread."""

    AUTO_FOCUS = "#printed-line"

    def __init__(self, seq: int, strip: Any, number: str, check: Callable[[str], Identity]) -> None:
        """`seq`: of the no-read. `strip`: uint8, dark on light."""
        super().__init__()
        self.seq = seq
        self._strip, self._number, self._check = strip, number, check

    def compose(self) -> ComposeResult:
        """What is asked, the picture, the line with its check, the keys."""
        with Vertical(id="form", classes="printed"):
            yield Static(tr(texts.PRINTED_QUESTION), id="form-title", markup=False)
            yield StripPicture(self._strip, id="printed-strip")
            yield PrintedLine(self._number)
            yield CheckLine(self._check, id="form-check")
            yield Static(tr(texts.PRINTED_KEYS), id="form-keys", markup=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(CheckLine).follow(meant(event.value))

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        """A key that was pressed before anybody could read the question is no answer."""
        event.stop()
        text = event.text.strip()
        if self.armed and text:
            self.dismiss(None)
            self.app.post_message(KeyedEntry.Entered(text))

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned YES or NO."""
        if yes:
            self.query_one(PrintedLine).post_message(NumberInput.Entered(self.query_one(PrintedLine), self._number))
        else:
            self.leave()
