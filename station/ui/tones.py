"""Tones: so many rings tell the outcome, by the speaker of the station, or by the terminal's bell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.core import DeviceChanged, DeviceKind, Health, is_alarm

if TYPE_CHECKING:
    from textual.app import App

    from station.core import Event
    from station.ui.face import StationFace

ALARM_RINGS = 4
TONE_GAP_S = 0.18
"""Between two bells, so that a terminal rings each."""


class Tones:
    """Rings on the app's thread."""

    def __init__(self, app: App[Any], station: StationFace) -> None:
        self._app, self._station = app, station

    def ring(self, times: int) -> None:
        """A tone; without a speaker one ring after the other."""
        if self._station.sound and not self._station.sounds.ring(times):
            self._bell(times)

    def heard(self, event: Event) -> None:
        """An alarm that came has its tone; one that the speaker was lost with is rung."""
        if is_alarm(event):
            self.ring(ALARM_RINGS)
        elif isinstance(event, DeviceChanged) and (event.device, event.health) == (DeviceKind.SPEAKER, Health.DOWN):
            self._bell(self._station.sounds.unheard if self._station.sound else 0)

    def _bell(self, times: int) -> None:
        for tone in range(times):
            self._app.set_timer(tone * TONE_GAP_S, self._app.bell) if tone else self._app.bell()
