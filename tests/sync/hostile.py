"""Answers that no honest centre gives: what proxies, portals, broken servers and enemies send back to a batch."""

from __future__ import annotations

import gzip
import json
import socketserver
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.sync.moody_centre import JSON, MoodyCentre

EVIL = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202eevil\r\nforged log line"
Answer = bytes | Iterator[bytes]
Batch = dict[str, Any]


def http(body: bytes | str, status: str = "200 OK", kind: str = JSON, more: str = "", length: int | str = "") -> bytes:
    data = body.encode() if isinstance(body, str) else body
    size = len(data) if length == "" else length
    return f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {size}\r\n{more}\r\n".encode() + data


def good(batch: Batch, **changes: Any) -> dict[str, Any]:
    """What would be right, had it been stored; it was not."""
    results = [{"scan_id": scan["scan_id"], "status": "stored"} for scan in batch["scans"]]
    return {"batch_id": batch["batch_id"], "results": results, "high_water": 0} | changes


def said(batch: Batch, **changes: Any) -> bytes:
    return http(json.dumps(good(batch, **changes)))


def each(batch: Batch, **changes: Any) -> bytes:
    """Every result changed in the same way."""
    return said(batch, results=[one | changes for one in good(batch)["results"]])


def problem(status: str, more: str = "") -> bytes:
    words = json.dumps({"title": EVIL, "detail": EVIL * 50})
    return http(words, status, "application/problem+json", more)


def stranger(batch: Batch) -> dict[str, str]:
    return {"scan_id": "00000000-0000-4000-8000-000000000000", "status": "stored"}


def million(batch: Batch) -> Iterator[bytes]:
    one = json.dumps(stranger(batch)).encode() + b","
    yield http(b"", length=10**6 * len(one))
    for _ in range(1000):
        yield one * 1000


def endless(piece: bytes, head: bytes = b"HTTP/1.1 200 OK\r\n") -> Callable[[Batch], Iterator[bytes]]:
    def answer(_batch: Batch) -> Iterator[bytes]:
        yield head
        for _ in range(400):
            yield piece * 1000

    return answer


def drip(batch: Batch) -> Iterator[bytes]:
    for one in said(batch):
        yield bytes([one])
        time.sleep(0.01)


def portal(batch: Batch) -> bytes:
    return http("<html>please log in</html>", kind="text/html")


