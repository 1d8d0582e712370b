"""The hold list: parcels that must not leave."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """One line of the hold list."""

    parcel_id: str
    reason: str
    until: str | None = None
    """UTC date, inclusive; None: until it is taken off the list."""
