"""Labels whose bars are lost: the bars say nothing any more, and nothing beside them has changed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from hardware.reading import LabelReader
from hardware.simulated.camera import LOST_BARS, lost_frames, post_label
from hardware.simulated.camera.lost_bars import without_bars


@pytest.mark.parametrize("way", LOST_BARS)
def test_the_number_is_whole_and_its_bars_are_not(way: str) -> None:
    label = post_label(random.Random(7))
    left, top, right, bottom = label.label.main_box
    page = without_bars(label.label.pixels, label.label.main_box, way, np.random.default_rng(7))
    changed = page != label.label.pixels
    assert changed[top:bottom, left:right].mean() > 0.02
    changed[top:bottom, left:right] = False
    assert not changed.any()


def test_a_frame_is_the_same_for_the_same_seed_and_shows_the_reference() -> None:
    label = post_label(random.Random(7))
    one, other = (lost_frames(label, "torn off", np.random.default_rng(3)) for _ in range(2))
    assert all(np.array_equal(here, there) for here, there in zip(one, other, strict=True))
    reading = LabelReader().read(one[0])
    assert label.reference in {symbol.text for symbol in (*reading.symbols, *reading.outshone, *reading.unsure)}
