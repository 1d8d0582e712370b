"""Who works at the lane, and what a scan means there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """What goes with each scan. Where nobody has said otherwise, it is what the configuration says."""

    operation: str
    operator: str | None
    opened_at: str | None = None
    """UTC; None: no shift is open."""
