"""What every question has in common: it stands in front until it is answered or left."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

SETTLE_S = 0.5
"""Keys this soon after the question are not an answer: a handheld scanner types faster than a person reads."""

T = TypeVar("T")


class Question(ModalScreen[T], inherit_bindings=False):
    """While it stands, the keys of the app rest; a scan goes to the lane."""

    def __init__(self) -> None:
        super().__init__()
        self.armed = False

    def on_mount(self) -> None:
        """Listen once a person can have read it."""
        self.set_timer(SETTLE_S, self._arm)

    def _arm(self) -> None:
        self.armed = True

    def answer(self, *, yes: bool) -> None:
        """Somebody scanned YES or NO."""
        raise NotImplementedError

    def leave(self) -> None:
        """Nothing is answered."""
        self.dismiss(None)
