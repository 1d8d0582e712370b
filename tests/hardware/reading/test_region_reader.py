"""A part of the picture: what lies in it is read where it is, what lies beside it never."""

from __future__ import annotations

import numpy as np

from hardware.reading import LabelReader, RegionReader
from hardware.simulated.camera import hard_scenes


def test_codes_are_told_in_pixels_of_the_whole_picture_and_none_from_beside_it() -> None:
    (frame,) = hard_scenes.hard_frames("usual", 1, 3)
    whole = LabelReader().read(frame.pixels)
    (code,) = [symbol for symbol in whole.symbols if symbol.symbology in {"Code128", "GS1-128"}][:1]
    height, width = frame.pixels.shape[:2]
    _, y = (100 * np.mean(code.polygon, axis=0) / (width, height)).astype(int)

    there = RegionReader(LabelReader(), (5, 5, 95, 95)).read(frame.pixels)
    found = next(symbol for symbol in there.symbols if symbol.text == code.text)
    assert np.abs(np.mean(found.polygon, axis=0) - np.mean(code.polygon, axis=0)).max() < 8

    beside = (0, 0, 100, max(10, y - 30)) if y > 50 else (0, min(90, y + 30), 100, 100)
    assert code.text not in {symbol.text for symbol in RegionReader(LabelReader(), beside).read(frame.pixels).symbols}
    assert RegionReader(LabelReader(), (0, 0, 50, 50)).read(np.zeros((0, 4), np.uint8)).symbols == ()
