"""The journal of a headless station on standard error, written by a thread that nothing of the station waits for."""

from __future__ import annotations

import os
import queue
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from station.core.events import StationFailed, StoreTrouble
from station.core.journal import Journal
from station.core.printable import printable

if TYPE_CHECKING:
    from station.core.events import Event
    from station.service import Station

POLL_S = 0.5
LAST_WORDS_S = 1.0
"""So long the end waits for lines that are not written yet: a standard error that stalls must not hold it up."""
MOST_WAITING = 1000
LONGEST = 600
STANDARD_ERROR = 2


class JournalWriter:
    """Life is a `with` block around the station's. Enter it before, so that no first word is missed."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        station.subscribe(self._hear)

    def __enter__(self) -> Self:
        """Say what runs, and begin to look."""
        self._tell(self._station.introduction())
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Write what waits, for a moment. A standard error that stalls goes: whoever writes there next would hang."""
        self._stop.set()
        self._thread.join(LAST_WORDS_S)
        if self._thread.is_alive():
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), STANDARD_ERROR)

    def _hear(self, event: Event) -> None:
        """Called by the station's threads; never waits."""
        match event:
            case StoreTrouble(text):
                self._tell(f"record: {text}")
            case StationFailed(_, text):
                self._tell(f"FAILED: {text}")
            case _:  # the status tells it
                pass

    def _tell(self, line: str) -> None:
        with suppress(queue.Full):  # standard error has stalled: the newest lines are those that go
            self._waiting.put_nowait(line)

    def _run(self) -> None:
        journal = Journal()
        while not self._stop.is_set():
            self._write_waiting(POLL_S)
            journal, lines = journal.step(self._station.status())
            for line in lines:
                _write(line)
        self._write_waiting(0.0)

    def _write_waiting(self, seconds: float) -> None:
        """What waits, and what comes within `seconds` of it."""
        with suppress(queue.Empty):
            while True:
                _write(self._waiting.get(timeout=seconds) if seconds else self._waiting.get_nowait())
                seconds = 0.0


def _write(line: str) -> None:
    """Straight to the file: a lock of Python's own stream, held by a write that stalls, would stop the process' end."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    text = f"{printable(line, LONGEST)}\n".encode(encoding, "backslashreplace")
    with suppress(OSError):  # nobody reads any more
        while text:
            text = text[os.write(STANDARD_ERROR, text) :]
