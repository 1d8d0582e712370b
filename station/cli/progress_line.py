"""One line on standard error that shows how far a command is; only where a person looks at a terminal."""

from __future__ import annotations

import sys
import threading

CLEAR = "\r\x1b[K"
WIDTH = 79


class Gauge:
    """The line. Any thread may show; clear it before something else is printed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = sys.stderr.isatty()
        self._shown = ""

    def show(self, words: str) -> None:
        """Put these words in place of the last ones."""
        with self._lock:
            if self._wanted and words != self._shown:
                sys.stderr.write(f"{CLEAR}{words[:WIDTH]}")
                sys.stderr.flush()
                self._shown = words

    def clear(self) -> None:
        """Take the line away."""
        with self._lock:
            if self._shown:
                sys.stderr.write(CLEAR)
                sys.stderr.flush()
                self._shown = ""
