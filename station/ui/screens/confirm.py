"""One question with Yes and No, for everything that cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from station.language import screens as texts
from station.ui.screens.question import Question
from station.ui.wording import tr

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class Confirm(Question[bool]):
    """No is chosen at first; letters mean nothing here."""

    BINDINGS = [
        Binding("left,right", "other", texts.OTHER_ANSWER.english),
        Binding("enter", "choose", texts.CHOOSE.english),
        Binding("escape", "no", texts.NO.english),
    ]
    yes: reactive[bool] = reactive(default=False)

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, the two answers, the keys."""
        with Vertical(id="confirm"):
            yield Static(self._question, id="confirm-question", markup=False)
            with Horizontal(id="confirm-answers"):
                yield Static(tr(texts.YES_ANSWER), id="confirm-yes", markup=False)
                yield Static(tr(texts.NO_ANSWER), id="confirm-no", markup=False)
            yield Static(tr(texts.QUESTION_KEYS), id="confirm-keys", markup=False)

    def watch_yes(self, yes: bool) -> None:
        """Colour by class."""
        self.query_one("#confirm-yes").set_class(yes, "-chosen")
        self.query_one("#confirm-no").set_class(not yes, "-chosen")

    def action_other(self) -> None:
        """Choose the other answer."""
        if self.armed:
            self.yes = not self.yes

    def action_choose(self) -> None:
        """Take the chosen answer."""
        if self.armed:
            self.dismiss(self.yes)

    def action_no(self) -> None:
        """Leave things as they are."""
        self.dismiss(result=False)

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned an answer."""
        self.dismiss(yes)

    def on_click(self, event: events.Click) -> None:
        """Touch or mouse on an answer."""
        if self.armed and event.widget is not None and event.widget.id in ("confirm-yes", "confirm-no"):
            self.dismiss(event.widget.id == "confirm-yes")
