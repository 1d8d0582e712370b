"""A line with faults between a real station and a real centre; it also speaks for a centre that refuses some scans.

A scan that it refuses never reaches the centre: it is taken out of its batch and gets the verdict `rejected`.
"""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, Self

FAULTS = (
    "reset_before",
    "cut_request",
    "answer_lost",
    "answer_cut",
    "twice",
    "late",
    "captive",
    "empty_200",
    "unavailable",
    "too_many",
    "broken",
    "foreign",
    "half_answered",
    "garbage",
    "bogus_gzip",
    "gateway_400",
)
_JSON = "application/json"
_PLAIN = {
    "captive": (200, "text/html", b"<html>log in</html>"),
    "empty_200": (200, _JSON, b""),
    "unavailable": (503, "text/plain", b"busy"),
    "too_many": (429, _JSON, b"{}"),
    "broken": (500, "text/plain", b"oops"),
}


def refused(scan: dict[str, Any]) -> bool:
    """One scan in thirteen, always the same ones."""
    return zlib.crc32(str(scan["scan_id"]).encode()) % 13 == 0


class Relay:
    """Listens from `__enter__` to `__exit__`; `share` of the batches meet a fault."""

    def __init__(self, server_port: int, share: float, seed: int = 5) -> None:
        self.share = share
        self.met: Counter[str] = Counter()
        self.centre = server_port
        self._chance = Random(seed)
        relay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                relay.forward(self, "GET", None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                relay.carry(self, json.loads(gzip.decompress(body)))

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        class Listening(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A station that was killed hangs up."""

        self._listening = Listening(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._listening.server_port}"
        self._thread = threading.Thread(target=self._listening.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown()
        self._thread.join()
        self._listening.server_close()

    def carry(self, link: BaseHTTPRequestHandler, batch: dict[str, Any]) -> None:
        """One batch, and perhaps a fault."""
        fault = self._chance.choice(FAULTS) if self._chance.random() < self.share else "none"
        self.met[fault] += 1
        if fault in _PLAIN:
            self._say(link, *_PLAIN[fault])
        elif fault == "gateway_400" and len(batch["scans"]) > 1:  # a scan that is refused alone goes to the desk
            self._say(link, 400, "text/html", b"<html>bad request</html>")
        elif fault == "garbage":
            link.wfile.write(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" * 20)
            link.close_connection = True
        elif fault == "reset_before":
            link.close_connection = True
        elif fault == "cut_request":
            self._cut_request(batch)
            link.close_connection = True
        else:
            self._delivered(link, fault, batch)

    def _delivered(self, link: BaseHTTPRequestHandler, fault: str, batch: dict[str, Any]) -> None:
        """The centre gets it, then something happens to the answer."""
        if fault == "late":
            time.sleep(0.5)
        if fault == "twice":
            self._ask("POST", "/v1/scan-batches", link.headers, batch)
        status, kind, answer = self._ask("POST", "/v1/scan-batches", link.headers, batch)
        if status == 200:
            said = json.loads(answer)
            if fault == "foreign":
                said["batch_id"] = "another"
            if fault == "half_answered":
                said["results"] = said["results"][::2]
            answer = json.dumps(said).encode()
        if fault == "answer_lost" or status == 0:
            link.close_connection = True
        elif fault == "answer_cut":
            link.wfile.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
            )
            link.wfile.write(answer[: len(answer) // 2])
            link.close_connection = True
        elif fault == "bogus_gzip":
            self._say(link, status, kind, gzip.compress(answer), ("content-encoding", "gzip"))
        else:
            self._say(link, status, kind, answer)

    def forward(self, link: BaseHTTPRequestHandler, method: str, body: None) -> None:
        """Another request, as it is."""
        status, kind, answer = self._ask(method, link.path, link.headers, body)
        if status:
            self._say(link, status, kind, answer)
        else:
            link.close_connection = True

    def _ask(self, method: str, path: str, headers: Any, batch: dict[str, Any] | None) -> tuple[int, str, bytes]:
        """The centre's answer, with the verdicts that are ours; status 0: it is away."""
        ours = [scan["scan_id"] for scan in batch["scans"] if refused(scan)] if batch else []
        sent = {"authorization": headers.get("authorization", ""), "content-type": _JSON}
        body = None if batch is None else {**batch, "scans": [one for one in batch["scans"] if not refused(one)]}
        link = http.client.HTTPConnection("127.0.0.1", self.centre, timeout=10)
        try:
            link.request(method, path, None if body is None else json.dumps(body), sent)
            answer = link.getresponse()
            status, kind, said = answer.status, answer.getheader("content-type", ""), answer.read()
        except (OSError, http.client.HTTPException):
            return 0, "", b""
        finally:
            link.close()
        if status != 200 or not ours:
            return status, kind, said
        whole = json.loads(said)
        whole["results"] += [
            {"scan_id": name, "status": "rejected", "code": "unwanted", "message": "not this one"} for name in ours
        ]
        return status, kind, json.dumps(whole).encode()

    def _cut_request(self, batch: dict[str, Any]) -> None:
        """Half a request reaches the centre."""
        body = json.dumps(batch).encode()
        link = http.client.HTTPConnection("127.0.0.1", self.centre, timeout=10)
        try:
            link.putrequest("POST", "/v1/scan-batches")
            link.putheader("content-length", str(len(body)))
            link.endheaders(body[: len(body) // 2])
        except OSError:
            pass
        finally:
            link.close()

    def _say(self, link: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, *more: tuple[str, str]) -> None:
        link.send_response(status)
        for name, value in (("content-type", kind), ("content-length", str(len(body))), *more):
            link.send_header(name, value)
        link.end_headers()
        link.wfile.write(body)
