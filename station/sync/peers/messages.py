"""What stations of one hub tell each other of parcels that they accepted, sealed with the hub's key.

A datagram is `PSP1`, the HMAC-SHA256 of the rest, and JSON: `{"station": ID, "seen": [[MARK, SECONDS, BIN], ...],
"gone": [[MARK, SECONDS], ...]}`. `gone`: what the station accepted before and took back; an older one does not read it.
MARK is 12 bytes of an HMAC of operation and parcel id, so that nobody without the key reads which parcels a hub has.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

MAGIC = b"PSP1"
LARGEST = 4096
"""Bytes of a datagram; with names of ASCII it is under 1,400 and passes any Ethernet in one piece."""
AT_ONCE = 20
"""Sightings in one datagram."""
_SEAL = hashlib.sha256().digest_size
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Sighting:
    """A parcel that one station accepted."""

    mark: str
    at: int
    """Seconds since 1970 by that station's clock."""
    bin: str
    gone: bool = False
    """It was taken back at that moment: the station accepted it before, and now it does not count."""


@dataclass(frozen=True, slots=True)
class HubKey:
    """The secret that the stations of a hub share."""

    secret: bytes

    def mark(self, operation: str, parcel_id: str) -> str:
        """What stands on the network for a parcel that went through an operation."""
        return hmac.new(self.secret, f"parcel {operation} {parcel_id}".encode(), hashlib.sha256).hexdigest()[:24]

    def seal(self, station_id: str, seen: tuple[Sighting, ...]) -> bytes:
        """A datagram of up to `AT_ONCE` sightings."""
        said: dict[str, Any] = {"station": station_id}
        said["seen"] = [[one.mark, one.at, one.bin] for one in seen if not one.gone]
        if gone := [[one.mark, one.at] for one in seen if one.gone]:
            said["gone"] = gone
        words = json.dumps(said, separators=(",", ":")).encode()
        return MAGIC + self._sum(words) + words

    def unseal(self, datagram: bytes) -> tuple[str, tuple[Sighting, ...]] | None:
        """Who says it, and what; None for whatever the key did not seal, or that is no such message."""
        head, words = datagram[: len(MAGIC) + _SEAL], datagram[len(MAGIC) + _SEAL :]
        if not hmac.compare_digest(head, MAGIC + self._sum(words)):
            return None
        try:
            said = json.loads(words)
        except (ValueError, RecursionError):
            return None
        if not isinstance(said, dict):
            return None
        station, rows, gone = said.get("station"), said.get("seen"), said.get("gone", [])
        if not (_is_name(station) and isinstance(rows, list) and isinstance(gone, list)):
            return None
        if len(rows) + len(gone) > AT_ONCE:
            return None
        taken_back = ([*row, ""] for row in gone if isinstance(row, list) and len(row) == 2)
        return str(station), (
            *(Sighting(*row) for row in rows if _is_sighting(row)),
            *(Sighting(row[0], row[1], "", gone=True) for row in taken_back if _is_sighting(row)),
        )

    def _sum(self, words: bytes) -> bytes:
        return hmac.new(self.secret, b"sightings " + words, hashlib.sha256).digest()


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isascii() and value.isprintable()


def _is_sighting(row: Any) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 3
        and _is_name(row[0])
        and type(row[1]) is int
        and abs(row[1]) < 2**40
        and isinstance(row[2], str)
        and len(row[2]) <= _LONGEST_NAME
        and row[2].isprintable()
    )
