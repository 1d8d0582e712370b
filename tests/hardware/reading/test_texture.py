"""The ground is found to be no code before an engine is asked, and no code is taken for the ground."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hardware.reading import LabelReader, bars
from hardware.reading.bars import line_of
from hardware.reading.locate import locate
from hardware.reading.view import of_frame
from hardware.simulated.camera import GROUNDS, empty_frames
from tests.hardware.reading.drawn import Picture, drawn, on_table

CODES = [
    ("Code128", "RR123456785CN"),
    ("Code128", "00000000"),
    ("Code39", "AAAAAA"),
    ("Code93", "LP00123456789012"),
    ("Codabar", "A000000000B"),
    ("ITF", "00000000000000"),
    ("EAN13", "4006381333931"),
]


@pytest.mark.parametrize(("symbology", "text"), CODES)
@pytest.mark.parametrize("module", [1.5, 2.2, 4.0])
def test_no_code_is_taken_for_the_ground(symbology: str, text: str, module: float) -> None:
    symbol = cv2.resize(drawn(text, symbology), None, fx=module / 3, fy=module / 3, interpolation=cv2.INTER_AREA)
    frame = of_frame(on_table(np.asarray(symbol, np.uint8), 100, 200))

    assert not line_of(frame, locate(frame.grey).bars[0]).is_texture


@pytest.mark.parametrize("ground", GROUNDS)
def test_nothing_is_read_on_any_ground(ground: str) -> None:
    for pixels in empty_frames(ground, 2, 77):
        assert LabelReader().read(pixels).symbols == ()


def test_most_regions_of_a_belt_cost_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def engine_reads(frames: list[Picture]) -> int:
        count = 0
        usual = bars.averaged_as

        def counted(*given: object) -> object:
            nonlocal count
            count += 1
            return usual(*given)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(bars, "averaged_as", counted)
            for pixels in frames:
                LabelReader().read(pixels, hurried=True)
        return count

    frames = list(empty_frames("film", 3, 5))
    spared = engine_reads(frames)
    monkeypatch.setattr(bars, "is_ground", lambda _: False)
    monkeypatch.setattr(bars.Line, "is_texture", False)

    assert 3 * spared < engine_reads(frames)
