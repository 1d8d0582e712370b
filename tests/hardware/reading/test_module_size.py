"""Pixels of the narrowest bar: measured on what is drawn, nothing said of what is no code."""

from __future__ import annotations

import numpy as np
import pytest

from hardware.reading import module_size
from hardware.simulated.camera import empty_frames


@pytest.mark.parametrize("ground", ["plain", "wood"])
def test_a_ground_without_a_code_has_none(ground: str) -> None:
    (frame,) = empty_frames(ground, 1, 5)
    grey = np.ascontiguousarray(np.asarray(frame)[..., 0] if np.asarray(frame).ndim == 3 else frame)
    assert module_size(grey) is None
