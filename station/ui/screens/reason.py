"""Why a parcel came back: asked before it is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language import operations
from station.ui.screens.choice import Choose
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from station.core import ReasonAsked


class AskReason(Choose):
    """It goes by itself once its parcel waits no more, also from behind another question."""

    def __init__(self, asked: ReasonAsked) -> None:
        rows = [operations.reason_text(reason, spoken()) for reason in asked.reasons]
        super().__init__(tr(operations.REASON_QUESTION, number=asked.number), rows)
        self.asked = asked
        self.is_over = self._is_gone = False

    def end(self) -> None:
        """Its parcel waits no more: no answer is given."""
        self.is_over = True
        self._go()

    def on_screen_resume(self) -> None:
        """The question that stood in front is answered."""
        self.call_later(self._go)

    def _go(self) -> None:
        if self.is_over and self.app.screen is self and not self._is_gone:
            self._is_gone = True
            self.leave()
