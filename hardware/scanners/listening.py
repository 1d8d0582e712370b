"""A port of this machine to which a fixed reader connects: the reader is the client, as most are set up."""

from __future__ import annotations

import errno
import select
import socket
import time
from contextlib import suppress
from urllib.parse import urlsplit

from hardware.access import listeners
from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason

WAIT_S = 1.5
"""Without a connection for so long the reader counts as lost: it must be red within 2 s."""
CHUNK = 4096
ALIVE = ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1), (socket.TCP_KEEPCNT, 1), (socket.TCP_USER_TIMEOUT, 2000))
"""As in `hardware.links`: a reader that lost its power says nothing."""


class ListeningLink:
    """Bytes of the reader that has connected last: after a restart it comes again, while the old line still stands."""

    def __init__(self, url: str) -> None:
        """`url`: `listen://HOST:PORT`; HOST 0.0.0.0: every network card. DeviceError."""
        self._url = url
        self._listening = _listening(url)
        self._line: socket.socket | None = None
        self._alone_since = time.monotonic()

    @property
    def port(self) -> int:
        """On which it listens."""
        return int(self._listening.getsockname()[1])

    @property
    def connected(self) -> bool:
        """Whether a reader is there."""
        return self._line is not None

    def read(self, timeout: float) -> bytes:
        """What has arrived, waiting up to `timeout` seconds; empty: nothing came. DeviceError: no reader is there."""
        ready, _, _ = select.select(self._sockets(), (), (), max(0.0, timeout))
        if self._listening in ready:
            self._take_over()
        if self._line is None:
            if time.monotonic() - self._alone_since > WAIT_S:
                raise DeviceError(notice("reader_not_connected", what="scanner", port=self._url))
            return b""
        if self._line not in ready:
            return b""
        try:
            data = self._line.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            gone = notice("reader_gone", what="scanner", port=self._url, reason=os_reason(error))
            raise DeviceError(gone) from error
        if not data:
            raise DeviceError(notice("reader_closed", what="scanner", port=self._url))
        return data

    def write(self, data: bytes) -> None:
        """Send it all to the reader, if one is connected."""
        if self._line is not None:
            try:
                self._line.sendall(data)
            except OSError as error:
                deaf = notice("reader_takes_no_answers", what="scanner", port=self._url, reason=os_reason(error))
                raise DeviceError(deaf) from error

    def close(self) -> None:
        """Hang up and listen no more; may be called twice."""
        for each in self._sockets():
            each.close()

    def _take_over(self) -> None:
        with suppress(OSError):
            line, _ = self._listening.accept()
            line.setblocking(False)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for option, value in ALIVE:
                line.setsockopt(socket.IPPROTO_TCP, option, value)
            if self._line is not None:
                self._line.close()
            self._line = line

    def _sockets(self) -> list[socket.socket]:
        return [self._listening] if self._line is None else [self._listening, self._line]


def _listening(url: str) -> socket.socket:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "0.0.0.0", parts.port  # noqa: S104  # as the configuration says
    except ValueError:
        port = None
    if port is None:
        raise DeviceError(notice("listen_no_address", what="scanner", port=url))
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=4)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            who = tuple(listeners(port))
            raise DeviceError(notice("listen_port_taken", what="scanner", port=url, who=who)) from error
        raise DeviceError(notice("listen_fails", what="scanner", port=url, reason=os_reason(error))) from error
