"""A stored entry as it is sent, and the bytes of it that the hash chain covers.

Entries of before database version 8 have no kind: their wire form stays as it was, so that their chain holds.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from station.core import PRINTED, EntryKind
from station.record.log.scan_columns import COLUMNS, NAMES, PLAIN, WEIGHT

if TYPE_CHECKING:
    from station.record.log.scan_columns import Row

SCAN_KEYS = tuple(column.wire for column in PLAIN)
"""Of an entry, in the order of the columns."""
_KEYS_BEFORE = tuple(column.was or column.wire for column in PLAIN)
WEIGHT_KEYS = tuple(column.wire for column in WEIGHT)
"""Of the object `weight`."""
_DECODED = tuple((i, column.decode) for i, column in enumerate(COLUMNS) if column.decode)
_CODE_AT, _ENTRY_AT, _ENGINE_AT = NAMES.index("code"), NAMES.index("entry"), NAMES.index("engine")
_OF_SCANS = frozenset(("frames", "keyed"))
"""Keys of scans alone; columns that other entries have as well."""


def wire_of(row: Row) -> dict[str, object]:
    """The wire form of a row: a JSON object without empty keys; decimals are strings, bytes are hex."""
    values = list(row)
    for i, decode in _DECODED:
        if values[i] is not None:
            values[i] = decode(values[i])
    kind = values[_ENTRY_AT]
    keys = _KEYS_BEFORE if kind is None else SCAN_KEYS
    wire = {key: value for key, value in zip(keys, values, strict=False) if value is not None}
    if kind not in (None, EntryKind.SCAN.value):
        return {key: value for key, value in wire.items() if key not in _OF_SCANS and value != ""}
    wire["decision"] = "accept" if values[_CODE_AT] is None else "exception"
    if values[_ENGINE_AT] == PRINTED:  # of nothing else: the chain covers what older scans say
        wire["source"] = "ocr"
    if kind is not None:
        wire.setdefault("presentation_id", wire["scan_id"])  # the first scan names it
    weighed = values[len(PLAIN) :]
    if weighed[0] is not None:
        wire["weight"] = {k: v for k, v in zip(WEIGHT_KEYS, weighed, strict=True) if v is not None}
    return wire


def as_now(wire: dict[str, object]) -> dict[str, object]:
    """The same wire form with the keys of now: that of a scan of before database version 8 has other ones."""
    if "decision" not in wire or "presentation_id" in wire:
        return wire
    names = {column.was: column.wire for column in PLAIN if column.was}
    return {names.get(key, key): value for key, value in wire.items()}


def canonical(wire: dict[str, object]) -> bytes:
    """The one spelling of a wire form: JSON, keys sorted, no spaces, UTF-8 unescaped."""
    return json.dumps(wire, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def first_link(station_id: str, epoch: str) -> bytes:
    """What the chain of one database begins with, 32 bytes."""
    return hashlib.sha256(f"{station_id}\n{epoch}".encode()).digest()


def next_link(previous: bytes, canonical_scan: bytes) -> bytes:
    """SHA-256 over the previous link and the canonical bytes of a scan, 32 bytes."""
    return hashlib.sha256(previous + canonical_scan).digest()
