"""What the scale wants of the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core.weighing.cycle import Phase

if TYPE_CHECKING:
    from station.core.weighing.cycle import WeighCycle

FAULTS = frozenset(("overload", "underload", "zero_error", "error", "net", "hold", "doubt", "unit", "frozen"))
"""Faults of `station.core.weighing.cycle.fault_of` that the worker can do something about; each is a prompt."""


def scale_prompt(cycle: WeighCycle, at: float) -> Notice | None:
    """What has to be done at `at` before anything can be weighed; None: nothing."""
    if cycle.stream.quiet(at):
        return Notice("no_weight" if cycle.stream.fresh else "frozen")
    if cycle.fault in FAULTS:
        return Notice(str(cycle.fault))
    if cycle.phase is Phase.BLOCKED:
        return Notice("other_unit" if cycle.other_unit else "clear")
    return Notice("off_zero") if cycle.off_zero else None
