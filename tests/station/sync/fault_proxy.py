"""An HTTP proxy that fails as lines, gateways and servers fail: it knows where a message ends, so that it can lose an
answer after the server's commit, deliver a request twice, or deliver it late.

    with FaultProxy(server.url, seed=7, share=0.35) as proxy:
        ...  # speak to proxy.url
        proxy.share = 0.0  # the line is mended

The n-th request meets the same fault for the same seed, kinds and share.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import re
import select
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Self
from urllib.parse import urlsplit

UPSTREAM_S = 20.0
LARGEST = 1 << 24


class FaultProxy:
    """Life is a `with` block. Every request has a connection of its own to the target; `share` may change any time."""

    def __init__(
        self,
        target_url: str,
        seed: int = 1,
        share: float = 0.35,
        kinds: Sequence[str] = (),
        hold_s: float = 20.0,
        port: int = 0,
    ) -> None:
        """`kinds`: some of `KINDS`, all by default. `hold_s`: how long a black hole and a drip keep a client."""
        parts = urlsplit(target_url)
        self.target = (str(parts.hostname), int(parts.port or 80))
        self.share = share
        self.kinds = tuple(kinds) or KINDS
        self.hold_s = hold_s
        self.met: Counter[str] = Counter()
        """How many requests met each fault; `none` went through."""
        self.closing = threading.Event()
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next_fault(self) -> str:
        with self._lock:
            struck, kind = self._chance.random() < self.share, self._chance.choice(self.kinds)
            self.met[kind if struck else "none"] += 1
        return kind if struck else "none"

    def forward(self, request: bytes) -> bytes:
        """The target's whole answer; empty when it is away."""
        try:
            with socket.create_connection(self.target, UPSTREAM_S) as upstream:
                upstream.sendall(request)
                return b"".join(iter(lambda: upstream.recv(65536), b""))
        except OSError:
            return b""

    def cut_off(self, request: bytes) -> None:
        """Give the target half of a request."""
        with contextlib.suppress(OSError), socket.create_connection(self.target, UPSTREAM_S) as upstream:
            upstream.sendall(request[: max(1, len(request) // 2)])


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], proxy: FaultProxy) -> None:
        self.proxy = proxy
        super().__init__(address, _Link)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is expected here."""


class _Link(socketserver.StreamRequestHandler):
    """One connection of a client: one request, then it ends."""

    server: _Server

    def handle(self) -> None:
        request = _read_request(self.rfile)
        if request:
            FAULTS[self.server.proxy.next_fault()](self, self.server.proxy, request)

    def send(self, answer: bytes) -> None:
        """The answer; nothing of it is a reset."""
        if answer:
            self.wfile.write(answer)
        else:
            self.reset()

    def reset(self) -> None:
        """End the connection with RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def gone(self, seconds: float) -> bool:
        """Wait; True once the client has hung up."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        return bool(readable) and self.connection.recv(4096) == b""


def _read_request(source: Any) -> bytes:
    """Head and body, to be sent on with `connection: close`; empty when it broke off."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = source.readline(65536)
        if not line or len(head) > LARGEST:
            return b""
        if not line.lower().startswith((b"connection:", b"expect:")):
            head += line
    found = re.search(rb"(?im)^content-length: *(\d+)", head)
    size = int(found[1]) if found else 0
    body = source.read(size)
    return head[:-2] + b"connection: close\r\n\r\n" + body if len(body) == size else b""


def _plain(status: int, kind: str, body: bytes, more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}connection: close\r\n\r\n"
    )
    return head.encode() + body


def _canned(answer: bytes) -> Fault:
    return lambda link, proxy, request: link.send(answer)


def _pass(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    link.send(proxy.forward(request))


def _reset_before(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    link.reset()


def _ack_lost(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    proxy.forward(request)
    link.reset()


def _truncated(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    answer = proxy.forward(request)
    link.send(answer[: len(answer) * 2 // 3])


def _cut_request(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    proxy.cut_off(request)
    link.reset()


def _twice(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    proxy.forward(request)
    link.send(proxy.forward(request))


def _late(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    """The client hears nothing; what it said arrives after what it says next."""
    link.reset()
    proxy.closing.wait(0.3)
    proxy.forward(request)


def _black_hole(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    end = time.monotonic() + proxy.hold_s
    while time.monotonic() < end and not proxy.closing.is_set() and not link.gone(0.1):
        pass


def _slow_drip(link: _Link, proxy: FaultProxy, request: bytes) -> None:
    """Header and body, byte by byte, never done."""
    end = time.monotonic() + proxy.hold_s
    for byte in proxy.forward(request)[:-1]:
        if time.monotonic() > end or proxy.closing.is_set() or link.gone(0.05):
            return
        link.wfile.write(bytes([byte]))


def _answered(change: Callable[[dict[str, Any]], bytes]) -> Fault:
    """A fault in the body of a good answer; other answers pass."""

    def fault(link: _Link, proxy: FaultProxy, request: bytes) -> None:
        answer = proxy.forward(request)
        head, _, body = answer.partition(b"\r\n\r\n")
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        good = b" 200 " in head[:20] and isinstance(said, dict) and "results" in said
        link.send(change(said) if good else answer)

    return fault


def _encoded(said: dict[str, Any]) -> bytes:
    return _plain(200, "application/json", json.dumps(said).encode())


def _another_batch(said: dict[str, Any]) -> bytes:
    return _encoded(said | {"batch_id": "5f1dd2a0-0000-4000-8000-000000000000"})


def _partial(said: dict[str, Any]) -> bytes:
    return _encoded(said | {"results": said["results"][::2]})


def _bogus_gzip(said: dict[str, Any]) -> bytes:
    body = gzip.compress(json.dumps(said).encode())
    return _plain(200, "application/json", body[:-8] + bytes(8), "content-encoding: gzip\r\n")


Fault = Callable[[_Link, FaultProxy, bytes], None]
HTML = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
FAULTS: dict[str, Fault] = {
    "none": _pass,
    "reset_before": _reset_before,
    "ack_lost": _ack_lost,
    "truncated": _truncated,
    "garbage": _canned(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + bytes(range(256))),
    "captive_portal": _canned(_plain(200, "text/html", HTML.format("Welcome! Please log in").encode())),
    "500": _canned(_plain(500, "text/plain", b"Internal Server Error")),
    "503": _canned(_plain(503, "application/problem+json", b'{"title":"busy"}', "retry-after: 1\r\n")),
    "429": _canned(_plain(429, "application/json", b'{"title":"too many"}', "retry-after: 1\r\n")),
    "slow_drip": _slow_drip,
    "black_hole": _black_hole,
    "twice": _twice,
    "late": _late,
    "cut_request": _cut_request,
    "bogus_gzip": _answered(_bogus_gzip),
    "another_batch": _answered(_another_batch),
    "413": _canned(_plain(413, "text/html", HTML.format("413 Request Entity Too Large").encode())),
    "502": _canned(_plain(502, "text/html", HTML.format("502 Bad Gateway").encode())),
    "partial": _answered(_partial),
}
KINDS = tuple(kind for kind in FAULTS if kind != "none")
