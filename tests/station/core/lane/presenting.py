"""Parcels presented to a lane by hand: frames and scale messages in the order of time."""

from __future__ import annotations

from decimal import Decimal

from hardware.contract import Symbol, Weight
from station.core.lane import steps
from station.core.lane.codes_in_view import after_frame, choice_now
from station.core.lane.state import Lane, LaneRules, Presented
from station.core.lane.status import advise
from station.core.weighing.cycle import WeighRules
from station.language import ENGLISH, language, prompt_text

WEIGH = WeighRules(min_load_g=Decimal(20), division_g=Decimal(1))
RULES = LaneRules(WEIGH, weigh_required=True, weigh_timeout_s=5, no_read_s=4, gone_s=1)
UNWEIGHED = LaneRules(None, weigh_required=False, weigh_timeout_s=5, no_read_s=4, gone_s=1)
IDS = ["RB123456785GB", "RR473124829GB", "EE876543216CA", "9400111206206406260787", "1Z999AA10123456784"]
LP = "LP00123456789012"
EAN = "4006381333931"


def symbol(text: str) -> Symbol:
    kind = "EAN-13" if text == EAN else "Code128"
    return Symbol(text, text.encode(), kind, "]E0" if text == EAN else "]C0", ((0, 0), (9, 0), (9, 9), (0, 9)), "zxing")


class Bench:
    """Drives a lane with 20 scale messages a second, and a frame with each, or with one in `every`."""

    def __init__(self, rules: LaneRules = RULES, every: int = 1) -> None:
        self.every, self.steps = every, 0
        self.ended: list[str | None] = []
        self.rules = rules
        self.lane = Lane()
        self.at = 0.0
        self.shown: list[Presented] = []
        self.scale_on = rules.weigh is not None

    def take(self, lane: Lane) -> None:
        lane, ended = steps.without_overdue(lane, self.at, self.rules)
        self.ended += [each.parcel.identity.normalized for each in ended if each.parcel]
        self.lane, presented = steps.settle(lane, self.at, self.rules)
        if presented is not None:
            self.shown.append(presented)

    def spend(self, seconds: float, texts: tuple[str, ...] = (), grams: int = 0, *, stable: bool = True) -> Bench:
        symbols = tuple(symbol(text) for text in texts)
        for _ in range(round(seconds * 20)):
            self.at += 0.05
            self.steps += 1
            if self.steps % self.every == 0:
                self.take(after_frame(self.lane, self.at, symbols, self.rules))
            if self.scale_on:
                self.take(steps.weighed(self.lane, self.weight(grams, stable=stable), self.rules))
        return self

    def weight(self, grams: int, *, stable: bool) -> Weight:
        status = "ok" if stable else "motion"
        return Weight("weight", Decimal(grams), "g", stable, "gross", status, b"", self.at)  # type: ignore[arg-type]

    @property
    def booked(self) -> list[tuple[str | None, int | None]]:
        return [
            (
                one.choice.parcel.identity.normalized if one.choice.parcel else None,
                int(one.capture.grams) if one.capture else None,
            )
            for one in self.shown
        ]


def prompt(bench: Bench) -> str:
    advice = advise(bench.lane, bench.at, choice_now(bench.lane, bench.at, bench.rules), bench.rules)
    return prompt_text(advice.prompt, language(ENGLISH)) if advice else ""
