"""What a hostile or broken server may answer to a batch, as bytes on the wire.

None of it is a well-formed answer that acknowledges a scan; what `DEAD` names are real verdicts with hostile words.
"""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

Batch = dict[str, Any]
Answer = Callable[[Batch], Iterator[bytes]]
ANSWERS: dict[str, Answer] = {}
DEAD = {"verdict_with_escapes": 3, "verdict_of_a_megabyte": 3}
"""How many of three scans end at the desk; of every other answer none."""
EVIL = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202e\u2066 evil \r\nforged\x00"
JSON = {"content-type": "application/json"}
FOR_EVER = 100_000


def head(status: object, headers: dict[str, str], length: object = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    if length is not None:
        lines.append(f"content-length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole(body: bytes, status: object = "200 OK", **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return head(status, JSON | named, len(body)) + body


def said(batch: Batch, **changed: Any) -> dict[str, Any]:
    """The good answer with something changed."""
    results = [{"scan_id": scan["scan_id"], "status": "stored"} for scan in batch["scans"]]
    return {"batch_id": batch["batch_id"], "results": results, "high_water": 1} | changed


def coded(value: Any) -> bytes:
    return json.dumps(value).encode()


def canned(name: str, answer: bytes) -> None:
    ANSWERS[name] = lambda _: iter([answer])


def changed(name: str, change: Callable[[dict[str, Any]], bytes]) -> None:
    """A good answer's body made bad."""
    ANSWERS[name] = lambda batch: iter([whole(change(said(batch)))])


def answer(make: Answer) -> Answer:
    ANSWERS[make.__name__] = make
    return make


# -- the size of things

_ZEROS = bytes(1 << 26)
canned("bomb_gzip", whole(gzip.compress(_ZEROS), content_encoding="gzip"))
canned("bomb_deflate", whole(zlib.compress(_ZEROS), content_encoding="deflate"))
del _ZEROS
canned("million_empty_results", whole(b'{"batch_id":"x","results":[' + b"{}," * 300_000 + b"{}]}"))
canned("deep_array", whole(b"[" * 900_000))
canned("deep_object", whole(b'{"a":' * 150_000 + b"1" + b"}" * 150_000))
canned("endless_number", whole(b"9" * 900_000))


@answer
def million_results(batch: Batch) -> Iterator[bytes]:
    one = coded(said(batch)["results"][0]) + b","
    yield head("200 OK", JSON) + b'{"batch_id":"' + batch["batch_id"].encode() + b'","results":['
    for _ in range(1000):
        yield one * 1000


@answer
def endless_body(batch: Batch) -> Iterator[bytes]:
    yield head("200 OK", JSON)
    for _ in range(FOR_EVER):
        yield b" " * 65536


@answer
def endless_chunks(batch: Batch) -> Iterator[bytes]:
    yield head("200 OK", JSON | {"transfer-encoding": "chunked"})
    for _ in range(FOR_EVER):
        yield b"1\r\n \r\n" * 1000


@answer
def endless_headers(batch: Batch) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(FOR_EVER):
        yield f"x-{number}: {'y' * 500}\r\n".encode()


@answer
def endless_header(batch: Batch) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nx-long: "
    for _ in range(FOR_EVER):
        yield b"y" * 65536


@answer
def endless_status_line(batch: Batch) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 "
    for _ in range(FOR_EVER):
        yield b"O" * 65536


@answer
def flood_of_100_continue(batch: Batch) -> Iterator[bytes]:
    for _ in range(FOR_EVER):
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 100


@answer
def flood_of_cookies(batch: Batch) -> Iterator[bytes]:
    yield b"HTTP/1.1 500 X\r\ncontent-length: 0\r\n" + b"set-cookie: a=b\r\n" * 4000 + b"\r\n"


# -- the pace of things


def _drip(data: bytes) -> Iterator[bytes]:
    for byte in data:
        yield bytes([byte])
        time.sleep(0.05)


@answer
def drip_in_the_head(batch: Batch) -> Iterator[bytes]:
    yield from _drip(whole(coded(said(batch))))


@answer
def drip_in_the_body(batch: Batch) -> Iterator[bytes]:
    body = coded(said(batch))
    yield head("200 OK", JSON, len(body))
    yield from _drip(body)


@answer
def drip_of_chunks(batch: Batch) -> Iterator[bytes]:
    yield head("200 OK", JSON | {"transfer-encoding": "chunked"})
    for _ in range(200):
        yield b"1\r\n \r\n"
        time.sleep(0.05)


@answer
def silence(batch: Batch) -> Iterator[bytes]:
    time.sleep(2)
    yield b""


# -- HTTP that is none

canned("closed_at_once", b"")
canned("http_0_9", b'{"batch_id":"x","results":[]}')
canned("http_2_settings", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80")
canned("tls_record", b"\x15\x03\x03\x00\x02\x02\x28" * 10)
canned("random_bytes", bytes(range(256)) * 40)
canned("status_of_letters", b"HTTP/1.1 OK 200\r\n\r\n")
canned("status_999", whole(b"{}", "999 What"))
canned(
    "101_switching", head("101 Switching Protocols", {"upgrade": "websocket", "connection": "upgrade"}) + b"\x81\x01x"
)
canned("chunked_garbage", head("200 OK", JSON | {"transfer-encoding": "chunked"}) + b"zz\r\n{}\r\n0\r\n\r\n")
canned("chunk_of_2_to_the_64", head("200 OK", JSON | {"transfer-encoding": "chunked"}) + b"FFFFFFFFFFFFFFFF\r\n{}")
canned("length_negative", head("200 OK", JSON, -1) + b"{}")
canned("length_is_words", head("200 OK", JSON, "many") + b"{}")
canned("escapes_in_the_reason", b"HTTP/1.1 500 \x1b[2Jgone\r\ncontent-length: 0\r\n\r\n")
canned("nul_in_a_header", b"HTTP/1.1 200 OK\r\ncontent-type: application/json\x00\r\ncontent-length: 2\r\n\r\n{}")


@answer
def length_too_long(batch: Batch) -> Iterator[bytes]:
    body = coded(said(batch))
    yield head("200 OK", JSON, len(body) + 100) + body


@answer
def length_too_short(batch: Batch) -> Iterator[bytes]:
    body = coded(said(batch))
    yield head("200 OK", JSON, len(body) - 10) + body


@answer
def two_lengths(batch: Batch) -> Iterator[bytes]:
    body = coded(said(batch))
    yield head("200 OK", JSON | {"Content-Length": "5"}, len(body)) + body


@answer
def a_second_answer_nobody_asked_for(batch: Batch) -> Iterator[bytes]:
    yield whole(b"{}", "500 X") + whole(coded(said(batch)))


# -- statuses

for _status in ("201 Created", "202 Accepted", "203 Other", "206 Partial Content", "226 IM Used", "299 Odd"):
    ANSWERS[f"good_body_with_{_status[:3]}"] = lambda batch, status=_status: iter([whole(coded(said(batch)), status)])  # type: ignore[misc]
canned("204_empty", head("204 No Content", {}))
canned("205_empty", head("205 Reset", {}, 0))
canned("200_empty", whole(b""))
canned("401_with_html", whole(b"<html><title>Log in</title></html>", "401 X", content_type="text/html"))
canned("403_with_html", whole(b"<html><title>Forbidden</title></html>", "403 X", content_type="text/html"))
canned("407_proxy", whole(b"", "407 X", proxy_authenticate="Basic realm=x"))
canned("413_for_one_scan", whole(b'{"title":"too large"}', "413 X"))
canned("retry_after_for_ever", whole(b"", "503 X", retry_after="9" * 300))
canned("retry_after_negative", whole(b"", "503 X", retry_after="-5"))
canned("retry_after_in_1970", whole(b"", "429 X", retry_after="Thu, 01 Jan 1970 00:00:00 GMT", date="now"))


@answer
def redirect_elsewhere(batch: Batch) -> Iterator[bytes]:
    yield whole(b"", "307 X", location="/elsewhere")


@answer
def redirect_to_another_host(batch: Batch) -> Iterator[bytes]:
    yield whole(b"", "308 X", location="http://127.0.0.2:9/v1/scan-batches")


@answer
def redirect_to_a_file(batch: Batch) -> Iterator[bytes]:
    yield whole(b"", "302 X", location="file:///etc/passwd")


# -- bodies

canned("captive_portal", whole(b"<html><title>Log in</title></html>", content_type="text/html; charset=utf-8"))
canned("escapes_in_the_problem", whole(coded({"title": EVIL, "detail": EVIL}), "500 X"))
canned("escapes_in_the_title", whole(b"<title>" + EVIL.encode() + b"</title>", "502 X", content_type="text/html"))
canned("escapes_in_the_content_type", head("200 OK", {"content-type": "text/\x9b31m"}, 2) + b"{}")
changed("nan", lambda good: coded(good).replace(b'"high_water": 1', b'"high_water": NaN'))
changed("duplicate_ids", lambda good: coded(good | {"results": good["results"] + good["results"][:1]}))
changed("one_id_for_all", lambda good: coded(good | {"results": [good["results"][0]] * len(good["results"])}))
changed(
    "ids_never_sent",
    lambda good: coded(
        good
        | {"results": [{"scan_id": "00000000-0000-4000-8000-000000000000", "status": "stored"}, *good["results"][1:]]}
    ),
)
changed("wrong_batch", lambda good: coded(good | {"batch_id": "5f1dd2a0-0000-4000-8000-000000000000"}))
changed("no_batch", lambda good: coded({"results": good["results"]}))
changed("batch_in_a_list", lambda good: coded(good | {"batch_id": [good["batch_id"]]}))
changed("in_a_list", lambda good: coded([good]))
changed(
    "results_as_an_object", lambda good: coded(good | {"results": {r["scan_id"]: "stored" for r in good["results"]}})
)
changed(
    "statuses_that_are_none", lambda good: coded(good | {"results": [r | {"status": True} for r in good["results"]]})
)
changed("statuses_unknown", lambda good: coded(good | {"results": [r | {"status": "STORED"} for r in good["results"]]}))
changed("no_results", lambda good: coded(good | {"results": []}))
changed("results_null", lambda good: coded(good | {"results": None}))
changed("utf_16", lambda good: json.dumps(good).encode("utf-16"))
changed("utf_32_without_a_mark", lambda good: json.dumps(good).encode("utf-32-le"))
changed("bom", lambda good: b"\xef\xbb\xbf" + coded(good))
changed("nul_bytes", lambda good: coded(good) + bytes(100))
changed("more_after_it", lambda good: coded(good) + b"{}")
changed("cut_off", lambda good: coded(good)[:-1])
changed("bytes_that_are_no_text", lambda good: coded(good).replace(b"stored", b"st\xffred"))
changed(
    "verdict_with_escapes",
    lambda good: coded(
        good | {"results": [r | {"status": "rejected", "code": EVIL, "message": EVIL} for r in good["results"]]}
    ),
)
changed(
    "verdict_of_a_megabyte",
    lambda good: coded(
        good
        | {"results": [r | {"status": "conflict", "code": "c" * 9, "message": "m" * 250_000} for r in good["results"]]}
    ),
)
ANSWERS["compressed_unasked"] = lambda batch: iter([whole(gzip.compress(coded(said(batch))), content_encoding="gzip")])
ANSWERS["brotli_claimed"] = lambda batch: iter([whole(coded(said(batch)), content_encoding="br")])
