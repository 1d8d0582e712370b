"""A centre with moods, on a real socket: it can fail in every way that a line, a proxy or a server fails."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

from tests.station.sync.raw_server import Link, RawServer, Request

Mood = str
JSON = "application/json"


class MoodyCentre(RawServer):
    """Stores each scan once. `mood(number)` says how request `number` is treated; `poison` ids make a batch a 400."""

    def __init__(
        self, mood: Callable[[int], Mood] = lambda _: "ok", poison: frozenset[str] = frozenset(), port: int = 0
    ) -> None:
        self.mood = mood
        self.poison = poison
        self.rejected: set[str] = set()
        """Ids that get a verdict `rejected`."""
        self.silent: set[str] = set()
        """Ids that are stored and never get a verdict."""
        self.firewall: set[str] = set()
        """Ids that a firewall on the way answers with 403 and a page."""
        self.sizes: list[int] = []
        """How many scans each batch held."""
        self.largest = 500
        """More scans than this in a batch are a 413."""
        self.stored: dict[str, int] = {}
        """scan_id -> how often it was delivered."""
        self.order: list[int] = []
        self.parcels_status = 404
        """What a question for a parcel is answered with."""
        self.requests = 0
        self.reports = 0
        self.redirected = 0
        super().__init__(port)

    def serve(self, link: Link, request: Request) -> bool:
        """One request; False: the connection ends."""
        if request.line.startswith("GET"):
            return self._answer(link, 200 if "/healthz" in request.line else self.parcels_status, b'{"status":"ok"}')
        if "/status" in request.line:
            self.reports += 1
            return self._answer(link, 404, b"{}")  # it is of before
        if "/elsewhere" in request.line:
            self.redirected += 1
        self.requests += 1
        return self._treat(link, self.mood(self.requests), json.loads(gzip.decompress(request.body)))

    def _treat(self, link: Link, mood: Mood, batch: dict[str, Any]) -> bool:
        if mood == "drop_before":
            return False
        if mood in TROUBLES:
            return TROUBLES[mood](link)
        ids = [scan["scan_id"] for scan in batch["scans"]]
        self.sizes.append(len(ids))
        if self.firewall & set(ids):
            return _plain(403, b"<html><title>Blocked by rule 942</title></html>", "text/html")(link)
        if len(ids) > self.largest:
            return self._answer(link, 413, b"{}")
        if self.poison & set(ids):
            return self._answer(link, 400, b'{"title":"bad batch"}')
        good = self._take(batch)
        return self._answer(link, 200, good) if mood == "ok" else self._taken(link, mood, batch, good)

    def _taken(self, link: Link, mood: Mood, batch: dict[str, Any], good: bytes) -> bool:
        """The batch is stored, and then something goes wrong with the answer."""
        answer = json.loads(good)
        match mood:
            case "commit_then_cut":
                link.wfile.write(_head(200, JSON, len(good)) + good[: len(good) // 2])
            case "endless":
                link.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n" + bytes(1 << 22))
            case "twice":
                return self._answer(link, 200, self._take(batch))
            case "foreign":
                return self._answer(link, 200, json.dumps(answer | {"batch_id": "another"}).encode())
            case "half":
                return self._answer(link, 200, json.dumps(answer | {"results": answer["results"][::2]}).encode())
            case "bomb":
                return self._answer(link, 200, gzip.compress(bytes(1 << 24)), encoding="gzip")
            case _:
                pass
        return False

    def _take(self, batch: dict[str, Any]) -> bytes:
        results = []
        for scan in batch["scans"]:
            scan_id = scan["scan_id"]
            if scan_id in self.rejected:
                results.append({"scan_id": scan_id, "status": "rejected", "code": "bad", "message": "not this one"})
                continue
            status = "duplicate" if scan_id in self.stored else "stored"
            if status == "stored":
                self.order.append(scan["seq"])
            self.stored[scan_id] = self.stored.get(scan_id, 0) + 1
            if scan_id in self.silent:
                continue
            results.append({"scan_id": scan_id, "status": status})
        return json.dumps({"batch_id": batch["batch_id"], "results": results, "high_water": 0}).encode()

    def _answer(self, link: Link, status: int, body: bytes, encoding: str = "") -> bool:
        link.wfile.write(_head(status, JSON, len(body), encoding) + body)
        return True


def _head(status: int, kind: str, length: int, encoding: str = "", more: str = "") -> bytes:
    coded = f"content-encoding: {encoding}\r\n" if encoding else ""
    return f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n{coded}{more}\r\n".encode()


def _plain(status: int, body: bytes, kind: str = JSON, more: str = "") -> Callable[[Any], bool]:
    def answer(link: Link) -> bool:
        link.wfile.write(_head(status, kind, len(body), more=more) + body)
        return True

    return answer


def _drip(link: Link) -> bool:
    link.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(600):
        link.wfile.write(b"x-slow: 1\r\n")
        time.sleep(0.05)
    return False


def _garbage(link: Link) -> bool:
    link.wfile.write(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" * 20)
    return False


TROUBLES: dict[Mood, Callable[[Any], bool]] = {
    "500": _plain(500, b"oops", "text/plain"),
    "503": _plain(503, b"{}", more="retry-after: 1\r\n"),
    "429": _plain(429, b"{}"),
    "gateway": _plain(400, b"<html>bad request</html>", "text/html"),
    "gateway413": _plain(413, b"<html>too large</html>", "text/html"),
    "422": _plain(422, b'{"title":"no"}'),
    "413": _plain(413, b'{"title":"too large"}'),
    "401": _plain(401, b'{"title":"Unauthorized"}'),
    "404": _plain(404, b"{}"),
    "captive": _plain(200, b"<html>log in</html>", "text/html"),
    "deep": _plain(200, b"[" * 200_000),
    "redirect": _plain(307, b"", more="location: /elsewhere\r\n"),
    "drip": _drip,
    "garbage": _garbage,
    "later": _plain(503, b"{}", more="retry-after: 900\r\n"),
}
HARMLESS = ["drop_before", "commit_then_drop", "commit_then_cut", "foreign", "half", "bomb", "endless", "twice"]
FAULTS = [
    *HARMLESS,
    *(name for name in TROUBLES if name not in ("503", "401", "422", "413", "404", "gateway", "gateway413", "later")),
]
"""Moods after which the next try may come soon."""
