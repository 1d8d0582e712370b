"""Centres with faults, on real sockets."""

from __future__ import annotations

import contextlib
import http.server
import json
import ssl
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
PAGE = b"<html><title>Hotel Wi-Fi</title></html>"
GAPS = {"station_id": "lane-1", "epoch": "-", "stored": 0, "high_water": 0, "gaps": [], "head": None, "chain": "none"}


def good(path: str) -> Answer:
    """What a centre answers that keeps no lists."""
    if path == "/healthz":
        return 200, JSON, b'{"status":"ok"}'
    if path.endswith("/gaps"):
        return 200, JSON, json.dumps(GAPS).encode()
    return 404, {"content-type": "application/problem+json"}, b'{"title":"not kept"}'


def always(status: int, headers: dict[str, str] = JSON, body: bytes = b"{}") -> Callable[[str], Answer]:
    return lambda _path: (status, headers, body)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeCentre

    def do_GET(self) -> None:
        status, headers, body = self.server.answer(self.path.partition("?")[0])
        self.server.ended.wait(self.server.delay_s)
        self.send_response_only(status)
        for name, value in {"date": formatdate(time.time() + self.server.ahead_s, usegmt=True), **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


class FakeCentre(http.server.ThreadingHTTPServer):
    """`pair`: certificate and key for https. `ahead_s`: of its clock; `delay_s`: before each answer."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        answer: Callable[[str], Answer] = good,
        pair: tuple[Path, Path] | None = None,
        ahead_s: float = 0,
        delay_s: float = 0,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.ahead_s, self.delay_s = answer, ahead_s, delay_s
        self.ended = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if pair else None
        if self._context is not None and pair is not None:
            self._context.load_cert_chain(*pair)
        self.url = f"{'https' if pair else 'http'}://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

    def finish_request(self, request: Any, client_address: Any) -> None:
        with contextlib.suppress(OSError):
            if self._context is None:
                super().finish_request(request, client_address)
                return
            with self._context.wrap_socket(request, server_side=True) as link:
                super().finish_request(link, client_address)

    def __enter__(self) -> FakeCentre:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
