"""Help of the worker's screen. The lane works on behind it, and the next verdict ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from station.core import printable
from station.language import exception_action, exception_term, screens
from station.language import help_texts as texts
from station.ui.safe_text import LONGEST
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult


class Help(ModalScreen[None], inherit_bindings=False):
    """`code`: of the parcel that stopped last; `own`: what this hub says at an exception, by its code."""

    BINDINGS = [Binding("escape", "leave", screens.BACK.english)]

    def __init__(self, code: str | None, own: Mapping[str, str]) -> None:
        super().__init__()
        self._code, self._own = code, own

    def compose(self) -> ComposeResult:
        """The stop first, then how the lane works, the keys, and what colours and tones mean."""
        with Vertical(id="help"):
            yield Static(tr(texts.TITLE), id="help-title", markup=False)
            for text, kind in self._lines():
                yield Static(printable(text, LONGEST), classes=f"help-line {kind}", markup=False)
            yield Static(tr(texts.LEAVE), id="help-keys", markup=False)

    def _lines(self) -> Iterator[tuple[str, str]]:
        if self._code is not None:
            action = self._own.get(self._code) or exception_action(self._code, spoken())
            term = exception_term(self._code, spoken())
            yield tr(texts.STOPPED, code=self._code, term=term, action=action), "-stopped"
        yield tr(texts.STEPS), ""
        for line in texts.KEYS:
            yield tr(line), ""
        yield tr(texts.CARDS), ""
        for line, kind in (
            (texts.GREEN, "-accept"),
            (texts.RED, "-exception"),
            (texts.YELLOW, "-review"),
            (texts.PLAIN, "-ready"),
        ):
            yield tr(line), kind

    def action_leave(self) -> None:
        """Back to the parcel."""
        self.dismiss()
