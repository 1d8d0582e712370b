"""Anything may happen on a plate, in any order: each parcel is captured at most once, steady, with its own weight."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from hardware.contract import Weight
from station.core.weighing.cycle import Phase, WeighCycle, WeighRules, advance

PERIOD_S = 0.125
FALLBACK_S = 1.0
LONG_ENOUGH = 14
"""Frames after which a load at rest is captured by any scale of this test."""
GRAMS = st.integers(20, 3000)
FEW = st.integers(1, 6)


class Plate(RuleBasedStateMachine):
    """A scale with d = 1 g whose display moves by one division at rest and swings by several when touched."""

    @initialize(kind=st.sampled_from(["flag", "no flag", "never stable"]), swap=st.booleans())
    def switch_on(self, kind: str, swap: bool) -> None:
        self.told = WeighRules(Decimal(20), Decimal(1), swap=swap, unflagged_after_s=FALLBACK_S)
        self.kind = kind
        self.cycle = WeighCycle()
        self.at = 0.0
        self.load = 0
        self.parcel = 0
        self.captured: dict[int, int] = {}
        self.heard: list[tuple[float, int | None, bool | None, str]] = []
        self.late_s = 0.0
        self.unit = "g"

    # -- the scale

    def say(self, shown: int, *, moving: bool, status: str = "ok", **doubt: Any) -> None:
        self.at += PERIOD_S
        good = status == "ok" and not doubt
        stable = {"flag": not moving, "no flag": None, "never stable": False}[self.kind]
        value = Decimal(shown) / (1000 if self.unit == "kg" else 1)
        fields = {"value": value, "unit": self.unit, "mode": "gross", "flags": ()} | doubt
        if status != "ok":
            fields["value"] = None
        elif stable is False:
            status = "motion"
        message = Weight(kind="weight", stable=stable, status=status, raw=b"%d" % shown, at=self.at, **fields)  # type: ignore[arg-type]  # made of parts
        self.heard.append((self.at, shown if good and not self.late_s else None, stable, self.unit))
        before, self.cycle = self.cycle, advance(self.cycle, message, self.told, self.at + self.late_s)
        self.judge(before, shown)

    def judge(self, before: WeighCycle, shown: int) -> None:
        capture = self.cycle.capture
        if capture is not None and not self.late_s:
            assert abs(capture.grams - shown) <= 1
        if self.cycle.captures > before.captures:
            self.captured[self.parcel] = self.captured.get(self.parcel, 0) + 1
            assert self.captured[self.parcel] == 1
        if capture is not None and capture != before.capture:
            assert self.load > 0
            assert 0 <= capture.grams - self.load <= 1
            assert capture.at == self.at
            assert self.steady()

    def steady(self) -> bool:
        """The law once more, from the list of everything that was said."""
        if self.kind == "flag":
            last = self.heard[-2:]
        else:
            span = 0.5 if self.kind == "no flag" else FALLBACK_S
            inside = sum(at > self.at - span for at, *_ in self.heard)
            last = self.heard[-max(inside + 1, 4) :]
            if self.at - last[0][0] < span:
                return False
        weights = [grams for _, grams, *_ in last if grams is not None]
        flags_fit = self.kind != "flag" or all(stable for _, _, stable, _ in last)
        if len({unit for *_, unit in last}) > 1:
            return False
        return len(weights) == len(last) >= 2 and max(weights) - min(weights) <= 1 and flags_fit

    def swing(self, frames: int) -> None:
        for index in range(frames):
            self.say(self.load + (7 if index % 2 else -7), moving=True)

    # -- what may happen

    @rule(grams=GRAMS, frames=FEW)
    def put_on(self, grams: int, frames: int) -> None:
        self.load, self.parcel = grams, self.parcel + 1
        self.swing(frames)

    @rule(frames=FEW)
    def take_off(self, frames: int) -> None:
        self.load = 0
        self.swing(frames)

    @rule(noise=st.lists(st.integers(0, 1), min_size=1, max_size=20))
    def rest(self, noise: list[int]) -> None:
        for one in noise:
            self.say(self.load + one, moving=False)

    @rule(frames=FEW)
    def knock(self, frames: int) -> None:
        self.swing(frames)

    @rule(status=st.sampled_from(["overload", "underload", "error", "zero_error", "checksum", "incomplete"]))
    def fault(self, status: str) -> None:
        self.say(self.load, moving=False, status=status)

    @rule(doubt=st.sampled_from([{"flags": ("hold",)}, {"flags": ("x10",)}, {"mode": "net"}, {"unit": "pcs"}]))
    def doubt(self, doubt: dict[str, Any]) -> None:
        self.say(self.load, moving=False, **doubt)

    @rule(unit=st.sampled_from(["g", "kg"]))
    def press_the_unit_key(self, unit: str) -> None:
        self.unit = unit

    @rule(seconds=st.floats(0.1, 20), other=st.none() | GRAMS)
    def silence(self, seconds: float, other: int | None) -> None:
        """Nothing is heard, and somebody may change the parcel meanwhile."""
        self.at += seconds
        if other is not None:
            self.load, self.parcel = other, self.parcel + 1

    @rule(frames=st.integers(1, 12), other=st.none() | GRAMS | st.just(0))
    def hiccup(self, frames: int, other: int | None) -> None:
        """The station was busy: what the scale said is handled too late."""
        self.late_s = 0.75
        if other is not None:
            self.load, self.parcel = other, self.parcel + (other > 0)
        for _ in range(frames):
            self.say(self.load, moving=False)
        self.late_s = 0.0

    @rule()
    def unplug(self) -> None:
        self.cycle = self.cycle.lost()

    @rule(grams=GRAMS, frames=FEW)
    def weigh_as_one_should(self, grams: int, frames: int) -> None:
        self.load = 0
        for _ in range(5):
            self.say(0, moving=False)
        assert self.cycle.phase is Phase.EMPTY
        self.put_on(grams, frames)
        for _ in range(LONG_ENOUGH):
            self.say(grams, moving=False)
        assert self.captured[self.parcel] == 1
        assert self.cycle.capture is not None
        assert self.cycle.capture.grams == grams


TestPlate = Plate.TestCase
TestPlate.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
