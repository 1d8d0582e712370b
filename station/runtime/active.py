"""What is in force at the lane: read by each scan, changed by what people ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.runtime.active_plan import ActivePlan

if TYPE_CHECKING:
    from station.runtime.active_shift import ActiveShift


@dataclass(frozen=True, slots=True)
class Active:
    """The parts are changed by the lane thread alone."""

    shift: ActiveShift
    plan: ActivePlan = field(default_factory=ActivePlan)
