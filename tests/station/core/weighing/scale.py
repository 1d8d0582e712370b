"""A scale that says what a test wants, and what the weighing cycle makes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hardware.contract import Weight
from station.core.models import Capture
from station.core.weighing.cycle import WeighCycle, WeighRules, advance
from station.core.weighing.prompts import scale_prompt

RULES = WeighRules(min_load_g=Decimal(20), division_g=Decimal(1))


class Scale:
    """Says one weight after the other, 10 a second unless told otherwise, and remembers every capture."""

    def __init__(self, rules: WeighRules = RULES, *, stable: bool | None = True) -> None:
        self.rules, self.stable = rules, stable
        self.cycle = WeighCycle()
        self.at = 0.0
        self.captures: list[Capture] = []
        self.frames = 0
        self.say(*[0] * 10)

    def say(self, *grams: Any, period_s: float = 0.1, late_s: float = 0.0, **fields: Any) -> Scale:
        for one in grams:
            self.at += period_s
            self.frames += 1
            stable = fields.get("stable", self.stable)
            status = "motion" if stable is False else "ok"
            shown = Weight("weight", Decimal(one), "g", stable, "gross", status, b"%d" % self.frames, self.at)  # type: ignore[arg-type]  # a literal
            before, self.cycle = self.cycle, advance(self.cycle, replace(shown, **fields), self.rules, self.at + late_s)
            if self.cycle.captures > before.captures and self.cycle.capture is not None:
                self.captures.append(self.cycle.capture)
        return self

    @property
    def grams(self) -> list[Decimal]:
        return [capture.grams for capture in self.captures]

    @property
    def prompt(self) -> str | None:
        prompt = scale_prompt(self.cycle, self.at)
        return prompt.code if prompt else None


def rules(**changes: Any) -> WeighRules:
    return replace(RULES, **changes)
