"""What the centre does not have, and what it refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backlog:
    """What the centre does not have."""

    pending: int
    oldest: str | None
    """`scanned_at` of the queued scan with the lowest number."""
    dead: int


@dataclass(frozen=True, slots=True)
class DeadScan:
    """A scan that the centre refused, with its words; untrusted text."""

    seq: int
    scan_id: str
    scanned_at: str
    parcel_id: str | None
    code: str
    message: str
    at: str
    """UTC time of the refusal."""
