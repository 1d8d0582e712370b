"""The second display as an output of the station: its events, and its row among the devices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import DeviceKind, DeviceStatus, Health, line_text

if TYPE_CHECKING:
    from station.core import Event, Trouble
    from station.web.display import Display, DisplayServer
    from station.web.feed import Feed


class DisplayOutput:
    """Its server has threads of its own."""

    key = "display"

    def __init__(self, display: Display, server: DisplayServer, name: str, feed: Feed | None) -> None:
        self._display, self._server, self._name, self._feed = display, server, name, feed
        self._since = time.monotonic()
        self._health = Health.UP

    def heard(self, event: Event) -> None:
        """A listener of the station."""
        self._display.heard(event)
        if self._feed is not None:
            self._feed.heard(event)

    def run(self) -> None:
        """The server runs by itself."""

    def stop(self) -> None:
        """The server ends by itself."""

    def devices(self) -> tuple[DeviceStatus, ...]:
        """Its row; red when the page went dark."""
        failure = self._server.failure
        health = Health.DOWN if failure else Health.UP
        if health is not self._health:
            self._health, self._since = health, time.monotonic()
        about = notice("display_dark", address=self._name, why=failure) if failure else None
        words = line_text(about) if about is not None else self._name
        return (DeviceStatus(DeviceKind.DISPLAY, self._name, health, words, self._since, about=about),)

    def troubles(self) -> tuple[Trouble, ...]:
        """Beside a display that is down there is none."""
        return ()
