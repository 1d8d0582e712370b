"""Whether what a scale sends can be weighed with: steady, at zero, in the unit that is configured. Pure."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.contract import Defect, notice
from station.core.weighing.cycle import fault_of
from station.core.weighing.liveness import Stream
from station.core.weighing.stability import Sample, extended, settled_by
from station.core.weighing.units import to_grams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.contract import Weight
    from station.core.weighing.cycle import WeighRules

AGREE = 3
"""Messages in a row that have to say the same."""
UNSTEADY_S = 2.5
"""A living scale comes to rest within this, unless somebody works at it."""
KEEP_S, MOST = 15.0, 400
"""Seconds that a scale in use is judged by: a lane that is never still is one where work is done."""

_STEP_ERROR = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ScaleExpected:
    """What the configuration says of the scale."""

    rules: WeighRules
    unit: str | None = None
    """The unit of `scale.settings`, for a scale that does not send one."""


class ScaleJudge:
    """What one scale said of late. One thread lets it hear, any may ask."""

    def __init__(self, expected: ScaleExpected, every_s: float = 0.0) -> None:
        """`every_s`: it is judged anew no sooner than this after the last time."""
        self._expected, self._every_s = expected, every_s
        self._heard: deque[Weight] = deque(maxlen=MOST)
        self._stream = Stream()
        self._defects: tuple[Defect, ...] = ()
        self._judged_at = -math.inf

    def hear(self, weight: Weight, now: float) -> None:
        """One message that is handled at `now`."""
        if weight.kind not in ("weight", "status_only"):
            return
        self._heard.append(weight)
        self._stream = self._stream.heard(weight, now)
        while self._heard[0].at < weight.at - KEEP_S:
            self._heard.popleft()
        if now - self._judged_at >= self._every_s:
            self._judged_at = now
            self._defects = judge_scale(tuple(self._heard), self._expected, self._stream)

    def forget(self) -> None:
        """The scale was lost; what it said before counts no more."""
        self._heard.clear()
        self._stream, self._defects, self._judged_at = Stream(), (), -math.inf

    def heard(self) -> tuple[Weight, ...]:
        """What is judged now, oldest first; for the thread that lets it hear."""
        return tuple(self._heard)

    def defects(self) -> tuple[Defect, ...]:
        """What was wrong with it when it was judged last."""
        return self._defects


def judge_scale(heard: Sequence[Weight], expected: ScaleExpected, stream: Stream | None = None) -> tuple[Defect, ...]:
    """What is wrong with a scale that said this, oldest first; `stream`: how it said it."""
    if not heard:
        return ()
    rules, last = expected.rules, heard[-1]
    found = [*_trust(heard, stream, rules), *_unit(last, expected)]
    if (faulty := _faulty(heard, rules)) is not None:
        return (*found, faulty)
    weights = [(weight, grams) for weight in heard if (grams := _grams(weight)) is not None]
    found += [*_rest(weights, rules), *_below_zero(weights[-AGREE:], rules)]
    return tuple(found)


def is_settled(heard: Sequence[Weight], rules: WeighRules) -> bool:
    """Whether the newest messages agree on one steady weight that can be booked."""
    newest = heard[-AGREE:]
    moving = any(weight.stable is False or weight.status == "motion" for weight in newest)
    if len(newest) < AGREE or moving or any(fault_of(weight, _grams(weight), rules) for weight in newest):
        return False
    return _settles([(weight, grams) for weight in heard if (grams := _grams(weight)) is not None], rules)


def _trust(heard: Sequence[Weight], stream: Stream | None, rules: WeighRules) -> Iterator[Defect]:
    if stream is None:
        return
    grams = _grams(heard[-1])
    if grams is not None and grams >= rules.min_load_g and stream.repeats(rules.frozen_s):
        yield Defect("frozen", grave=True, about=notice("scale_frozen", seconds=round(rules.frozen_s)))
    if not stream.fresh:
        yield Defect("late", grave=True, about=notice("scale_late"))


def _unit(last: Weight, expected: ScaleExpected) -> Iterator[Defect]:
    if last.value is None:
        return
    unit, configured = last.unit, expected.unit
    if unit is None:
        yield Defect("unit", grave=True, about=notice("scale_without_unit"))
    elif configured is not None and unit != configured:
        yield Defect("unit", grave=False, about=notice("scale_other_unit", unit=unit, configured=configured))
    elif configured is not None and not _fits(last.value, configured, expected.rules.division_g):
        step, division = f"{_step_g(last.value, unit):f}", f"{expected.rules.division_g:f}"
        about = notice("scale_steps", value=last.value, unit=unit, step_g=step, division_g=division)
        yield Defect("unit", grave=False, about=about)


def _fits(value: Decimal, unit: str, division_g: Decimal) -> bool:
    """Whether the division is a whole number of the smallest steps that the display has in this unit."""
    times = division_g / _step_g(value, unit)
    return times >= 1 - _STEP_ERROR and abs(times - round(times)) <= _STEP_ERROR * times


def _step_g(value: Decimal, unit: str) -> Decimal:
    """Grams of one step in the last place that the display shows."""
    return to_grams(Decimal(1).scaleb(int(value.as_tuple().exponent)), unit) or Decimal(1)


def _faulty(heard: Sequence[Weight], rules: WeighRules) -> Defect | None:
    """What its newest messages all say in place of a weight."""
    newest = heard[-AGREE:]
    faults = {fault_of(weight, _grams(weight), rules) for weight in newest}
    fault = faults.pop()
    if faults or fault is None or fault == "unit":
        return None
    return Defect(fault, grave=True, about=notice(f"scale_{fault}", detail=newest[-1].text or None))


def _rest(weights: Sequence[tuple[Weight, Decimal]], rules: WeighRules) -> Iterator[Defect]:
    if len(weights) < AGREE or weights[-1][0].at - weights[0][0].at < UNSTEADY_S or _settles(weights, rules):
        return
    low, high = min(grams for _, grams in weights), max(grams for _, grams in weights)
    yield Defect("unstable", grave=True, about=notice("scale_unstable", low_g=low, high_g=high))


def _below_zero(newest: Sequence[tuple[Weight, Decimal]], rules: WeighRules) -> Iterator[Defect]:
    if len(newest) == AGREE and all(
        grams < -rules.division_g and weight.stable is not False for weight, grams in newest
    ):
        weight = newest[-1][0]
        yield Defect("negative", grave=True, about=notice("scale_negative", value=weight.value, unit=weight.unit))


def _settles(weights: Sequence[tuple[Weight, Decimal]], rules: WeighRules) -> bool:
    """Whether there was a moment at which a parcel's weight would have been booked."""
    run: tuple[Sample, ...] = ()
    for weight, grams in weights:
        stable = False if weight.status == "motion" else weight.stable
        run = extended(run, Sample(weight.at, grams, stable), rules.division_g, max(1.0, rules.unflagged_after_s))
        if settled_by(run, rules.stable_frames, rules.unflagged_after_s) is not None:
            return True
    return False


def _grams(weight: Weight) -> Decimal | None:
    return None if weight.value is None else to_grams(weight.value, weight.unit)