CORPUS: dict[str, Callable[[Batch], Answer]] = {
    "a bomb": lambda b: http(gzip.compress(bytes(1 << 26)), more="content-encoding: gzip\r\n"),
    "a compressed good answer": lambda b: http(
        gzip.compress(json.dumps(good(b)).encode()), more="content-encoding: gzip\r\n"
    ),
    "an encoding that nobody knows": lambda b: http(json.dumps(good(b)), more="content-encoding: br\r\n"),
    "a million results": million,
    "deep arrays": lambda b: http("[" * 200_000),
    "deep objects": lambda b: http('{"a":' * 100_000),
    "a deep answer": lambda b: http(json.dumps(good(b))[:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "results that are not a number": lambda b: http(json.dumps(good(b, results=float("nan")))),
    "a huge number": lambda b: http('{"results": ' + "9" * 5000 + "}"),
    "each id twice": lambda b: said(b, results=good(b)["results"] * 2),
    "each id with two verdicts": lambda b: said(
        b, results=[*good(b)["results"], *(one | {"status": "rejected"} for one in good(b)["results"])]
    ),
    "ids never sent": lambda b: said(b, results=[stranger(b)]),
    "one id never sent": lambda b: said(b, results=[*good(b)["results"], stranger(b)]),
    "another batch": lambda b: said(b, batch_id="another"),
    "no batch": lambda b: http(json.dumps({"results": good(b)["results"]})),
    "a batch that is a list": lambda b: said(b, batch_id=[b["batch_id"]]),
    "no results": lambda b: http(json.dumps({"batch_id": b["batch_id"]})),
    "results of null": lambda b: said(b, results=None),
    "results by name": lambda b: said(b, results={scan["scan_id"]: "stored" for scan in b["scans"]}),
    "empty results": lambda b: said(b, results=[]),
    "a verdict that nobody knows": lambda b: each(b, status="maybe"),
    "a verdict in capitals": lambda b: each(b, status="STORED"),
    "a verdict of null": lambda b: each(b, status=None),
    "ids that are numbers": lambda b: each(b, scan_id=7),
    "a list": lambda b: http(json.dumps([good(b)])),
    "a string": lambda b: http(json.dumps("stored")),
    "UTF-16 without a word": lambda b: http(json.dumps(good(b, batch_id="x")).encode("utf-16")),
    "NUL bytes": lambda b: http(b"\0" * 500),
    "no UTF-8": lambda b: http(b'{"batch_id": "\xff\xfe"}'),
    "nothing": lambda b: http(b""),
    "204": lambda b: b"HTTP/1.1 204 No Content\r\n\r\n",
    "a part": lambda b: http(json.dumps(good(b)), "206 Partial Content"),
    "accepted": lambda b: http(json.dumps(good(b)), "202 Accepted"),
    "away over http": lambda b: http(b"", "301 Moved", more="location: http://198.51.100.1/v1/scan-batches\r\n"),
    "away with a body": lambda b: http(json.dumps(good(b)), "308 Moved", more="location: /elsewhere\r\n"),
    "a portal": portal,
    "a good answer as HTML": lambda b: http(json.dumps(good(b)), kind="text/html"),
    "a flood of 100": lambda b: b"HTTP/1.1 100 Continue\r\n\r\n" * 5000,
    "no HTTP": lambda b: json.dumps(good(b)).encode(),
    "a status of letters": lambda b: http(json.dumps(good(b)), "abc OK"),
    "status 999": lambda b: http(json.dumps(good(b)), "999 What"),
    "more bytes than told": lambda b: http(json.dumps(good(b)), length=10),
    "fewer bytes than told": lambda b: http(json.dumps(good(b))[:-5], length=100_000),
    "a length below nothing": lambda b: http(json.dumps(good(b)), length=-1),
    "two lengths": lambda b: http(json.dumps(good(b)), more="content-length: 3\r\n"),
    "garbled chunks": lambda b: (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n{}\r\n0\r\n\r\n"
    ),
    "endless chunks": endless(
        b"400\r\n" + b"x" * 1024 + b"\r\n", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    ),
    "endless headers": endless(b"x-more: and more\r\n"),
    "one endless header": endless(b"y" * 100, b"HTTP/1.1 200 OK\r\nx-long: "),
    "an endless body": endless(b"z" * 100, b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"),
    "a byte now and then": drip,
    "evil words of a fault": lambda b: problem("500 " + "\x1b[31mred"),
    "evil words of a gate": lambda b: problem("503 Busy", "retry-after: 0\r\n"),
    "a wait for ever": lambda b: problem("503 Busy", "retry-after: 999999999999999999999\r\n"),
    "a wait below nothing": lambda b: problem("429 Slow down", "retry-after: -5\r\n"),
    "a wait until a day that is none": lambda b: problem("429 Slow down", "retry-after: Fri, 99 Foo 9999\r\n"),
    "evil words at the door": lambda b: problem("401 " + "\x1b[2J"),
    "a forbidden page": lambda b: http(f"<html>{EVIL}</html>", "403 Forbidden", "text/html"),
    "high water without end": lambda b: http(json.dumps(good(b, results=[], high_water=10**30))),
}


class HostileCentre(MoodyCentre):
    """`mood` names an answer of the corpus; then nothing is stored."""

    def _treat(self, link: socketserver.StreamRequestHandler, mood: str, batch: Batch) -> bool:
        if mood not in CORPUS:
            return super()._treat(link, mood, batch)
        answer = CORPUS[mood](batch)
        for piece in [answer] if isinstance(answer, bytes) else answer:
            link.wfile.write(piece)
        return False
