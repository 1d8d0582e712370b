"""An app that ends when its terminal does."""

from __future__ import annotations

import os
import threading
from typing import ClassVar

from textual.app import App

from station.ui.terminal.driver import TerminalDriver

END_S = 3.5
"""The process ends so long after its terminal, whatever still holds it up: what is confirmed is on disk. With the
second that the last output may take, it is within five."""


class TerminalApp(App[None], inherit_bindings=False):
    """After `run`, `lost` and `input_error` tell whether the screen died."""

    CSS_PATH: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.lost: str | None = None
        """Why nobody can see the screen or answer it any more."""
        self.input_error: BaseException | None = None
        """Why no key works any more."""

    def terminal_gone(self, reason: str) -> None:
        """End: nobody sees the screen any more. Any thread may call it."""
        if self.lost is None:
            self.lost = reason
            watchdog = threading.Timer(END_S, os._exit, (1,))
            watchdog.daemon = True
            watchdog.start()
            self.call_later(self.exit, return_code=1)

    def input_failed(self, error: BaseException) -> None:
        """No key works any more. The input thread calls it."""
        self.input_error = error
        self.call_later(self.keys_are_dead, f"{type(error).__name__}: {error}")

    def keys_are_dead(self, reason: str) -> None:  # noqa: ARG002  # an app with a screen of its own says it there
        """End, since nobody can."""
        self.exit(return_code=1)

    def draw_anew(self) -> None:
        """The terminal did not get a part of the picture. Any thread may call it."""
        self.call_later(self.refresh, repaint=True, layout=True)

    @property
    def unforeseen(self) -> Exception | None:
        """The error that ended the screen, if one did."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without Textual's own traceback: the command says in one line what happened."""
        self.bell()
        self._close_messages_no_wait()
