"""Lines to a pipe or terminal, written by a thread of their own: whoever reads them never holds the station up."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

STANDARD_OUTPUT, STANDARD_ERROR = 1, 2
LAST_WORDS_S = 1.0
"""So long the end waits for lines that are not written yet: a reader that stalls must not hold it up."""


class LineWriter:
    """Life is a `with` block. `put` may be called from any thread and never waits; at the end, lines have a second."""

    def __init__(self, descriptor: int, most: int, dropped_line: Callable[[int], str]) -> None:
        """At most `most` lines wait. `dropped_line`: what is written in the place of so many that did not fit."""
        self._descriptor = descriptor
        self._most = most
        self._dropped_line = dropped_line
        self._changed = threading.Condition()
        self._waiting: deque[str] = deque()
        self._gap = 0
        """Lines dropped since one was taken last."""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"lines to {descriptor}", daemon=True)
        self.dropped = 0
        """Lines that did not fit so far, and at the end those that were not written."""
        self.gone = threading.Event()
        """Nobody reads any more: set once, and everything after it goes nowhere."""

    def put(self, line: str) -> None:
        """Have it written, in order; or counted, when the reader is too far behind."""
        with self._changed:
            if self.gone.is_set() or self._closing:
                return
            most = self._most // 2 if self._gap else self._most  # some room first, or every other line tells of a gap
            if len(self._waiting) >= max(1, most):
                self._gap += 1
                self.dropped += 1
                return
            self._tell_gap()
            self._waiting.append(line)
            self._changed.notify_all()

    def drain(self, given_up: Callable[[], bool]) -> None:
        """Return when all is written, nobody reads any more, or `given_up` says so; asked ten times a second."""
        with self._changed:
            while (self._waiting or self._gap) and not self.gone.is_set() and not given_up():
                self._changed.wait(0.1)

    def __enter__(self) -> Self:
        """Begin to write."""
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Write what waits, for a second. A reader that stalls is left alone: whoever writes there next would hang."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(LAST_WORDS_S)
        with self._changed:
            self._drop_rest()
        if self._thread.is_alive() or self.gone.is_set():
            _write_nowhere(self._descriptor)

    def _tell_gap(self) -> None:
        if self._gap:
            self._waiting.append(self._dropped_line(self._gap))
            self._gap = 0

    def _drop_rest(self) -> None:
        self.dropped += len(self._waiting)
        self._waiting.clear()
        self._gap = 0

    def _run(self) -> None:
        while (line := self._next()) is not None:
            try:
                _write(self._descriptor, line)
            except OSError:
                with self._changed:
                    self._drop_rest()
                    self.gone.set()
                    self._changed.notify_all()
                return
            with self._changed:
                if self._waiting:
                    self._waiting.popleft()
                self._changed.notify_all()

    def _next(self) -> str | None:
        """The oldest line, which stays in the queue until it is written; None: the end."""
        with self._changed:
            while not self._waiting:
                self._tell_gap()
                if self._waiting or self._closing:
                    break
                self._changed.wait()
            return self._waiting[0] if self._waiting else None


def _write(descriptor: int, line: str) -> None:
    """Straight to the file: a lock of Python's own stream, held by a write that stalls, would stop the process' end."""
    stream = sys.stdout if descriptor == STANDARD_OUTPUT else sys.stderr
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = f"{line}\n".encode(encoding, "backslashreplace")
    while text:
        text = text[os.write(descriptor, text) :]


def _write_nowhere(descriptor: int) -> None:
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), descriptor)
