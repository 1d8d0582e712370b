"""The threads of a station: each runs in one guard, so that a part that ends unasked is told and ends the station."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from station.core import StationFailed
from station.record.log import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Event


class GuardedThreads:
    """Started and joined by name."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self.started: dict[str, threading.Thread] = {}
        """By name."""
        self.failure: str | None = None
        """Set when a thread died: the process has to end non-zero."""

    def start(self, name: str, loop: Callable[[], None]) -> None:
        """Run the loop in a thread of this name."""
        thread = threading.Thread(target=self._guarded, args=(name, loop), name=name)
        self.started[name] = thread
        thread.start()

    def join(self, *names: str) -> None:
        """Wait for the end of those that were started."""
        for name in names:
            if name in self.started:
                self.started[name].join()

    def _guarded(self, name: str, loop: Callable[[], None]) -> None:
        """The one place where any error is caught: a dead thread is a failed station, and everybody is told."""
        try:
            loop()
        except Exception as error:  # noqa: BLE001  # the guard of every thread
            known = isinstance(error, StoreError)  # it says all in its own words
            self.failure = f"{name}: {error}" if known else f"{name}: {type(error).__name__}: {error}"
            self._publish(StationFailed(name, self.failure))
