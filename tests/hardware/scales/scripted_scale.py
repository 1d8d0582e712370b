"""A scale on a pseudo-terminal that says what a test decides."""

from __future__ import annotations

import os
import select
import threading
import tty
from collections.abc import Callable
from types import TracebackType
from typing import Self


class ScriptedScale:
    """Answers what `answer` gives for the bytes heard so far (None: wait for more), and repeats `stream`."""

    def __init__(
        self, answer: Callable[[bytes], bytes | None] = lambda _: b"", stream: bytes = b"", period: float = 0.05
    ) -> None:
        self._answer, self._stream, self._period = answer, stream, period
        self.heard = b""
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._stop_in, self._stop_out = os.pipe()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._stop_out)
        self._thread.join()
        for descriptor in (self._slave, self._master, self._stop_in):
            os.close(descriptor)

    def _run(self) -> None:
        waiting = b""
        while True:
            ready, _, _ = select.select([self._master, self._stop_in], [], [], self._period if self._stream else None)
            if self._stop_in in ready:
                return
            if not ready:
                os.write(self._master, self._stream)
                continue
            data = os.read(self._master, 1024)
            self.heard += data
            waiting += data
            answer = self._answer(waiting)
            if answer is not None:
                waiting = b""
                os.write(self._master, answer)


def by_line(answers: dict[bytes, bytes]) -> Callable[[bytes], bytes | None]:
    """A scale that listens for whole commands, each with its end; it knows no others."""

    def answer(heard: bytes) -> bytes | None:
        if not heard.endswith((b"\r", b"\n")):
            return None
        return next((said for command, said in answers.items() if heard.endswith(command)), b"")

    return answer
