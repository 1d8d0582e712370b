"""A recorded scan as the list of the recent ones shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RecentScan:
    """One line of the list of recent scans."""

    seq: int
    scanned_at: str
    parcel_id: str | None
    carrier: str | None
    service: str | None
    grams: Decimal | None
    bin: str | None
    code: str | None
    keyed: bool
    sent: str
    """queued, sent or refused."""
    taken_back: bool = False
    """It counts no more."""
