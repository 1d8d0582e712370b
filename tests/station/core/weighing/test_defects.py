"""What is wrong with a scale that answers: each defect has its scale, and a healthy one has none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Weight
from station.core.weighing.cycle import WeighRules
from station.core.weighing.defects import ScaleExpected, ScaleJudge, is_settled, judge_scale
from station.core.weighing.liveness import Stream
from station.language import ENGLISH, defect_text, language

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = WeighRules(min_load_g=Decimal(20), division_g=Decimal(1))
EXPECTED = ScaleExpected(RULES)
STEADY = st.sampled_from((True, None))


def said(values: Sequence[str | None], **more: Any) -> list[Weight]:
    """One message each tenth of a second."""
    kind = {"kind": "weight", "unit": "kg", "stable": True, "mode": "gross", "status": "ok", **more}
    return [
        Weight(**{**kind, "value": None if v is None else Decimal(v), "raw": str(v).encode(), "at": 100 + at / 10})
        for at, v in enumerate(values)
    ]


def keys(heard: list[Weight], expected: ScaleExpected = EXPECTED) -> set[str]:
    return {defect.key for defect in judge_scale(heard, expected)}


@given(st.decimals(Decimal("-0.001"), 30, places=3), STEADY, st.integers(0, 60))
def test_a_scale_at_rest_has_no_defect_whatever_lies_on_it(value: Decimal, stable: bool | None, count: int) -> None:
    assert keys(said([f"{value:f}"] * count, stable=stable)) == set()


@given(st.lists(st.decimals(0, 30, places=3), min_size=30, max_size=60))
def test_a_scale_that_is_moved_by_work_has_no_defect_once_it_was_at_rest(moves: list[Decimal]) -> None:
    moving = said([f"{value:f}" for value in moves], stable=False, status="motion")
    rest = [replace(weight, at=weight.at + 10) for weight in said(["1.200"] * 3)]

    assert keys([*moving, *rest]) == set()


@given(st.decimals(Decimal(-30), Decimal("-0.002"), places=3), STEADY)
def test_below_zero_at_rest_is_named(value: Decimal, stable: bool | None) -> None:
    assert keys(said([f"{value:f}"] * 20, stable=stable)) == {"negative"}


@given(st.lists(st.sampled_from(("1.000", "1.040", "0.960")), min_size=40, max_size=60))
def test_never_at_rest_is_named(values: list[str]) -> None:
    assert keys(said(values, stable=False, status="motion")) == {"unstable"}


@pytest.mark.parametrize("status", ["overload", "underload", "zero_error", "error", "incomplete", "checksum"])
def test_what_the_scale_says_in_place_of_a_weight_is_named(status: str) -> None:
    heard = said([None] * 5, kind="status_only", status=status, text="E3")

    (defect,) = judge_scale(heard, EXPECTED)
    assert (defect.key, defect.grave, ("detail", "E3") in defect.about.values) == (status, True, True)
    assert not is_settled(heard, RULES)


def test_a_fault_that_is_over_is_none() -> None:
    over = said([None] * 5, kind="status_only", status="overload")

    assert keys([*over, *(replace(weight, at=weight.at + 1) for weight in said(["0.500"] * 3))]) == set()


@pytest.mark.parametrize(
    ("value", "unit", "configured", "division", "named"),
    [
        ("1.234", None, None, "1", True),
        ("1.234", "kg", "lb", "1", True),
        ("1.234", "lb", "lb", "1", True),  # a scale of 1 g steps whose unit was configured wrongly
        ("1.234", "kg", "kg", "1", False),
        ("1.230", "kg", "kg", "10", False),
        ("1234", "g", "g", "1", False),
        ("2.72", "lb", "lb", "4.536", False),
        ("2.72", "lb", None, "1", False),  # the scale itself says so
        ("1234", "kg", "kg", "1", True),
    ],
)
def test_a_unit_that_cannot_be_right_is_named(
    value: str, unit: str | None, configured: str | None, division: str, named: bool
) -> None:
    rules = replace(RULES, division_g=Decimal(division))

    assert ("unit" in keys(said([value] * 5, unit=unit), ScaleExpected(rules, configured))) is named


def test_a_frozen_and_a_late_scale_are_named() -> None:
    judge = ScaleJudge(EXPECTED)
    for weight in said(["1.000"] * 5):
        judge.hear(replace(weight, at=weight.at * 100), weight.at * 100)
    assert judge.defects() == ()
    frozen = replace(said(["1.000"])[0], at=100 * 100 + 700)
    judge.hear(frozen, frozen.at)
    assert {defect.key for defect in judge.defects()} == {"frozen"}
    judge.hear(replace(frozen, raw=b"other", at=frozen.at + 1), frozen.at + 3)
    assert {defect.key for defect in judge.defects()} == {"late"}
    judge.forget()
    assert (judge.defects(), judge.heard()) == ((), ())


@given(
    st.lists(
        st.builds(
            Weight,
            kind=st.sampled_from(("weight", "status_only", "info")),
            value=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3),
            unit=st.sampled_from((None, "kg", "g", "furlong")),
            stable=st.sampled_from((True, False, None)),
            mode=st.sampled_from((None, "net", "gross")),
            status=st.sampled_from(("ok", "motion", "overload", "checksum")),
            raw=st.binary(max_size=4),
            at=st.floats(0, 100),
            flags=st.sampled_from(((), ("hold",), ("x10",))),
        ),
        max_size=12,
    ),
    st.sampled_from((None, "kg", "lb")),
)
def test_no_message_is_too_odd_and_each_defect_says_what_to_do(heard: list[Weight], unit: str | None) -> None:
    expected = ScaleExpected(RULES, unit)
    for defect in judge_scale(heard, expected, Stream()):
        assert ":" in defect_text(defect.about, language(ENGLISH))
    judge = ScaleJudge(expected)
    for weight in heard:
        judge.hear(weight, weight.at)
    judge.defects()
