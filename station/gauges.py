"""Gauges that are read from the record and the disk, in a thread of their own so that no verdict waits for them."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.clock import utc_text
from station.core.events import HourCounts, ListStatus
from station.store.list_ages import list_ages
from station.store.reads import Backlog, Reads

if TYPE_CHECKING:
    import threading
    from pathlib import Path

PERIOD_S = 0.5
WARN_FREE = 0.15
STOP_FREE = 0.05
"""Shares of the disk that are left when the screen warns, and when it says that the station may stop."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One look at the record."""

    hour: HourCounts = field(default_factory=HourCounts)
    backlog: Backlog = field(default_factory=lambda: Backlog(0, None, 0))
    disk_words: str | None = None
    lists: tuple[ListStatus, ...] = ()


class Gauges:
    """`now` is the newest look, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now = Numbers()

    def run(self, stop: threading.Event) -> None:
        """Look twice a second until `stop`."""
        with Reads(self._path) as reads:
            while not stop.is_set():
                self.now = Numbers(
                    reads.hour(utc_text(time.time())),
                    reads.backlog(),
                    disk_words(self._path),
                    list_ages(reads, datetime.now(UTC)),
                )
                stop.wait(PERIOD_S)


def disk_words(path: Path) -> str | None:
    """A warning when the disk of the record is nearly full."""
    usage = shutil.disk_usage(path.parent)
    share = usage.free / usage.total
    if share >= WARN_FREE:
        return None
    urgency = "DISK ALMOST FULL" if share < STOP_FREE else "disk filling up"
    return f"{urgency}: {usage.free / 2**30:.1f} GiB ({share:.0%}) left where {path.parent} lies; free some space"
