"""The look through a large record after an unclean end, while the station works.

A start that waits for it would keep the worker standing for ten seconds at ten million scans, although damage by a
power cut is what the log protects from. What is confirmed meanwhile is saved with the rest if the file is damaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import Reads
from station.record.log import StoreError, damaged

if TYPE_CHECKING:
    from station.record import Store


class IntegrityThread:
    """Run in a thread of its own; `stop` may be called from any."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reads: Reads | None = None
        self._stopped = False

    def run(self) -> None:
        """Look; StoreError with what was found: nothing is written any more, and the station has to end."""
        if not self._store.unchecked:
            return
        with Reads(self._store.path) as self._reads:
            try:
                finding = self._reads.quick_check()
            except StoreError as error:
                finding = str(error)
        if self._stopped:
            return
        self._store.note_damage(finding)
        if finding is not None:
            raise damaged(self._store.path, finding)

    def stop(self) -> None:
        """End the look; the next start begins it anew."""
        self._stopped = True
        if self._reads is not None:
            self._reads.interrupt()
