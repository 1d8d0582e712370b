"""A stored scan as it is sent (design 6), and the bytes of it that the hash chain covers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from station.record.log.scan_columns import COLUMNS, NAMES, PLAIN

if TYPE_CHECKING:
    from station.record.log.scan_columns import Row

_KEYS = tuple(column.wire for column in COLUMNS)
_SCAN_KEYS, _WEIGHT_KEYS = _KEYS[: len(PLAIN)], _KEYS[len(PLAIN) :]
_DECODED = tuple((i, column.decode) for i, column in enumerate(COLUMNS) if column.decode)
_CODE_AT = NAMES.index("code")


def wire_of(row: Row) -> dict[str, object]:
    """The wire form of a row: a JSON object without empty keys; decimals are strings, bytes are hex."""
    values = list(row)
    for i, decode in _DECODED:
        if values[i] is not None:
            values[i] = decode(values[i])
    wire = {key: value for key, value in zip(_SCAN_KEYS, values, strict=False) if value is not None}
    wire["decision"] = "accept" if values[_CODE_AT] is None else "exception"
    weighed = values[len(PLAIN) :]
    if weighed[0] is not None:
        wire["weight"] = {k: v for k, v in zip(_WEIGHT_KEYS, weighed, strict=True) if v is not None}
    return wire


def canonical(wire: dict[str, object]) -> bytes:
    """The one spelling of a wire form: JSON, keys sorted, no spaces, UTF-8 unescaped."""
    return json.dumps(wire, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def first_link(station_id: str, epoch: str) -> bytes:
    """What the chain of one database begins with, 32 bytes."""
    return hashlib.sha256(f"{station_id}\n{epoch}".encode()).digest()


def next_link(previous: bytes, canonical_scan: bytes) -> bytes:
    """SHA-256 over the previous link and the canonical bytes of a scan, 32 bytes."""
    return hashlib.sha256(previous + canonical_scan).digest()
