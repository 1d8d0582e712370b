"""Connection status, as last observed; publishes changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import SyncMoved, SyncStatus, printable
from station.sync.transport.errors import LineError, TrustError

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.record.outbox import Settled


class Said:
    """`now` may be read from any thread; the backlog in it is the record's to tell."""

    def __init__(self, url: str, notify: Callable[[SyncMoved], None]) -> None:
        self.now = SyncStatus(url, None, "not tried yet")
        self._notify = notify

    def offline(self, error: LineError) -> None:
        """The centre was not reached."""
        words = f"{printable(str(error))}; scans wait on disk"
        self.say(online=False, words=words, alarm=isinstance(error, TrustError))

    def moved(self, settled: Settled) -> None:
        """The centre's verdicts were written."""
        self.now = replace(self.now, online=True, words="", alarm=False)
        self._notify(SyncMoved(settled.acknowledged, settled.refused, online=True))

    def say(self, *, online: bool, words: str = "", alarm: bool = False) -> None:
        """`alarm`: a person has to act. The station's status has the words at once; listeners hear of up and down."""
        changed = self.now.online is not online
        self.now = replace(self.now, online=online, words=words, alarm=alarm)
        if changed:
            self._notify(SyncMoved(0, 0, online=online))
