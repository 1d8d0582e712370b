"""Tells systemd that a service stands, and again and again that it goes on: the datagrams of sd_notify(3)."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.service import Station

LANE_S = 30.0
"""A lane that has not gone round for so long hangs: longer than any disk that still answers needs for a commit."""


@contextmanager
def watched_by_manager(goes_on: Callable[[], bool]) -> Iterator[None]:
    """While the block lasts the manager knows that the service stands, and, where it watches (`WatchdogSec=`), that it
    goes on. Without a manager nothing happens.
    """
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        yield
        return
    over = threading.Event()
    watching = threading.Thread(target=_watch, args=(place, goes_on, over), name="watchdog", daemon=True)
    _tell(place, "READY=1")
    watching.start()
    try:
        yield
    finally:
        over.set()
        _tell(place, "STOPPING=1")


def lane_goes_on(station: Station) -> bool:
    """Whether its lane went round lately."""
    status = station.status()
    return status.at - status.lane.at < LANE_S


def _watch(place: str, goes_on: Callable[[], bool], over: threading.Event) -> None:
    every = _watchdog_s()
    while every is not None and not over.wait(every / 3):
        if goes_on():
            _tell(place, "WATCHDOG=1")


def _watchdog_s() -> float | None:
    """Seconds within which the manager wants to hear of this process; None: it does not watch it."""
    told = os.environ.get("WATCHDOG_USEC", "")
    if not told.isascii() or not told.isdigit() or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(told) / 1_000_000 or None


def _tell(place: str, words: str) -> None:
    """To a path, or to a name of the abstract space. A manager that does not listen holds nobody up."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.setblocking(False)
        line.connect("\0" + place[1:] if place.startswith("@") else place)
        line.send(words.encode())
