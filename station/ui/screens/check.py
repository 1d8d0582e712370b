"""A check of the shift that waits for the worker: what passes by itself goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from station.core import printable
from station.language import check_order, check_rows
from station.ui.safe_text import LONGEST
from station.ui.screens.choice import Choose
from station.ui.wording import spoken

if TYPE_CHECKING:
    from station.core import Checking


class AskCheck(Choose):
    """Its title tells what is seen now. Ends with the row that answers, or with None: it is asked on."""

    def __init__(self, asked: Checking) -> None:
        self.rows = check_rows(asked, spoken())
        super().__init__(check_order(asked, spoken()), [text for text, _ in self.rows])
        self.asked = asked

    def is_for(self, asked: Checking | None) -> bool:
        """Whether it asks for this."""
        return asked is not None and (asked.check, asked.take_off) == (self.asked.check, self.asked.take_off)

    def show(self, asked: Checking) -> None:
        """What is seen now."""
        if asked != self.asked and self.is_mounted:
            self.asked = asked
            self.query_one("#choice-title", Static).update(printable(check_order(asked, spoken()), LONGEST))
