"""What travels beside the scans of a batch: its bounds, the chain's head, the station's clocks. Pure, never raises.

Head and clock only inform: one that is not as it should be counts as absent, so that it never costs a scan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from station.tracking_server.scans import LARGEST_SEQ, is_utc

LONGEST_BOOT_ID = 64
CLOCK_KEPT_NS = 60 * 10**9
"""A clock of the same boot is kept anew after so long: it dates a scan no better before."""
_LINK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BootClock:
    """A station's wall clock, known to be right, beside the clock of its boot."""

    boot_id: str
    utc: str
    mono_ns: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """A batch without its scans."""

    first_seq: int = 1
    last_seq: int = LARGEST_SEQ
    head: bytes | None = None
    """The chain's link at `last_seq`, 32 bytes; None: not told."""
    clock: BootClock | None = None
    """None: not told, or not synchronised."""


def head_of(value: Any) -> bytes | None:
    """The head in a batch's JSON: 64 hex digits."""
    return bytes.fromhex(value) if isinstance(value, str) and _LINK.fullmatch(value) else None


def clock_of(value: Any) -> BootClock | None:
    """The clock in a batch's JSON, `{utc, mono_ns, boot_id, state}`; only a synchronised one counts."""
    if not isinstance(value, dict) or value.get("state") != "synced":
        return None
    boot_id, utc, mono_ns = value.get("boot_id"), value.get("utc"), value.get("mono_ns")
    if not isinstance(boot_id, str) or not 0 < len(boot_id) <= LONGEST_BOOT_ID or not boot_id.isprintable():
        return None
    if type(mono_ns) is not int or not 0 <= mono_ns <= LARGEST_SEQ or not isinstance(utc, str) or not is_utc(utc):
        return None
    return BootClock(boot_id, utc, mono_ns)
