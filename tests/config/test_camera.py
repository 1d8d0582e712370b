"""The part of a picture that is read: any that is at least ten percent wide and high, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ConfigError, parse

PERCENT = st.integers(-20, 120)


@given(st.tuples(PERCENT, PERCENT, PERCENT, PERCENT))
def test_a_region_lies_in_the_picture(roi: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = roi
    good = 0 <= left <= right - 10 <= 90 and 0 <= top <= bottom - 10 <= 90
    text = f"[camera]\nroi = {list(roi)}\n"
    if good:
        assert parse(text, "x").camera.roi == roi
    else:
        with pytest.raises(ConfigError, match="at least 10 wide and high"):
            parse(text, "x")


def test_controls_are_left_to_the_camera_unless_they_are_named() -> None:
    assert parse("", "x").camera.focus == -1
    assert parse("[camera]\nfocus = 0\nexposure = 120\n", "x").camera.exposure == 120
