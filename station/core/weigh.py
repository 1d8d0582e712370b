"""The weigh cycle: EMPTY, LOADING, CAPTURED, and back to EMPTY. One parcel on the scale is captured once.

Rules after the practice in `scales.md` 6: the scale must have been seen empty before a load counts, a weight is
captured on consecutive stable frames that agree within one division, and nothing counts again before the scale was
empty for a while. A fault is never a weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.models import Capture
from station.core.units import to_grams

if TYPE_CHECKING:
    from hardware.contract import Weight


class Phase(StrEnum):
    """`BLOCKED`: something lay on the scale when it was first heard; it has to be cleared first."""

    BLOCKED = "blocked"
    EMPTY = "empty"
    LOADING = "loading"
    CAPTURED = "captured"


@dataclass(frozen=True, slots=True)
class WeighRules:
    """Weights in grams, times in seconds."""

    min_load_g: Decimal
    division_g: Decimal
    rearm_s: float = 0.3
    """The scale must be empty this long before the next parcel counts."""
    stable_frames: int = 2

    @property
    def rearm_g(self) -> Decimal:
        """Below this the scale is empty: half the minimum load or two divisions, but under the minimum load."""
        return min(max(2 * self.division_g, self.min_load_g / 2), self.min_load_g)


@dataclass(frozen=True, slots=True)
class WeighCycle:
    """Where the cycle stands."""

    phase: Phase = Phase.BLOCKED
    capture: Capture | None = None
    """The captured weight; kept until the scale is empty again."""
    loaded_at: float = 0.0
    samples: int = 0
    agreeing: int = 0
    last_g: Decimal | None = None
    empty_since: float | None = None
    captures: int = 0
    fault: str | None = None
    """The scale's status while it gives no weight: overload, underload, error ..."""

    def lost(self) -> WeighCycle:
        """The scale went away: what lies on it now is unknown, so it has to be cleared."""
        return WeighCycle(captures=self.captures)


def advance(cycle: WeighCycle, weight: Weight, rules: WeighRules) -> WeighCycle:
    """The cycle after one message of the scale. Messages without a weight change only `fault`."""
    if weight.kind not in ("weight", "status_only") or "x10" in weight.flags:
        return cycle
    grams = None if weight.value is None else to_grams(weight.value, weight.unit)
    if grams is None or weight.status not in ("ok", "motion"):
        return replace(cycle, fault=weight.status, agreeing=0, last_g=None, empty_since=None)
    cycle = replace(cycle, fault=None)
    if grams < rules.rearm_g:
        return _unloaded(cycle, weight.at, rules)
    cycle = replace(cycle, empty_since=None)
    if cycle.phase in (Phase.BLOCKED, Phase.CAPTURED):
        return cycle
    if cycle.phase is Phase.EMPTY:
        if grams < rules.min_load_g:
            return cycle
        cycle = replace(cycle, phase=Phase.LOADING, loaded_at=weight.at, samples=0, agreeing=0, last_g=None)
    return _loaded(cycle, weight, grams, rules)


def _unloaded(cycle: WeighCycle, at: float, rules: WeighRules) -> WeighCycle:
    if cycle.phase is Phase.EMPTY:
        return cycle
    since = at if cycle.empty_since is None else cycle.empty_since
    if at - since < rules.rearm_s:
        return replace(cycle, empty_since=since, agreeing=0, last_g=None)
    return WeighCycle(phase=Phase.EMPTY, captures=cycle.captures)


def _loaded(cycle: WeighCycle, weight: Weight, grams: Decimal, rules: WeighRules) -> WeighCycle:
    settled = weight.stable is True and weight.status == "ok" and grams >= rules.min_load_g
    same = cycle.last_g is not None and abs(grams - cycle.last_g) <= rules.division_g
    agreeing = (cycle.agreeing + 1 if same else 1) if settled else 0
    cycle = replace(cycle, samples=cycle.samples + 1, agreeing=agreeing, last_g=grams if settled else None)
    if agreeing < rules.stable_frames or weight.value is None:
        return cycle
    capture = Capture(
        capture_id=cycle.captures + 1,
        grams=grams,
        value=weight.value,
        unit=weight.unit or "",
        mode=weight.mode,
        tare=weight.tare,
        stable=weight.stable,
        settle_ms=round((weight.at - cycle.loaded_at) * 1000),
        samples=cycle.samples,
        raw=weight.raw,
        at=weight.at,
    )
    return replace(cycle, phase=Phase.CAPTURED, capture=capture, captures=capture.capture_id)
