"""Frozen values as plain JSON, there and back."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, Symbol, Weight
from station.core.choose import choose
from station.core.exception_codes import Code
from station.core.lane import FrameShown, Lane, LaneRules, after_frame, settle, weighed
from station.core.recording.plain_values import NotPlainError, made_of, plain
from station.core.recording.recorded_classes import RECORDED_CLASSES
from station.core.weighing.cycle import WeighRules

OTHERS = {"Any", "Decimal", "Literal", "Mode", "WeightStatus", "Values", "Value", "Point", "Run", "SettledBy", "None"}
"""Names in annotations that are no class of ours."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.binary(max_size=20)
    | st.decimals(allow_nan=False) | st.floats(allow_nan=False) | st.sampled_from(Code),
    lambda each: st.lists(each, max_size=4).map(tuple) | st.builds(Notice, st.text(max_size=5), st.just(())),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    written = json.loads(json.dumps(plain(value), allow_nan=False))

    again = made_of(written, RECORDED_CLASSES)

    assert again == value
    assert type(again) is type(value)


def test_a_lane_with_a_parcel_comes_back_as_it_was() -> None:
    rules = LaneRules(WeighRules(Decimal(20), Decimal(1)), True, 5.0, 4.0, 1.0)
    symbol = Symbol("RR473124829GB", b"RR473124829GB", "Code128", "]C0", ((0, 0), (9, 0), (9, 9), (0, 9)), "zxing")
    lane = after_frame(Lane(), 1.0, (symbol,), rules, (), Notice("blurred", (("px", "3"),)))
    grams = (("0", 1.1), ("0", 1.6), ("0", 2.1), ("500.0", 2.2), ("500.0", 2.3), ("500.0", 2.4))
    for text, at in grams:
        lane = weighed(lane, Weight("weight", Decimal(text), "g", True, None, "ok", text.encode(), at), rules, at)
    _, presented = settle(after_frame(lane, 2.5, (symbol,), rules), 2.5, rules)

    for value in (lane, presented, FrameShown(1.0, (symbol,)), choose((symbol,))):
        assert made_of(json.loads(json.dumps(plain(value), allow_nan=False)), RECORDED_CLASSES) == value
    assert presented is not None
    assert presented.capture is not None
    assert math.isinf(Lane().cycle.stream.at)


@pytest.mark.parametrize(
    "written",
    [
        {"is": "Popen", "args": ["true"]},
        {"is": "Notice", "code": "x", "more": 1},
        {"is": "Decimal", "of": "no number"},
        {"is": "bytes", "of": "zz"},
        {"is": "Code", "of": "??"},
        {"no": "kind"},
        {"is": ["Notice"]},
    ],
)
def test_what_is_foreign_is_refused(written: Any) -> None:
    with pytest.raises(NotPlainError):
        made_of(written, RECORDED_CLASSES)


def classes_named_by(names: dict[str, type]) -> set[str]:
    """Names with a capital in the annotations of these dataclasses."""
    text = " ".join(
        str(each.type) for kind in names.values() if hasattr(kind, "__dataclass_fields__") for each in fields(kind)
    )
    return {word for word in text.replace("[", " ").replace("]", " ").replace(",", " ").split() if word[:1].isupper()}


def test_every_class_that_a_lane_may_hold_can_be_made_again() -> None:
    without_one = {name: kind for name, kind in RECORDED_CLASSES.items() if name != "Identity"}

    assert classes_named_by(RECORDED_CLASSES) - OTHERS - RECORDED_CLASSES.keys() == set()
    assert classes_named_by(without_one) - OTHERS - without_one.keys() == {"Identity"}
