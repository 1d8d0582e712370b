"""The log of the tracking server: a line for a message, and the same kind of message once a minute."""

from __future__ import annotations

import logging
import threading
import time

from station.core import printable

EVERY_S = 60.0
MOST_KINDS = 1000


class OneLine(logging.Formatter):
    """A line without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The level, the message, the error if there is one, and how often the like was left out before."""
        error = record.exc_info[1] if record.exc_info else None
        cause = f" ({type(error).__name__}: {error})" if error else ""
        left_out = getattr(record, "left_out", 0)
        more = f" [and {left_out} more like it before]" if left_out else ""
        return printable(f"{record.levelname.lower()}: {record.getMessage()}".strip() + cause, 500) + more


class Moderate(logging.Filter):
    """Lets one message of a kind through each minute and counts the others; the next one tells how many."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._kinds: dict[tuple[str, str], tuple[float, int]] = {}
        """By logger and unformatted message: when the next may go through, and how many were left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it goes through."""
        kind, now = (record.name, str(record.msg)), time.monotonic()
        with self._lock:
            due, left_out = self._kinds.get(kind, (0.0, 0))
            if now < due:
                self._kinds[kind] = due, left_out + 1
                return False
            if len(self._kinds) >= MOST_KINDS:
                self._kinds.clear()
            self._kinds[kind] = now + EVERY_S, 0
        record.left_out = left_out
        return True
