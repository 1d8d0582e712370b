"""Connections of the tracking server: each has to speak in time, and strangers make room for known stations."""

from __future__ import annotations

import asyncio
import resource
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from station.tracking_server.one_write import OneWrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.tracking_server.arrivals import Arrivals

HEADERS_S = 10.0
"""Seconds within which the headers of a request must be there, from the connection or from their first byte on."""
LONGEST_HEADERS = 1 << 16
"""Bytes; the parser itself knows no limit."""
MOST = 4096
OTHER_FILES = 100
"""Files that the process needs beside its connections."""


class Strangers(dict["GuardedConnection", None]):
    """Connections that have not shown a known token yet, the oldest first."""


class GuardedConnection(HttpToolsProtocol):
    """HTTP/1.1 of uvicorn. One that has shown a known token is never closed to make room for another."""

    def __init__(
        self,
        *args: Any,
        is_known: Callable[[str], bool],
        strangers: Strangers,
        most: int,
        arrivals: Arrivals,
        **more: Any,
    ) -> None:
        """`is_known`: whether the value of an Authorization header is accepted. `most`: connections at a time."""
        super().__init__(*args, **more)
        self._is_known, self._strangers, self._most, self._arrivals = is_known, strangers, most, arrivals
        self._headers_read = 0
        self._too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take it in, if need be in the place of the stranger that has been there longest."""
        super().connection_made(OneWrite(transport))  # type: ignore[arg-type]  # it does all that a transport does
        self._strangers[self] = None
        self._await_headers()
        if len(self.connections) > self._most:
            self._abort(next(iter(self._strangers)))

    def data_received(self, data: bytes) -> None:
        """A part of a request; one of a live station may wait for others."""
        if not self._arrivals.keep(self, data):
            self.take_in(data)

    def take_in(self, data: bytes) -> None:
        """Go on with a part of a request."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._too_late is not None:
            self._headers_read += len(data)
            if self._headers_read > LONGEST_HEADERS and not self.transport.is_closing():
                self.send_400_response("The headers are too long.")

    def on_message_begin(self) -> None:
        """The first byte of a request is there."""
        super().on_message_begin()
        self._await_headers()

    def on_headers_complete(self) -> None:
        """They are there in time."""
        self._stop_waiting()
        if self in self._strangers and self._is_known(_authorization(self.headers)):
            del self._strangers[self]
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._strangers.pop(self, None)
        self._arrivals.forget(self)
        self._stop_waiting()
        super().connection_lost(exc)

    def _abort(self, other: GuardedConnection) -> None:
        """Count it no more from now on: its end is reported later, after more connections may have come."""
        del self._strangers[other]
        self.connections.discard(other)
        other.transport.abort()

    def _await_headers(self) -> None:
        """Between two requests without a byte, uvicorn's own limit holds."""
        if self._too_late is None:
            self._too_late = self.loop.call_later(HEADERS_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None
        self._headers_read = 0


def _authorization(headers: list[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"authorization"), "")


def raise_file_limit() -> None:
    """Let this process open as many files as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def most_connections() -> int:
    """How many connections there may be at a time with the present limit of open files."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(16, min(MOST, soft - OTHER_FILES))
