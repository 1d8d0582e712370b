"""The connection in use: the certificate pin is verified before any data is sent, and any thread may end it."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hardware.contract import notice
from station.sync.transport.errors import LineError, TrustError
from station.sync.transport.trust import is_pinned, pin

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection, Mapping


class Lifeline:
    """`watch` is httpx2's trace of one client that has one connection at a time."""

    def __init__(self, pins: Collection[str], *, tls: bool) -> None:
        self._pins = pins
        self._tls = tls
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._over = False

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Keep the new socket at hand. TrustError, before anything is sent, when its key is none of the pins."""
        stream = info.get("return_value")
        try:
            if event == "connection.connect_tcp.complete" and stream is not None:
                connection = stream.get_extra_info("socket")
                # TLS takes the socket over and shows its own only once it is up: a second name until then.
                self._keep(connection.dup() if self._tls else connection)
            elif event == "connection.start_tls.complete" and stream is not None:
                connection = stream.get_extra_info("socket")
                self._keep(connection, lent=True)
                self._check(connection)
            elif event == "connection.start_tls.failed":
                self._keep(None, lent=True)
        except LineError:
            if stream is not None:
                stream.close()
            raise

    def _keep(self, connection: socket.socket | None, *, lent: bool = False) -> None:
        """Instead of the one before; `lent`: that was a second name of ours for the same connection."""
        with self._lock:
            before, self._socket = self._socket, connection
            if lent and before is not None:
                before.close()
            if self._over and connection is not None:
                if self._tls and not lent:
                    connection.close()
                raise LineError(notice("line_ends"))

    def _check(self, connection: ssl.SSLSocket) -> None:
        certificate = connection.getpeercert(binary_form=True) or b""
        if not is_pinned(certificate, self._pins):
            raise TrustError(notice("trust_other_key", pin=pin(certificate)))

    def cut(self) -> None:
        """End the connection, and with it whatever waits for it in another thread."""
        with self._lock:
            if self._socket is not None:
                with suppress(OSError):  # closed already
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # TLS has no say in it

    def is_cut(self) -> bool:
        """Whether the other side has ended it: what can be read from an idle connection is its end."""
        with self._lock:
            if self._socket is None or self._socket.fileno() < 0:
                return False
            idle = select.poll()
            idle.register(self._socket, select.POLLIN | select.POLLHUP)
            return bool(idle.poll(0))

    def end(self) -> None:
        """Cut, and let no other connection come after."""
        with self._lock:
            self._over = True
        self.cut()
