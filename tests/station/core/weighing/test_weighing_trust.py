"""Which weights are trusted: steady ones, fresh ones, of a scale that talks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, Weight
from station.core.weighing.cycle import Phase, WeighCycle, advance
from station.core.weighing.prompts import scale_prompt
from station.core.weighing.stability import Run, Sample, extended
from tests.station.core.weighing.scale import RULES, Scale, rules

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
