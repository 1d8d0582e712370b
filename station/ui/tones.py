"""Tones of the terminal: so many rings tell the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

TONE_GAP_S = 0.18
"""Between two bells, so that a terminal rings each."""


class Tones:
    """Rings on the app's thread."""

    def __init__(self, app: App[Any], *, on: bool) -> None:
        self._app, self._on = app, on

    def ring(self, times: int) -> None:
        """One ring after the other."""
        if self._on:
            for tone in range(times):
                self._app.set_timer(tone * TONE_GAP_S, self._app.bell) if tone else self._app.bell()
