"""A server on a real socket that answers requests byte by byte, so that it can do what no HTTP library would."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from typing import Any, NamedTuple

Link = socketserver.StreamRequestHandler


class Request(NamedTuple):
    """What a client sent; names of headers are lower case."""

    line: str
    headers: dict[str, str]
    body: bytes


class RawServer:
    """A thread a connection; `serve` is called for each request."""

    def __init__(self, port: int = 0) -> None:
        self._links: set[socket.socket] = set()
        here = self

        class Handler(Link):
            def handle(self) -> None:
                here._links.add(self.connection)
                while (request := _read(self)) is not None and here.serve(self, request):
                    pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is expected here."""

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def serve(self, link: Link, request: Request) -> bool:
        """Answer; False: the connection ends."""
        raise NotImplementedError

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for link in self._links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)


def _read(link: Link) -> Request | None:
    line = link.rfile.readline().decode()
    if not line.strip():
        return None
    headers = {}
    while (text := link.rfile.readline().decode().strip()) != "":
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return Request(line, headers, link.rfile.read(int(headers.get("content-length", 0))))
