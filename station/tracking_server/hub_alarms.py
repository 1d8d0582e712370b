"""Alarms of the hub to another program: silent stations, grave troubles, broken chains; tried again until taken."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

import httpx2

from station.core import printable
from station.tracking_server.schema import CentreError
from station.tracking_server.stations import with_contact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from station.tracking_server.centre import Centre

LOOK_S = 5.0
"""What stands at two looks one after the other has come; what is missing at two has ended."""
MOST, AT_ONCE = 1000, 50
"""Alarms that wait, the newest; and those of one request."""
PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
CONNECT_S, TOTAL_S = 3.0, 5.0
LONGEST = 64
SILENT, CHAINS_BROKEN = "silent", "chains_broken"
Alarm = tuple[str, str]
"""Station, empty of the centre itself, and what it is: silent, chains_broken, or the code of a trouble."""
_log = logging.getLogger("uvicorn.error")


def alarms_of(stations: Iterable[dict[str, Any]], broken_chains: int, before: frozenset[Alarm]) -> Iterator[Alarm]:
    """Those that stand. Of a silent station nobody knows: what stood before goes on. `stations`: with their contact."""
    if broken_chains:
        yield "", CHAINS_BROKEN
    for station in stations:
        name = printable(str(station["station_id"]), LONGEST)
        if station.get("silent") is True:
            yield name, SILENT
            yield from (each for each in before if each[0] == name)
            continue
        for trouble in station.get("troubles") or ():
            code = trouble.get("code") or trouble.get("key")
            if trouble.get("grave") is True and isinstance(code, str):
                yield name, printable(code, LONGEST)


class HubAlarms:
    """`run` looks and posts in one thread; `look` alone is what it does first."""

    def __init__(self, store: Centre, now: Callable[[], str], post: Callable[[dict[str, Any]], bool]) -> None:
        """`post`: False: it was not taken."""
        self._store, self._now, self._post = store, now, post
        self._standing: frozenset[Alarm] = frozenset()
        self._last: frozenset[Alarm] = frozenset()
        """At the last look."""
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST)
        self._number = 0

    def look(self) -> None:
        """Find what came and what ended."""
        now = self._now()
        stations = [with_contact(each, now) for each in self._store.stations()]
        found = frozenset(alarms_of(stations, self._store.broken_chains(), self._standing))
        came = (found & self._last) - self._standing
        ended = self._standing - found - self._last
        for event, alarms in (("came", came), ("ended", ended)):
            for station_id, alarm in sorted(alarms):
                self._number += 1
                told = {"number": self._number, "event": event, "station_id": station_id, "alarm": alarm, "at": now}
                self._waiting.append(told)
        self._standing = (self._standing | came) - ended
        self._last = found

    def send(self) -> bool:
        """What waits, in its order; False: it was not taken, and waits on."""
        while self._waiting:
            told = list(self._waiting)[:AT_ONCE]
            if not self._post({"alarms": told}):
                return False
            for _ in told:
                self._waiting.popleft()
        return True

    def run(self, stop: threading.Event) -> None:
        """Until `stop`. While the receiver is away the looks go on."""
        pause, due = PAUSE_S, 0.0
        while not stop.wait(LOOK_S):
            try:
                self.look()
            except (CentreError, sqlite3.Error):
                continue  # the database is away: the next look tells
            due -= LOOK_S
            if due > 0:
                continue
            if self.send():
                pause, due = PAUSE_S, 0.0
            else:
                _log.warning("the webhook of alarms did not take them; they are tried again")
                pause = min(2 * pause, LONGEST_PAUSE_S)
                due = pause


class AlarmPost:
    """One JSON document to the receiver; used by one thread."""

    def __init__(self, url: str, token: str) -> None:
        """`token`: empty: none is sent."""
        self._url = url
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    def __call__(self, document: dict[str, Any]) -> bool:
        """Whether it was taken: any answer of 2xx."""
        timeout = httpx2.Timeout(TOTAL_S, connect=CONNECT_S)
        try:
            with httpx2.Client(headers=self._headers, follow_redirects=False, trust_env=False, timeout=timeout) as line:
                return line.post(self._url, json=document).is_success
        except httpx2.HTTPError:
            return False
