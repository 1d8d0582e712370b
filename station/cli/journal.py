"""The journal of a headless station on standard error, written by a thread that nothing of the station waits for."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from station.cli.bounded_output import STANDARD_ERROR, LineWriter
from station.cli.journal_lines import Journal
from station.core import StationFailed, StoreTrouble, printable
from station.language import ENGLISH, language, trouble_texts

if TYPE_CHECKING:
    from station.core import Event
    from station.service import Station

POLL_S = 0.5
MOST_WAITING = 1000
SAME_S = 60.0
"""The core says each second again why it stores nothing; the same words are written once in so long."""
LONGEST = 600


class JournalWriter:
    """Life is a `with` block around the station's. Enter it before, so that no first word is missed."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._lines = LineWriter(STANDARD_ERROR, MOST_WAITING, _dropped)
        self._stop = threading.Event()
        self._refused = ("", 0.0)
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        station.subscribe(self._hear)

    def __enter__(self) -> Self:
        """Say what runs, and begin to look."""
        self._lines.__enter__()
        self.tell(self._station.introduction())
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Write what waits, for a moment."""
        self._stop.set()
        self._thread.join()
        self._lines.__exit__()

    def tell(self, line: str) -> None:
        """Have a line written; never waits."""
        self._lines.put(printable(line, LONGEST))

    def _hear(self, event: Event) -> None:
        """Called by the station's threads; never waits."""
        match event:
            case StoreTrouble(about):
                self._hear_of_record(trouble_texts(about, language(ENGLISH)).technician)
            case StationFailed(_, text):
                self.tell(f"FAILED: {text}")
            case _:  # the status tells it
                pass

    def _hear_of_record(self, text: str) -> None:
        last, at = self._refused
        if text != last or time.monotonic() - at >= SAME_S:
            self._refused = (text, time.monotonic())
            self.tell(f"record: {text}")

    def _run(self) -> None:
        journal, over = Journal(), False
        while not over:
            over = self._stop.wait(POLL_S)
            journal, lines = journal.step(self._station.status())
            for line in lines:
                self.tell(line)


def _dropped(count: int) -> str:
    return f"JOURNAL: {count} lines are missing here, as standard error was not read"
