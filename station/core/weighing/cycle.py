"""The weigh cycle: EMPTY, LOADING, CAPTURED, and back to EMPTY. One parcel on the scale is captured once.

Rules: the scale must have been seen empty before a load counts, a weight is captured when it is steady, and nothing
counts again before the scale was empty for a while. A captured weight holds only as long as the scale goes on showing
it. A fault is never a weight, and neither is a weight in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.models import Capture
from station.core.weighing.liveness import Stream
from station.core.weighing.stability import WINDOW_S, Run, Sample, extended, settled_by
from station.core.weighing.units import to_grams

if TYPE_CHECKING:
    from hardware.contract import Weight
    from station.core.models import SettledBy

OFF_ZERO_S = 10.0
"""An empty scale that is off zero for so long has to be zeroed."""
STORE_S = 1.0
"""How long the answer to a request for an alibi id is waited for."""
HARMLESS_FLAGS = frozenset(("center_of_zero", "zero", "net"))
"""Every other flag of a message (hold, x10, a check that does not fit ...) says that its weight is not to be used."""


class Phase(StrEnum):
    """`BLOCKED`: it has to be cleared, because something lay on the scale when it was first heard, or because what lies
    there is not what was weighed.
    """

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
    unflagged_after_s: float = 0.0
    """A weight unchanged for so long is steady although the scale says it moves; 0: never."""
    fresh_s: float = 10.0
    """A captured weight that the scale did not confirm for so long is none."""
    frozen_s: float = 600.0
    """A loaded scale that repeats the same bytes for longer than this is out of order."""
    swap: bool = False
    """A clearly different load after a movement is the next parcel, although the scale was not empty in between."""
    allow_net: bool = False
    """Take a weight that the scale shows as net without telling the tare."""
    max_scale_g: Decimal | None = None
    """What the scale is made for (Max)."""
    alibi: bool = False
    """Only a weight that the scale has stored in its alibi memory is captured."""

    @property
    def rearm_g(self) -> Decimal:
        """Below this the scale is empty: half the minimum load or two divisions, but under the minimum load."""
        return min(max(2 * self.division_g, self.min_load_g / 2), self.min_load_g)

    def another(self, grams: Decimal, before: Decimal) -> bool:
        """Whether two weights cannot be the same load."""
        return abs(grams - before) > max(5 * self.division_g, before / 50)


@dataclass(frozen=True, slots=True)
class WeighCycle:
    """Where the cycle stands."""

    phase: Phase = Phase.BLOCKED
    capture: Capture | None = None
    """The captured weight, while the scale goes on showing it."""
    captured_at: float = 0.0
    """When it was captured first."""
    earlier: Capture | None = None
    """The capture of this load before it moved; steady again, it is the same parcel."""
    loaded_at: float = 0.0
    """Since when it is loading."""
    samples: int = 0
    run: Run = ()
    moved: bool = False
    """A movement was seen since the load was put on or disturbed."""
    unit: str | None = None
    """The unit of this load."""
    other_unit: bool = False
    """Blocked because the unit changed under a load."""
    light: bool = False
    """What lies there is under the minimum load."""
    empty_since: float | None = None
    off_zero_since: float | None = None
    captures: int = 0
    stores: int = 0
    """How often the scale had to be asked to store a weight in its alibi memory: ask when it counts up."""
    asked_at: float | None = None
    """When it counted up last for this load."""
    fault: str | None = None
    """Why the newest message gave no weight: the scale's status (overload, error ...), `net`, `hold`, `doubt`, `unit`
    or `frozen`."""
    stream: Stream = field(default_factory=Stream)

    def lost(self) -> WeighCycle:
        """The scale went away: what lies on it now is unknown, so it has to be cleared."""
        return WeighCycle(captures=self.captures, stores=self.stores, asked_at=self.asked_at)

    @property
    def is_unknown(self) -> bool:
        """Something lies there of which nothing is known: the scale was away, or another load came without a gap."""
        return self.phase is Phase.BLOCKED and self.loaded_at == 0.0 and self.empty_since is None

    @property
    def off_zero(self) -> bool:
        """The scale is empty and has not shown zero for a while."""
        since = self.off_zero_since
        return self.phase is Phase.EMPTY and since is not None and self.stream.at - since >= OFF_ZERO_S


def advance(cycle: WeighCycle, weight: Weight, rules: WeighRules, now: float | None = None) -> WeighCycle:
    """The cycle after one message of the scale that is handled at `now`; None: as soon as it arrived.

    A message that came too late can still end a load, but it never makes a capture.
    """
    if weight.kind not in ("weight", "status_only") or weight.at < cycle.stream.at:
        return cycle
    cycle = replace(cycle, stream=cycle.stream.heard(weight, weight.at if now is None else now))
    grams = None if weight.value is None else to_grams(weight.value, weight.unit)
    fault = fault_of(weight, grams, rules)
    if grams is None or fault is not None:
        return replace(_disturbed(cycle, moved=True), fault=fault, empty_since=None)
    cycle = replace(cycle, fault=None)
    if grams < rules.rearm_g:
        return _unloaded(cycle, weight, grams, rules)
    cycle = replace(cycle, empty_since=None)
    if not cycle.stream.fresh:
        return _disturbed(cycle, moved=False)
    return _loaded(cycle, weight, grams, rules)


def fault_of(weight: Weight, grams: Decimal | None, rules: WeighRules) -> str | None:
    """Why the message gives no weight; None: it gives one."""
    if weight.status not in ("ok", "motion") or weight.value is None:
        return weight.status
    if grams is None:
        return "unit"
    if not HARMLESS_FLAGS.issuperset(weight.flags):
        return "hold" if "hold" in weight.flags else "doubt"
    if rules.max_scale_g is not None and grams > rules.max_scale_g + 9 * rules.division_g:
        return "overload"
    net = weight.mode == "net" and weight.mode_told and weight.tare is None
    return "net" if net and not rules.allow_net else None


def _disturbed(cycle: WeighCycle, *, moved: bool) -> WeighCycle:
    """What was seen of a load does not count any more; a captured one has to become steady again."""
    if cycle.phase is not Phase.CAPTURED:
        return replace(cycle, run=(), moved=cycle.moved or moved)
    return replace(
        cycle,
        phase=Phase.LOADING,
        capture=None,
        earlier=cycle.capture,
        loaded_at=cycle.stream.at,
        samples=0,
        run=(),
        moved=moved,
    )


def _unloaded(cycle: WeighCycle, weight: Weight, grams: Decimal, rules: WeighRules) -> WeighCycle:
    if weight.stable is not False:
        off = abs(grams) > 2 * rules.division_g
        since = weight.at if cycle.off_zero_since is None else cycle.off_zero_since
        cycle = replace(cycle, off_zero_since=since if off else None)
    if cycle.phase is Phase.EMPTY:
        return replace(cycle, light=False)
    since = weight.at if cycle.empty_since is None else cycle.empty_since
    if weight.at - since < rules.rearm_s:
        return replace(_disturbed(cycle, moved=True), empty_since=since)
    return replace(
        cycle.lost(), phase=Phase.EMPTY, stream=cycle.stream, off_zero_since=cycle.off_zero_since, asked_at=None
    )


def _loaded(cycle: WeighCycle, weight: Weight, grams: Decimal, rules: WeighRules) -> WeighCycle:
    if cycle.phase is Phase.BLOCKED:
        return cycle
    if cycle.phase is Phase.EMPTY:
        if grams < rules.min_load_g:
            return replace(cycle, light=True)
        cycle = replace(cycle, phase=Phase.LOADING, light=False, unit=weight.unit, loaded_at=weight.at)
    if weight.unit != cycle.unit:
        return replace(cycle.lost(), stream=cycle.stream, other_unit=True)
    if cycle.stream.repeats(rules.frozen_s):
        return replace(_disturbed(cycle, moved=False), fault="frozen")
    moves = weight.stable is not True or weight.status == "motion"
    if cycle.capture is not None and not _confirms(cycle.capture, weight, grams, rules):
        cycle = _disturbed(cycle, moved=moves)
    sample = Sample(weight.at, grams, False if weight.status == "motion" else weight.stable)
    run = extended(cycle.run, sample, rules.division_g, max(WINDOW_S, rules.unflagged_after_s))
    cycle = replace(cycle, run=run, samples=cycle.samples + 1, moved=cycle.moved or moves)
    by = settled_by(run, rules.stable_frames, rules.unflagged_after_s)
    return cycle if by is None or grams < rules.min_load_g else _settled(cycle, weight, grams, by, rules)


def _confirms(capture: Capture, weight: Weight, grams: Decimal, rules: WeighRules) -> bool:
    """The scale still shows what was captured, and has said so not too long ago."""
    return abs(grams - capture.grams) <= rules.division_g and weight.at - capture.at <= rules.fresh_s


def _settled(cycle: WeighCycle, weight: Weight, grams: Decimal, by: SettledBy, rules: WeighRules) -> WeighCycle:
    """A steady load is captured; a captured one is renewed before it is too old, under the same number."""
    if cycle.capture is not None:
        if weight.at - cycle.capture.at < rules.fresh_s / 2:
            return cycle
        same = cycle.capture
        if same.alibi is not None:  # what the scale has stored is never computed again
            return replace(cycle, capture=replace(same, at=weight.at))
        renewed = _capture(same.capture_id, cycle, weight, grams, by)
        return replace(cycle, capture=replace(renewed, settle_ms=same.settle_ms))
    if rules.alibi and weight.alibi is None:
        return _to_store(cycle, weight.at)
    captures, captured_at = cycle.captures + 1, weight.at
    if cycle.earlier is not None and not rules.another(grams, cycle.earlier.grams):
        captures, captured_at = cycle.captures, cycle.captured_at
    elif cycle.earlier is not None and not (rules.swap and cycle.moved):
        return replace(cycle.lost(), stream=cycle.stream)
    return replace(
        cycle,
        phase=Phase.CAPTURED,
        capture=_capture(captures, cycle, weight, grams, by),
        captured_at=captured_at,
        captures=captures,
        earlier=None,
        moved=False,
    )


def _to_store(cycle: WeighCycle, at: float) -> WeighCycle:
    """Have the scale asked for an alibi id, again when it did not answer."""
    if cycle.asked_at is not None and at - cycle.asked_at < STORE_S:
        return cycle
    return replace(cycle, stores=cycle.stores + 1, asked_at=at)


def _capture(number: int, cycle: WeighCycle, weight: Weight, grams: Decimal, by: SettledBy) -> Capture:
    return Capture(
        capture_id=number,
        grams=grams,
        value=grams if weight.value is None else weight.value,
        unit=weight.unit or "",
        mode=weight.mode,
        tare=weight.tare,
        stable=weight.stable,
        settle_ms=round((weight.at - cycle.loaded_at) * 1000),
        samples=cycle.samples,
        raw=weight.raw,
        at=weight.at,
        settled_by=by,
        alibi=weight.alibi,
    )
