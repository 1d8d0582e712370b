"""Alarms to people who are not there: by e-mail or another service, in a thread of its own that nobody waits for."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Trouble
from station.core.alarm_notes import AlarmNote, alarm_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core import DeviceStatus, Event

MOST = 100
"""Notifications that wait; then the oldest go."""
PAUSE_S, LONGEST_PAUSE_S = 5.0, 300.0


class Notifier:
    """One receiver. Everything but `run` may be called from any thread and never waits."""

    def __init__(
        self, number: int, words: Callable[[AlarmNote], tuple[str, str]], send: Callable[[str, str], bool], name: str
    ) -> None:
        """`words`: title and text; `send`: False: it was not taken. `name` tells the receiver without its secrets."""
        self.key = f"notify-{number}"
        self._words, self._send, self._name = words, send, name
        self._waiting: deque[AlarmNote] = deque()
        self._lost = 0
        self._lock, self._wake, self._stop = threading.Lock(), threading.Event(), threading.Event()
        self._away_since: float | None = None

    def heard(self, event: Event) -> None:
        """A listener of the station: an alarm that came, or ended, and is in the log."""
        note = alarm_note(event)
        if note is None or note.state == "seen":
            return
        with self._lock:
            self._waiting.append(note)
            if len(self._waiting) > MOST:
                self._waiting.popleft()
                self._lost += 1
        self._wake.set()

    def devices(self) -> tuple[DeviceStatus, ...]:
        """It is none."""
        return ()

    def troubles(self) -> Iterator[Trouble]:
        """That it does not take what it is told."""
        if (since := self._away_since) is not None:
            about = notice("notify_away", name=self._name, waiting=len(self._waiting), lost=self._lost)
            yield Trouble(self.key, grave=False, about=about, since=since, figures_run=True)

    def stop(self) -> None:
        """End; what waits is not told any more."""
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Until `stop`."""
        pause = PAUSE_S
        while not self._stop.is_set():
            if not self._waiting:
                self._wake.wait()
                self._wake.clear()
                continue
            with self._lock:
                noted = self._waiting[0]
            if self._send(*self._words(noted)):
                with self._lock:
                    if self._waiting and self._waiting[0] is noted:
                        self._waiting.popleft()
                self._away_since, pause = None, PAUSE_S
            else:
                self._away_since = self._away_since or time.monotonic()
                self._stop.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
