"""Which weights are trusted: steady ones, fresh ones, of a scale that talks, in one unit, without a doubt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, Weight
from hardware.scales import decode
from station.core.models import Capture
from station.core.weighing.cycle import Phase, WeighCycle, WeighRules, advance
from station.core.weighing.prompts import scale_prompt
from station.core.weighing.stability import Run, Sample, extended

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


# -- steady without a flag


@given(st.sampled_from([0.02, 0.05, 0.1, 0.3, 1.0]))
def test_without_a_flag_half_a_second_and_four_samples_make_a_weight(period_s: float) -> None:
    scale = Scale(stable=None).say(*[500] * 60, period_s=period_s)
    (capture,) = scale.captures

    assert capture.settled_by == "window"
    assert capture.samples >= 4
    assert capture.settle_ms >= 500
    assert capture.samples <= max(4, round(0.5 / period_s) + 2)


def test_without_a_flag_samples_that_span_two_divisions_make_none() -> None:
    assert Scale(stable=None).say(*[500, 501, 502] * 20).grams == []
    assert Scale(stable=None).say(*[500, 501] * 20).grams == [501]
    assert Scale(stable=None).say(501, 499, 500, 500, 500, 500).grams == []


def test_without_a_flag_a_creeping_weight_makes_none() -> None:
    creep = [grams for grams in range(500, 560) for _ in range(2)]

    assert Scale(stable=None).say(*creep).grams == []


def test_a_division_is_exact_where_floats_are_not() -> None:
    fine = Scale(rules(division_g=Decimal("0.1")), stable=None)

    assert fine.say(*[Decimal("500.1"), Decimal("500.2"), Decimal("500.3")] * 10).grams == []
    assert fine.say(*[Decimal("500.3"), Decimal("500.2")] * 10).grams == [Decimal("500.3")]


@pytest.mark.parametrize(("stable", "frames"), [(None, 6), (True, 2)])
def test_what_was_seen_before_a_gap_does_not_count(stable: bool | None, frames: int) -> None:
    scale = Scale(stable=stable).say(*[500] * (frames - 1)).say(500, period_s=1.8)

    assert scale.grams == []
    assert scale.say(*[500] * frames).grams == [500]


def test_without_a_flag_a_fault_begins_the_window_again() -> None:
    scale = Scale(stable=None).say(*[500] * 4).say(500, status="checksum", value=None).say(*[500] * 4)

    assert scale.grams == []


def test_a_flag_needs_two_frames_and_says_so() -> None:
    scale = Scale().say(500)

    assert scale.grams == []
    assert scale.say(500).captures[0].settled_by == "flag"
    assert Scale().say(500, stable=False).say(500).grams == []


def test_a_scale_that_never_says_stable_is_believed_only_when_configured_and_after_the_wait() -> None:
    assert Scale(stable=False).say(*[500] * 600).grams == []

    patient = Scale(rules(unflagged_after_s=3.0), stable=False).say(*[500] * 30)

    assert patient.grams == []
    assert patient.say(*[500] * 2).captures[0].settled_by == "fallback"
    assert patient.captures[0].stable is False


def test_the_fallback_does_not_shorten_the_wait_of_a_moving_load() -> None:
    moving = Scale(rules(unflagged_after_s=3.0), stable=False)

    assert moving.say(*[500, 503] * 300).grams == []


# -- a captured weight holds as long as the scale shows it


def test_a_captured_weight_is_none_while_the_load_moves_and_the_same_one_afterwards() -> None:
    scale = Scale().say(500, 500)
    first = scale.cycle.capture
    scale.say(620, stable=False)

    assert first is not None
    assert (scale.cycle.capture, scale.cycle.phase) == (None, Phase.LOADING)
    scale.say(500, 500)
    assert scale.cycle.capture is not None
    assert (scale.cycle.capture.capture_id, scale.cycle.capture.grams, scale.cycle.captures) == (1, Decimal(500), 1)


def test_what_settles_a_little_off_is_the_same_parcel_with_its_new_weight() -> None:
    scale = Scale().say(500, 500).say(550, stable=False).say(508, 508)

    assert scale.cycle.capture is not None
    assert (scale.cycle.capture.capture_id, scale.cycle.capture.grams) == (1, Decimal(508))


@pytest.mark.parametrize("before", [30, 500, 20000])
def test_another_load_without_an_empty_scale_has_to_be_cleared(before: int) -> None:
    limit = max(5, before // 50)
    within = Scale().say(before, before).say(before + 300, stable=False).say(*[before + limit] * 2)
    beyond = Scale().say(before, before).say(before + 300, stable=False).say(*[before + limit + 1] * 2)

    assert (within.cycle.phase, within.cycle.captures) == (Phase.CAPTURED, 1)
    assert (beyond.cycle.phase, beyond.cycle.capture, beyond.prompt) == (Phase.BLOCKED, None, "clear")
    assert beyond.say(*[0] * 6).say(700, 700).grams[-1] == 700


def test_with_swap_another_load_after_a_movement_is_the_next_parcel() -> None:
    swapping = Scale(rules(swap=True)).say(500, 500).say(300, 800, stable=False).say(900, 900)

    assert [(one.capture_id, one.grams) for one in swapping.captures] == [(1, Decimal(500)), (2, Decimal(900))]
    assert swapping.say(1200, stable=False).say(905, 905).grams == [500, 900]


def test_without_a_movement_there_is_no_swap() -> None:
    scale = Scale(rules(swap=True)).say(500, 500).say(900, 900)

    assert (scale.grams, scale.cycle.phase) == ([Decimal(500)], Phase.BLOCKED)


# -- fresh


def test_a_captured_weight_is_renewed_under_its_number_as_long_as_the_scale_confirms_it() -> None:
    scale = Scale().say(400, 450, stable=False).say(*[500] * 600)
    capture = scale.cycle.capture

    assert capture is not None
    assert (capture.capture_id, capture.settle_ms) == (1, scale.captures[0].settle_ms)
    assert scale.at - capture.at <= RULES.fresh_s
    assert capture.raw != scale.captures[0].raw
    assert scale.cycle.captured_at == scale.captures[0].at


def test_a_captured_weight_that_is_not_confirmed_as_steady_is_none() -> None:
    scale = Scale().say(500, 500).say(*[500] * 110, stable=False)

    assert (scale.cycle.capture, scale.cycle.phase) == (None, Phase.LOADING)


def test_what_is_handled_too_late_makes_no_capture_but_ends_a_load() -> None:
    late = Scale().say(*[500] * 20, late_s=0.6)

    assert late.grams == []
    assert late.say(500, 500, late_s=0.4).grams == [500]
    assert late.say(*[0] * 5, late_s=0.6).cycle.phase is Phase.EMPTY


def test_a_late_message_puts_a_captured_weight_in_doubt() -> None:
    scale = Scale().say(500, 500).say(500, late_s=0.6)

    assert (scale.cycle.capture, scale.cycle.phase) == (None, Phase.LOADING)


def test_a_message_older_than_the_newest_is_dropped() -> None:
    scale = Scale().say(500, 500)

    assert scale.say(0, at=0.5).cycle.stream.at > 0.5
    assert scale.cycle.capture is not None


# -- a stuck stream


def test_the_same_bytes_for_too_long_under_a_load_are_no_weight() -> None:
    scale = Scale(rules(frozen_s=20)).say(*[500] * 190, raw=b"S S 500 g")

    assert (scale.prompt, scale.cycle.phase) == (None, Phase.CAPTURED)

    scale.say(*[500] * 30, raw=b"S S 500 g")

    assert (scale.prompt, scale.cycle.capture) == ("frozen", None)
    assert scale.say(*[0] * 5).prompt is None
    assert scale.cycle.phase is Phase.EMPTY


def test_an_empty_scale_may_repeat_itself() -> None:
    assert Scale(rules(frozen_s=20)).say(*[0] * 1000, raw=b"S S 0 g").prompt is None


def test_a_stream_whose_time_stands_still_is_stuck_and_silence_is_told_apart() -> None:
    scale = Scale().say(500, 500)
    shown = Weight("weight", Decimal(500), "g", True, "gross", "ok", b"500", scale.at)
    stuck = advance(scale.cycle, shown, RULES, scale.at + 3)

    assert stuck.capture is None
    assert scale_prompt(stuck, scale.at + 3) == Notice("frozen")
    assert scale_prompt(scale.cycle, scale.at + 3) == Notice("no_weight")
    assert scale_prompt(scale.cycle, scale.at + 1) is None
    never = advance(WeighCycle(), shown, RULES, scale.at + 3)
    assert scale_prompt(never, scale.at + 3) == Notice("frozen")


# -- zero


@pytest.mark.parametrize("drift", [3, -3, 9, -40])
def test_an_empty_scale_off_zero_for_ten_seconds_asks_to_be_zeroed(drift: int) -> None:
    scale = Scale().say(*[drift] * 100)

    assert scale.prompt is None
    assert scale.say(drift, drift).prompt == "off_zero"
    assert scale.say(0).prompt is None


@pytest.mark.parametrize("drift", [2, -2, 0])
def test_two_divisions_off_zero_are_well(drift: int) -> None:
    assert Scale().say(*[drift] * 600).prompt is None


def test_a_drift_shows_although_there_is_always_another_parcel() -> None:
    scale = Scale()
    for _ in range(4):
        scale.say(*[-5] * 5).say(*[500] * 30)

    assert scale.say(*[-5] * 5).prompt == "off_zero"


def test_a_scale_that_swings_through_zero_is_not_off_zero() -> None:
    scale = Scale()
    for _ in range(4):
        scale.say(-5, stable=False).say(*[500] * 120).say(-5, -5, -5, -5, -5, stable=False)

        assert scale.prompt is None
        scale.say(0)


# -- doubts


def test_net_without_a_tare_is_refused_unless_allowed() -> None:
    scale = Scale().say(*[500] * 5, mode="net")

    assert (scale.grams, scale.prompt) == ([], "net")
    assert Scale().say(500, 500, mode="net", tare=Decimal(80)).captures[0].tare == 80
    assert Scale(rules(allow_net=True)).say(500, 500, mode="net").grams == [500]
    assert Scale().say(500, 500, mode="net", mode_told=False).grams == [500]


def test_mt_sics_calls_every_weight_net_and_works() -> None:
    cycle = WeighCycle()
    for at, line in enumerate([b"S S          0 g\r\n"] * 8 + [b"S S        500 g\r\n"] * 3):
        for message in decode("mt-sics", [line], {}):
            cycle = advance(cycle, replace(message, at=at / 10), RULES)

    assert cycle.capture is not None
    assert (cycle.capture.grams, cycle.capture.mode) == (Decimal(500), "net")


def test_a_scale_that_tells_net_from_gross_is_taken_at_its_word() -> None:
    cycle = WeighCycle()
    for at, line in enumerate([b"ST,GS,+   0.000kg\r\n"] * 8 + [b"ST,NT,+   0.500kg\r\n"] * 3):
        for message in decode("st-gs-generic", [line], {}):
            cycle = advance(cycle, replace(message, at=at / 10), RULES)

    assert (cycle.captures, cycle.fault) == (0, "net")


@pytest.mark.parametrize("flag", ["hold", "bcc_mismatch", "x10", "over_capacity", "never heard of"])
def test_a_flag_stops_the_weight(flag: str) -> None:
    scale = Scale().say(*[500] * 5, flags=("center_of_zero", flag))

    assert scale.grams == []
    assert scale.prompt is not None
    assert Scale().say(500, 500, flags=("center_of_zero",)).grams == [500]


def test_another_unit_under_one_load_is_refused_until_the_scale_is_cleared() -> None:
    scale = Scale().say(500, stable=False).say(*["0.5"] * 5, unit="kg")

    assert (scale.grams, scale.prompt) == ([], "other_unit")
    assert scale.say(500, 500).grams == []
    assert scale.say(*["0"] * 5, unit="kg").say("0.5", "0.5", unit="kg").grams == [500]


def test_a_captured_weight_does_not_outlive_its_unit() -> None:
    assert Scale().say(500, 500).say("0.5", unit="kg").cycle.capture is None


@pytest.mark.parametrize("unit", [None, "pcs", "st"])
def test_an_unknown_unit_is_no_weight_and_is_told(unit: str | None) -> None:
    scale = Scale().say(*[500] * 5, unit=unit)

    assert (scale.grams, scale.prompt) == ([], "unit")


def test_more_than_the_scale_is_made_for_is_an_overload() -> None:
    small = rules(max_scale_g=Decimal(3000))

    assert Scale(small).say(3009, 3009).grams == [3009]
    over = Scale(small).say(3010, 3010)
    assert (over.grams, over.prompt) == ([], "overload")


@pytest.mark.parametrize("status", ["overload", "underload", "zero_error", "error", "checksum", "incomplete"])
def test_a_value_beside_a_fault_is_no_weight(status: str) -> None:
    scale = Scale().say(*[500] * 5, status=status)

    assert (scale.grams, scale.cycle.fault) == ([], status)
    captured = Scale().say(500, 500).say(500, status=status)
    assert captured.cycle.capture is None
    assert captured.say(500, 500).cycle.captures == 1


@pytest.mark.parametrize("status", ["ok", "motion"])
def test_a_scale_that_sends_no_number_while_it_moves_is_not_at_fault(status: str) -> None:
    scale = Scale().say(500, kind="status_only", value=None, unit=None, status=status)

    assert (scale.prompt, scale.cycle.phase) == (None, Phase.EMPTY)
    assert scale.say(500, 500).grams == [500]
    assert scale.say(500, kind="status_only", value=None, unit=None, status=status).cycle.capture is None


def test_a_capture_says_where_it_comes_from() -> None:
    (capture,) = Scale().say(400, stable=False).say(500, 500, raw=b"S S 500 g", alibi="000123").captures

    assert (capture.raw, capture.alibi, capture.samples, capture.settle_ms) == (b"S S 500 g", "000123", 3, 200)


def test_a_load_that_falls_under_the_minimum_is_not_captured() -> None:
    scale = Scale().say(30, stable=False).say(*[15] * 20)

    assert scale.grams == []


@given(st.lists(st.integers(495, 505), min_size=1, max_size=40), st.integers(0, 3))
def test_a_run_never_spans_more_than_a_division_and_ends_with_the_newest(weights: list[int], division: int) -> None:
    run: Run = ()
    for at, grams in enumerate(weights):
        run = extended(run, Sample(at / 10, Decimal(grams), None), Decimal(division), 100.0)
        shown = [one.grams for one in run]
        before = [Decimal(one) for one in weights[: at + 1 - len(run)]]

        assert max(shown) - min(shown) <= division
        assert [int(one) for one in shown] == weights[at + 1 - len(run) : at + 1]
        assert not before or max(*shown, before[-1]) - min(*shown, before[-1]) > division
