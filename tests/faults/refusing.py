"""A centre that refuses some scans: it stands before the real one, and takes these out of each batch.

A scan that it refuses never reaches the centre and gets the verdict `rejected`.
"""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_JSON = "application/json"


def refused(scan: dict[str, Any]) -> bool:
    """One scan in thirteen, always the same ones."""
    return zlib.crc32(str(scan["scan_id"]).encode()) % 13 == 0


class Refusing:
    """Listens from `__enter__` to `__exit__`."""

    def __init__(self, server_port: int) -> None:
        self.centre = server_port
        refusing = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                refusing.answer(self, None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                try:
                    batch = json.loads(gzip.decompress(body))
                except (EOFError, ValueError, OSError):
                    return  # half a request
                refusing.answer(self, batch)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        class Listening(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Who asks may be gone."""

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

    def answer(self, link: BaseHTTPRequestHandler, batch: dict[str, Any] | None) -> None:
        """What the centre says, with the verdicts that are ours; a centre that is away says nothing."""
        ours = [scan["scan_id"] for scan in batch["scans"] if refused(scan)] if batch else []
        kept = None if batch is None else {**batch, "scans": [one for one in batch["scans"] if not refused(one)]}
        status, kind, said = self._ask(link, kept)
        if not status:
            return
        if status == 200 and ours:
            whole = json.loads(said)
            verdict = {"status": "rejected", "code": "unwanted", "message": "not this one"}
            whole["results"] += [{"scan_id": name, **verdict} for name in ours]
            said = json.dumps(whole).encode()
        link.send_response(status)
        link.send_header("content-type", kind)
        link.send_header("content-length", str(len(said)))
        link.end_headers()
        link.wfile.write(said)

    def _ask(self, link: BaseHTTPRequestHandler, batch: dict[str, Any] | None) -> tuple[int, str, bytes]:
        sent = {"authorization": link.headers.get("authorization", ""), "content-type": _JSON}
        centre = http.client.HTTPConnection("127.0.0.1", self.centre, timeout=10)
        try:
            centre.request(link.command, link.path, None if batch is None else json.dumps(batch), sent)
            answer = centre.getresponse()
            return answer.status, answer.getheader("content-type", ""), answer.read()
        except (OSError, http.client.HTTPException):
            return 0, "", b""
        finally:
            centre.close()
