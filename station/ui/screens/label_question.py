"""A label is asked for: it is scanned or typed. What is a parcel's number goes to the lane instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Static

from station.core import is_control, printable
from station.language import actions as texts
from station.ui.safe_text import LONGEST
from station.ui.screens.form import FormLine
from station.ui.screens.question import Question
from station.ui.widgets.entry import LONGEST as LONGEST_LINE
from station.ui.widgets.entry import KeyedEntry, NumberInput
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.core import Identity


class LabelLine(FormLine):
    """A scan of a label ends the question; on an empty line Escape leaves it."""

    def __init__(self, check: Callable[[str], Identity]) -> None:
        super().__init__(compact=True, max_length=LONGEST_LINE, id="label-line", classes="form-line")
        self.cursor_blink = False
        self._check = check

    def takes(self, text: str) -> bool:
        """Neither a parcel's number nor a command."""
        return not is_control(text) and not self._check(text).accepted

    def on_number_input_scanned(self, message: NumberInput.Scanned) -> None:
        """Nothing of the scan stays in the line."""
        super().on_number_input_scanned(message)
        if self.takes(message.text):
            self.post_message(self.Entered(self, message.text))


class AskLabel(Question[str]):
    """Ends with the text of the label, with "" where none is wanted, or with None."""

    AUTO_FOCUS = "#label-line"

    def __init__(self, title: str, hint: str, check: Callable[[str], Identity], *, needed: bool = True) -> None:
        """`needed`: an empty line is no answer; else YES or Enter on the empty line gives ""."""
        super().__init__()
        self._title, self._hint, self._check, self._needed = title, hint, check, needed

    def compose(self) -> ComposeResult:
        """What is asked, the line, what an empty line means, the keys."""
        with Vertical(id="form"):
            yield Static(printable(self._title, LONGEST), id="form-title", markup=False)
            yield LabelLine(self._check)
            yield Static(printable(self._hint, LONGEST), id="form-check", markup=False)
            yield Static(tr(texts.LABEL_KEYS), id="form-keys", markup=False)

    @on(NumberInput.Entered)
    def _entered(self, event: NumberInput.Entered) -> None:
        event.stop()
        text = event.text.strip()
        if is_control(text):  # typed or cut by a slow machine, it is a card all the same
            self.query_one(LabelLine).clear()
            self.post_message(KeyedEntry.Entered(text))
        elif text or not self._needed:
            self.dismiss(text)

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned YES or NO."""
        if not yes:
            self.leave()
        elif not self._needed:
            self.dismiss("")
