"""Requests of live stations are taken in together, every few seconds.

One by one, each would wake the program anew, on a processor that has forgotten it, and need a transaction of its own.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from typing import Any, Protocol

GATHER_S = 2.0
"""So long the first one waits. The station works on meanwhile, and sends what comes in its next request."""
MOST_TOGETHER = 100
LARGEST = 8192
"""Bytes: more is a backlog, and is taken in at once."""
LIVE, LIVE_S = 8, 1.0
"""So many connections with such requests within so many seconds, and it is worth while to wait."""
_BEGINS = (b"POST /v1/scan-batches ", b"POST /v1/stations/")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,9})\r\n", re.IGNORECASE)


class Connection(Protocol):
    """What is needed of `GuardedConnection`."""

    transport: Any

    def take_in(self, data: bytes) -> None: ...


class Arrivals:
    """Shared by the connections of a server; used on its event loop only."""

    def __init__(self) -> None:
        self._waiting: dict[Connection, bytes] = {}
        self._live: OrderedDict[Connection, float] = OrderedDict()
        """When each connection brought such a request last, the latest last; seconds of the loop."""

    def keep(self, connection: Connection, data: bytes) -> bool:
        """Whether the beginning of a request waits for others; it is handed to the connection's `take_in` then. What
        comes after it stays with the system meanwhile: the program is not woken for it.
        """
        if not (data.startswith(_BEGINS) and _is_small(data) and self._many_live(connection)):
            return False
        if not self._waiting:
            asyncio.get_running_loop().call_later(GATHER_S, self._release)
        connection.transport.pause_reading()
        self._waiting[connection] = data
        if len(self._waiting) >= MOST_TOGETHER:
            self._release()
        return True

    def forget(self, connection: Connection) -> None:
        """It is over: nobody would get the answer."""
        self._waiting.pop(connection, None)
        self._live.pop(connection, None)

    def _release(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for connection, data in waiting.items():
            connection.transport.resume_reading()
            connection.take_in(data)

    def _many_live(self, connection: Connection) -> bool:
        now = asyncio.get_running_loop().time()
        self._live.pop(connection, None)
        self._live[connection] = now
        while next(iter(self._live.values())) < now - LIVE_S:
            self._live.popitem(last=False)
        return len(self._live) >= LIVE


def _is_small(data: bytes) -> bool:
    """By the length that its headers announce: the body often comes in a later piece."""
    length = _LENGTH.search(data)
    return length is not None and max(len(data), int(length[1])) <= LARGEST
