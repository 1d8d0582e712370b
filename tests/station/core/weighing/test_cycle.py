"""Laws of the weigh cycle."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Weight
from station.core.weighing.cycle import Phase, WeighCycle, WeighRules, advance
from station.core.weighing.units import to_grams

RULES = WeighRules(min_load_g=Decimal(20), division_g=Decimal(1))


def weight(grams: int | None, at: float, *, stable: bool = True, status: str = "ok") -> Weight:
    value = None if grams is None else Decimal(grams)
    motion = status == "ok" and not stable
    return Weight(
        kind="weight" if value is not None else "status_only",
        value=value,
        unit="g" if value is not None else None,
        stable=stable if value is not None else None,
        mode="gross",
        status="motion" if motion else status,  # type: ignore[arg-type]  # a literal by construction
        raw=b"",
        at=at,
    )


def run(weights: list[Weight], cycle: WeighCycle | None = None) -> tuple[WeighCycle, list[Decimal]]:
    """The last state, and every weight that was captured on the way."""
    cycle = cycle or WeighCycle()
    captured = []
    for one in weights:
        after = advance(cycle, one, RULES)
        if after.captures > cycle.captures and after.capture is not None:
            captured.append(after.capture.grams)
        cycle = after
    return cycle, captured


def stream(loads: list[tuple[int, float]], hz: float = 10.0, settle_s: float = 0.4) -> list[Weight]:
    """What a good scale says while loads (grams, seconds) follow each other; unstable for a while after each change."""
    weights, at, last = [], 0.0, 0
    for grams, seconds in loads:
        for index in range(int(seconds * hz)):
            stable = index / hz >= settle_s
            shown = grams if stable else (last + grams) // 2
            weights.append(weight(shown, at, stable=stable))
            at += 1 / hz
        last = grams
    return weights


@given(st.lists(st.integers(20, 30000), min_size=1, max_size=12))
def test_each_parcel_is_captured_once_with_its_own_weight(loads: list[int]) -> None:
    pauses = [(0, 1.0), *[pair for grams in loads for pair in ((grams, 1.5), (0, 1.0))]]

    _, captured = run(stream(pauses))

    assert captured == [Decimal(grams) for grams in loads]


def test_two_equal_weights_in_a_row_are_two_captures() -> None:
    _, captured = run(stream([(0, 1), (500, 2), (0, 1), (500, 2)]))

    assert captured == [500, 500]


def test_a_parcel_that_stays_is_captured_once() -> None:
    _, captured = run(stream([(0, 1), (500, 60)]))

    assert captured == [500]


def test_a_dip_shorter_than_the_rearm_time_is_the_same_parcel() -> None:
    _, captured = run(stream([(0, 1), (500, 2), (0, 0.2), (500, 2)]))

    assert captured == [500]


def test_a_parcel_that_lay_there_before_the_first_message_has_to_be_cleared() -> None:
    cycle, captured = run(stream([(500, 3)]))

    assert (cycle.phase, captured) == (Phase.BLOCKED, [])

    _, captured = run(stream([(500, 3), (0, 1), (500, 2)]))

    assert captured == [500]


def test_removed_before_stable_is_no_capture() -> None:
    cycle, captured = run(stream([(0, 1), (500, 0.3), (0, 1)]))

    assert (cycle.phase, captured) == (Phase.EMPTY, [])


def test_a_scale_that_never_says_stable_gives_no_weight() -> None:
    empty = stream([(0, 1)])
    cycle, captured = run(empty + [weight(500, 1 + i / 10, stable=False) for i in range(100)])

    assert (cycle.phase, captured) == (Phase.LOADING, [])


@given(st.lists(st.sampled_from(["overload", "underload", "error", "zero_error"]), min_size=1, max_size=20))
def test_a_fault_is_never_a_weight_and_is_shown(faults: list[str]) -> None:
    empty = stream([(0, 1)])
    cycle, captured = run(empty + [weight(None, 1 + i / 10, status=status) for i, status in enumerate(faults)])

    assert (captured, cycle.fault, cycle.phase) == ([], faults[-1], Phase.EMPTY)


def test_a_fault_between_two_stable_frames_starts_the_agreement_again() -> None:
    weights = stream([(0, 1)])
    weights += [weight(500, 1.0), weight(None, 1.1, status="overload"), weight(500, 1.2)]

    assert run(weights)[1] == []


def test_stable_frames_that_differ_by_more_than_a_division_do_not_agree() -> None:
    weights = stream([(0, 1)]) + [weight(500 + 10 * i, 1 + i / 10) for i in range(20)]

    assert run(weights)[1] == []


def test_after_the_scale_was_lost_the_load_is_not_booked_again_and_ids_go_on() -> None:
    cycle, _ = run(stream([(0, 1), (500, 2)]))
    again, captured = run(stream([(500, 2), (0, 1), (700, 2)]), cycle.lost())

    assert captured == [700]
    assert again.capture is not None
    assert again.capture.capture_id == 2


def test_a_load_below_the_minimum_is_no_parcel() -> None:
    assert run(stream([(0, 1), (19, 5)]))[1] == []


def test_acknowledgements_and_tares_change_nothing() -> None:
    cycle, _ = run(stream([(0, 1)]))

    assert advance(cycle, replace(weight(500, 2.0), kind="tare"), RULES) == cycle
    assert advance(cycle, replace(weight(500, 2.0), kind="ack"), RULES) == cycle


def test_units_are_exact() -> None:
    assert to_grams(Decimal("1.250"), "kg") == Decimal(1250)
    assert to_grams(Decimal(1), "lb") == Decimal("453.59237")
    assert to_grams(Decimal(16), "oz") == to_grams(Decimal(1), "lb")
    assert to_grams(Decimal(1), "%") is None
    assert to_grams(Decimal(1), None) is None


def test_pounds_are_captured_in_grams() -> None:
    empty = [replace(weight(0, i / 10), unit="lb") for i in range(10)]
    loaded = [replace(weight(2, 1 + i / 10), unit="lb") for i in range(3)]

    assert run(empty + loaded)[1] == [Decimal("907.18474")]


@given(st.integers(20, 30000))
def test_a_value_of_ten_times_the_resolution_is_never_captured(grams: int) -> None:
    fine = [replace(one, flags=("x10",)) for one in stream([(0, 1.0), (grams, 2.0)])]
    assert run(fine)[1] == []
    assert run(stream([(0, 1.0), (grams, 2.0)]))[1] == [grams]
