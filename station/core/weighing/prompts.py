"""What the scale wants of the worker, in words that fit one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.weighing.cycle import Phase

if TYPE_CHECKING:
    from station.core.weighing.cycle import WeighCycle

REPEATS = "Scale output frozen: reconnect the scale"
FAULTS = {
    "overload": "Overload: take the parcel off",
    "underload": "Scale below zero: zero it",
    "zero_error": "The scale reports a fault",
    "error": "The scale reports a fault",
    "net": "The scale shows net: clear the tare",
    "hold": "The scale holds an old weight: switch hold off",
    "doubt": "The scale flags this weight as unreliable: check its display",
    "unit": "The scale's unit is not known: set it to kg, g or lb",
    "frozen": REPEATS,
}


def scale_prompt(cycle: WeighCycle, at: float) -> str | None:
    """What has to be done at `at` before anything can be weighed; None: nothing."""
    if cycle.stream.quiet(at):
        return "The scale sends no weight: look at its display" if cycle.stream.fresh else REPEATS
    if cycle.fault in FAULTS:
        return FAULTS[cycle.fault]
    if cycle.phase is Phase.BLOCKED:
        return "The unit changed: clear the scale" if cycle.other_unit else "Clear the scale"
    return "Zero the scale" if cycle.off_zero else None
