"""The question about a printed number: it stands as long as its parcel lies there and nothing newer was booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import NumberProposed, Presence, ScanCommitted, printable
from station.ui.safe_text import LONGEST
from station.ui.screens.base import StationScreen
from station.ui.screens.printed_number import AskPrinted

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App

    from station.core import Event, Status
    from station.ui.face import StationFace


class PrintedDialog:
    """Runs on the app's thread."""

    def __init__(self, app: App[Any], station: StationFace) -> None:
        self._app, self._station = app, station
        self._screen: AskPrinted | None = None

    def heard(self, event: Event) -> None:
        """Ask, or end the question of the parcel before. The no-read has sounded already."""
        if isinstance(event, ScanCommitted) and self._screen is not None and event.scan.seq > self._screen.seq:
            self._end()
        if isinstance(event, NumberProposed) and isinstance(self._app.screen, StationScreen):
            identity = event.number.identity
            number = printable(identity.printed or identity.raw, LONGEST)
            self._screen = AskPrinted(event.seq, event.number.line.strip, number, self._station.check_keyed)
            self._app.push_screen(self._screen)

    def look(self, status: Status) -> None:
        """Five times a second."""
        if status.lane.presence is Presence.NONE:
            self._end()

    def _end(self) -> None:
        screen, self._screen = self._screen, None
        if screen is not None and screen.is_current:
            screen.leave()
