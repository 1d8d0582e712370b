"""Verdicts to another program by HTTP: in their order, tried again while it is away; too many, and the oldest go."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from hardware.contract import CodedError
from station.core import Trouble, caused, verdict_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core import DeviceStatus, Event

MOST, AT_ONCE = 1000, 50
"""Verdicts that wait, and those of one request."""
PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0


class Webhook:
    """Everything but `run` may be called from any thread and never waits."""

    key = "webhook"

    def __init__(self, station_id: str, post: Callable[[dict[str, Any]], None]) -> None:
        """`post` sends JSON and returns once it was taken; a CodedError: it was not."""
        self._station_id, self._post = station_id, post
        self._waiting: deque[dict[str, Any]] = deque()
        self._lost = self._number = 0
        self._lock, self._wake, self._stop = threading.Lock(), threading.Event(), threading.Event()
        self._away: tuple[CodedError, float] | None = None
        """Why it is away, and since when."""

    def heard(self, event: Event) -> None:
        """A listener of the station."""
        told = verdict_event(event)
        if told is None:
            return
        with self._lock:
            self._number += 1
            self._waiting.append({"number": self._number, **told})
            if len(self._waiting) > MOST:
                self._waiting.popleft()
                self._lost += 1
        self._wake.set()

    def devices(self) -> tuple[DeviceStatus, ...]:
        """It is none."""
        return ()

    def troubles(self) -> Iterator[Trouble]:
        """That it is away."""
        if (away := self._away) is not None:
            error, since = away
            about = caused("webhook_away", str(error), error.about, waiting=len(self._waiting), lost=self._lost)
            yield Trouble("webhook", grave=False, about=about, since=since, figures_run=True)

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
            try:
                self._send()
            except CodedError as error:
                self._away = error, self._away[1] if self._away is not None else time.monotonic()
                self._stop.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
            else:
                self._away, pause = None, PAUSE_S

    def _send(self) -> None:
        """One request; what came meanwhile stays. Numbers tell a receiver what it misses, and what it has already."""
        with self._lock:
            events = [self._waiting[i] for i in range(min(AT_ONCE, len(self._waiting)))]
        self._post({"station_id": self._station_id, "events": events})
        with self._lock:
            while self._waiting and self._waiting[0]["number"] <= events[-1]["number"]:
                self._waiting.popleft()
