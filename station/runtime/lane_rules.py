"""The rules by which a lane works, fixed while the station runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import NO_CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core import CheckRules, DecisionRules, Shift
    from station.core.lane import LaneRules


@dataclass(frozen=True, slots=True)
class StationRules:
    """How this lane works."""

    lane: LaneRules
    decision: DecisionRules
    shift: Shift
    """Where nobody has said otherwise."""
    event_codes: Mapping[str, str]
    """What the partner calls operations and exceptions."""
    duplicate_hours: float
    keep_days: int = 0
    confirm_put: bool = False
    idle_lock_s: float = 0.0
    """After the verdict the label of the bin or the bag is scanned."""
    checks: CheckRules = NO_CHECKS
    return_reasons: tuple[str, ...] = ()
    """Why a parcel came back; empty: nobody is asked."""
