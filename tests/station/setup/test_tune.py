"""The best setting is found, whatever its place; a control that a camera lacks is left alone."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.camera import Range
from hardware.picture_contract import PictureFigures
from station.setup import Measured, best_try, tune


class Knobs:
    """A camera that reads where focus and exposure are near their best."""

    def __init__(self, focus: int, exposure: int) -> None:
        self.wanted = {"focus": focus, "exposure": exposure}
        self.now: dict[str, int | None] = {"focus": 0, "exposure": 2047}

    def ranges(self) -> Mapping[str, Range]:
        return {"focus": Range(0, 250, 5, 0), "exposure": Range(3, 2047, 1, 250)}

    def get(self, name: str) -> int | None:
        return self.now[name]

    def set(self, name: str, value: int | None) -> None:
        assert name in self.now, "the camera has no gain"
        self.now[name] = value

    def measure(self, frames: int) -> Measured:
        focus, exposure = self.now["focus"] or 0, self.now["exposure"] or 1
        blur = 1.0 + abs(focus - self.wanted["focus"]) / 12
        light = 200 * exposure / self.wanted["exposure"]
        read = blur < 4 and 20 < light < 600
        figures = PictureFigures(
            1,
            1,
            (),
            0,
            min(255, light),
            0.5 if light > 300 else 0,
            0,
            0,
            blur,
            2.0,
        )
        return Measured(frames, frames if read else 0, 10.0, figures)


@settings(max_examples=40)
@given(st.integers(10, 240), st.integers(40, 800))
def test_the_setting_that_is_left_reads(focus: int, exposure: int) -> None:
    knobs = Knobs(focus, exposure)
    tries = list(tune(knobs, knobs.measure, 3))

    assert knobs.measure(3).read == 3 or all(each.measured.read == 0 for each in tries)
    assert abs((knobs.now["focus"] or 0) - focus) <= 16
    assert best_try([each for each in tries if each.name == "exposure"]).value == knobs.now["exposure"]
    assert {each.name for each in tries} == {"focus", "exposure"}
