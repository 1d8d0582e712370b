"""From the bytes of a request to a batch of scans. Raises only `Problem`."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from station.tracking_server.envelope import Envelope, clock_of, head_of
from station.tracking_server.problem import Problem
from station.tracking_server.scans import LARGEST_SEQ

MOST_SCANS = 500
LARGEST_BODY = 1 << 20
"""Bytes of a request body, as it comes and inflated."""
LONGEST_NAME = 64
_GZIP = 31  # zlib's window bits for "gzip header and trailer"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a station sent; the scans themselves are not checked yet."""

    batch_id: str
    station_id: str
    epoch: str
    envelope: Envelope
    scans: list[Any]


def read_batch(body: bytes, encoding: str) -> Batch:
    """The batch in a body whose Content-Encoding is `encoding` (`gzip`, `identity` or nothing)."""
    try:
        sent = json.loads(inflated(body, encoding).decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Problem(400, "the body is not JSON in UTF-8") from None
    if not isinstance(sent, dict):
        raise Problem(400, "the body must be a JSON object")
    scans = sent.get("scans")
    if not isinstance(scans, list):
        raise Problem(400, "scans must be an array")
    if len(scans) > MOST_SCANS:
        raise Problem(413, f"{len(scans)} scans in one batch; send at most {MOST_SCANS}")
    first, last = _bound(sent, "first_seq", 1), _bound(sent, "last_seq", LARGEST_SEQ)
    envelope = Envelope(first, last, head_of(sent.get("head")), clock_of(sent.get("clock")))
    return Batch(_name(sent, "batch_id"), _name(sent, "station_id"), _name(sent, "epoch"), envelope, scans)


def too_large(largest: int = LARGEST_BODY) -> Problem:
    """The refusal of a body beyond the cap."""
    return Problem(413, f"the body is larger than {largest} bytes; send less at once")


def inflated(body: bytes, encoding: str) -> bytes:
    """A body without its Content-Encoding: `gzip`, `identity` or nothing."""
    encoding = encoding.strip().lower()
    if encoding == "gzip":
        return _inflate(body)
    if encoding not in ("", "identity"):
        raise Problem(415, "Content-Encoding must be gzip or identity", {"accept-encoding": "gzip, identity"})
    return body


def _inflate(body: bytes) -> bytes:
    """One gzip member, at most the cap: memory never grows with what a bomb promises."""
    member = zlib.decompressobj(_GZIP)
    try:
        inflated = member.decompress(body, LARGEST_BODY + 1)
    except zlib.error:
        raise Problem(400, "the body is not gzip though Content-Encoding says so") from None
    if len(inflated) > LARGEST_BODY:
        raise too_large()
    if not member.eof or member.unused_data:
        raise Problem(400, "the gzip body is cut off, or more follows it")
    return inflated


def _name(sent: dict[str, Any], key: str) -> str:
    value = sent.get(key)
    if isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isascii() and value.isprintable():
        return value
    raise Problem(400, f"{key} must be a text of 1 to {LONGEST_NAME} printable ASCII characters")


def _bound(sent: dict[str, Any], key: str, absent: int) -> int:
    value = sent.get(key)
    if value is None:
        return absent
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows one kind of number: 5.0 is 5
    if type(value) is not int or not 0 < value <= LARGEST_SEQ:
        raise Problem(400, f"{key} must be a whole number from 1 to 2^63-1")
    return value


def _refuse_constant(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are Python's, not JSON's
