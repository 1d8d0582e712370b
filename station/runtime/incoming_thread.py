"""The thread that takes over what commands left for the running station, so that no parcel waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import StoreTrouble, caused_by
from station.record.log import DamagedError, StoreError
from station.requests import folder_of, take_over

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from station.core import Event
    from station.core.outcomes import Outcome
    from station.core.requests import Asked

LOOK_S = 0.2
TROUBLE_LOOK_S = 1.0
"""Until the next look after the record could not be written."""


class IncomingThread:
    """Looks into the folder until it is told to stop."""

    def __init__(self, database: Path, do: Callable[[Asked], Outcome], publish: Callable[[Event], None]) -> None:
        self._folder = folder_of(database)
        self._do = do
        self._publish = publish

    def run(self, stop: threading.Event) -> None:
        """Take over what is there, and what comes."""
        wait = 0.0
        while not stop.wait(wait):
            wait = LOOK_S
            try:
                take_over(self._folder, self._do)
            except DamagedError:
                return  # the lane thread ends the station
            except (StoreError, OSError) as error:
                self._publish(StoreTrouble(caused_by("not_written", error)))
                wait = TROUBLE_LOOK_S
