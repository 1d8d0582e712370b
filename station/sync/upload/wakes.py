"""Commits that the upload heard of, and a rest that they end."""

from __future__ import annotations

import threading
import time


class Wakes:
    """Counted from any thread; one thread rests."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """Since the beginning."""
        return self._count

    def add(self) -> None:
        """One more; a rest that was told to stop ends as well."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def rest(self, until: float, wanted: int | None, stop: threading.Event) -> int:
        """Until this monotonic second, `wanted` wakes in all, or `stop`; how many there were."""
        with self._changed:
            while not stop.is_set() and (wanted is None or self._count < wanted):
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            return self._count
