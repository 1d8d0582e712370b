"""How long, told to people: never more than it is, in the largest unit that fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import age, span

UNITS_S = {"s": 1, "min": 60, "h": 3600, "d": 86400}


@given(st.floats(0, 1e9))
def test_an_age_is_cut_to_whole_units_and_never_told_longer_than_it_is(seconds: float) -> None:
    count, unit = age(seconds).split()

    assert int(count) * UNITS_S[unit] <= seconds < (int(count) + 1) * UNITS_S[unit]
    assert int(count) < {"s": 60, "min": 60, "h": 24}.get(unit, 10**9)


def test_a_moment_that_is_still_to_come_is_no_age() -> None:
    assert age(-5) == "0 s"


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (0, "0.0 h"), (7.58, "7.5 h"), (10, "10 h"), (71.9, "71 h"), (72, "72 h (3 d)"),
        (1240, "1,240 h (51 d)"), (8766, "8,766 h (365 d)"), (8767, "more than a year"),
    ],
)  # fmt: skip
def test_a_span_is_told_in_hours_and_from_three_days_on_in_days_too(hours: float, told: str) -> None:
    assert span(hours) == told
