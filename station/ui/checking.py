"""The checks of a shift at the screen: one dialog that goes from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.ui.screens.base import StationScreen
from station.ui.screens.check import AskCheck

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.app import App

    from station.core import Checking
    from station.ui.face import StationFace

TONES = 2


class CheckDialog:
    """Runs on the app's thread. `sound`: so many tones."""

    def __init__(self, app: App[Any], station: StationFace, sound: Callable[[int], None]) -> None:
        self._app, self._station, self._sound = app, station, sound

    def look(self, asked: Checking | None) -> None:
        """Show what is asked now, five times a second. It waits behind another question, and a desk."""
        screen = self._app.screen
        if isinstance(screen, AskCheck):
            if asked is not None and screen.is_for(asked):
                screen.show(asked)
            else:
                screen.leave()
        elif asked is not None and isinstance(screen, StationScreen):
            self._ask(asked)

    def _ask(self, asked: Checking) -> None:
        screen = AskCheck(asked)

        def answered(row: int | None) -> None:
            passed = screen.rows[row][1] if row is not None else None
            if passed is not None and not asked.take_off:
                self._app.run_worker(
                    lambda: self._station.answer_check(asked.check, passed=passed), thread=True, exit_on_error=False
                )

        self._app.push_screen(screen, answered)
        self._sound(TONES)
