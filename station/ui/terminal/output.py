"""What the screen writes, in a thread of its own, so that a terminal that takes nothing cannot hold the screen up."""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 1 << 20
"""More than this is not kept for a terminal that takes nothing; it is drawn anew once it takes again."""
LOOK_S = 0.2
CHUNK = 4096


class Output:
    """`write` never waits and never raises."""

    def __init__(self, fileno: int, gone: Callable[[str], None], draw_anew: Callable[[], None]) -> None:
        """`gone` is told why the terminal takes nothing for good, `draw_anew` that something was left out."""
        self._fileno = fileno
        self._gone = gone
        self._draw_anew = draw_anew
        self._texts: deque[bytes] = deque()
        self._bytes = 0
        self._left_out = False
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="screen-output", daemon=True)

    @property
    def started(self) -> bool:
        """Whether the screen has begun to write."""
        return self._thread.ident is not None

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(self, text: str) -> None:
        """Have `text` written."""
        data = text.encode(errors="replace")
        with self._changed:
            if self._bytes + len(data) > MOST_BYTES:
                self._texts.clear()
                self._bytes = 0
                self._left_out = True
            self._texts.append(data)
            self._bytes += len(data)
            self._changed.notify()

    def stop(self, wait_s: float = 1.0) -> bool:
        """Write what is left, for at most `wait_s` seconds; whether the terminal took all of it."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(wait_s)
        return not self._thread.is_alive() and not self._texts

    def _run(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._send(data)
        except OSError as error:
            self._gone(f"the terminal takes no output: {error.strerror}")

    def _next(self) -> bytes | None:
        with self._changed:
            while not self._texts:
                if self._stopping:
                    return None
                self._changed.wait()
            data = self._texts.popleft()
            self._bytes -= len(data)
            return data

    def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            if select.select([], [self._fileno], [], LOOK_S)[1]:
                rest = rest[os.write(self._fileno, rest[:CHUNK]) :]
                if self._left_out:
                    self._left_out = False
                    self._draw_anew()
