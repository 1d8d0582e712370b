"""One of a few rows: a digit, arrows and Enter, a finger, or a card with a number takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from station.core import NUMBERS, printable
from station.language import screens as texts
from station.ui.safe_text import LONGEST, say
from station.ui.screens.question import Question
from station.ui.wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from station.language import Message

MOST = len(NUMBERS)
"""Rows that have a digit."""


class Choose(Question[int]):
    """Ends with the place of the chosen row, from 0, or with None. The first row is marked at first."""

    AUTO_FOCUS = "#choice-list"
    BINDINGS = [Binding("escape", "leave", texts.BACK.english)]

    def __init__(self, title: str, rows: Sequence[str]) -> None:
        """1 to `MOST` rows; they and the title may hold untrusted text."""
        super().__init__()
        if not 0 < len(rows) <= MOST:
            raise ValueError(f"{len(rows)} rows")
        self._title = title
        self._rows = tuple(rows)

    def compose(self) -> ComposeResult:
        """The title, a numbered row each, the keys."""
        with Vertical(id="choice"):
            yield Static(printable(self._title, LONGEST), id="choice-title", markup=False)
            numbered = (say(f"{number}  {row}") for number, row in enumerate(self._rows, 1))
            yield OptionList(*numbered, id="choice-list", markup=False, compact=True)
            yield Static(tr(texts.CHOICE_KEYS, count=len(self._rows)), id="choice-keys", markup=False)

    def has(self, row: int) -> bool:
        """Whether there is this row, from 0."""
        return 0 <= row < len(self._rows)

    def take(self, row: int) -> None:
        """Somebody showed or typed its number."""
        self.dismiss(row)

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned an answer: the marked row is meant, or none."""
        if yes:
            self.take(self.query_one(OptionList).highlighted or 0)
        else:
            self.leave()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.armed:
            self.take(event.option_index)

    def action_leave(self) -> None:
        """Back, with nothing chosen."""
        self.leave()


ANOTHER = -1


class ChooseNamed(Choose):
    """Ends with the place of what was chosen, or `ANOTHER`, to be typed. A scan of its label chooses it."""

    def __init__(self, title: str, names: Sequence[str], another: Message, rows: Sequence[str] = ()) -> None:
        """The likeliest first; what has no digit is typed or scanned. `rows`: what is shown of each, else its name."""
        self._names = tuple(names)
        all_fit = 0 < len(names) <= MOST
        shown = (rows or self._names)[: MOST if all_fit else MOST - 1]
        super().__init__(title, shown if all_fit else (*shown, tr(another)))
        self._typed = None if all_fit else len(shown)
        """The row of another one."""

    def take(self, row: int) -> None:
        """A row was chosen."""
        self.dismiss(ANOTHER if row == self._typed else row)

    def took(self, scan: str) -> bool:
        """Whether a scan is the label of one; then that is chosen."""
        known = [each.casefold() for each in self._names]
        if scan.strip().casefold() not in known:
            return False
        self.dismiss(known.index(scan.strip().casefold()))
        return True
