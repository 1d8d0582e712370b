"""When a weight is a parcel's weight."""

from __future__ import annotations

from station.core.weighing.billing import Billing
from station.core.weighing.cycle import WeighRules
from station.core.weighing.defects import ScaleExpected, ScaleJudge, is_settled
from station.core.weighing.units import to_grams

__all__ = ["Billing", "ScaleExpected", "ScaleJudge", "WeighRules", "is_settled", "to_grams"]
