"""Whether two weights cost the same: carriers bill by steps, so grams alone prove nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Billing:
    """By what steps weights are billed, grams; a weight is billed as the next full step."""

    step_g: Decimal = Decimal(0)
    """0: weights are not compared."""
    carrier_steps_g: Mapping[str, Decimal] = field(default_factory=dict)
    """Steps of single carriers, as `Identity.carrier` spells them."""
    tolerance_g: Decimal = Decimal(0)
    """What two scales may differ without anybody being wrong."""


NO_CHECK = Billing()


def disagree(grams: Decimal, declared: Decimal, carrier: str | None, billing: Billing) -> bool:
    """Whether no weight within the tolerance of `grams` is billed as the declared one is."""
    step = billing.carrier_steps_g.get(carrier or "", billing.step_g)
    if step <= 0:
        return False
    low, high = (_steps(grams + tolerance, step) for tolerance in (-billing.tolerance_g, billing.tolerance_g))
    return not low <= _steps(declared, step) <= high


def _steps(grams: Decimal, step: Decimal) -> int:
    return max(1, int((grams / step).to_integral_value(ROUND_CEILING)))
