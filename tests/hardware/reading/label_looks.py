"""Frames of one label as a camera of a usual station sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hardware.simulated.camera import hard_scenes
from tests.hardware.reading.label_paper import Picture
from tests.hardware.reading.other_labels import DrawnLabel


def looks(drawn: DrawnLabel, page: Picture, seed: int, count: int) -> Iterator[Any]:
    """Frames of one label at a usual station, never twice in the same place."""
    rng = np.random.default_rng(seed)
    about = hard_scenes._about("usual", rng) | {"module_px": rng.uniform(1.6, 2.8)}
    for look in range(count):
        if look:
            rng = np.random.default_rng((seed, look))
            about |= {"module_px": about["module_px"] * rng.uniform(0.98, 1.02)}
            about |= {"degrees": about["degrees"] + rng.uniform(-2, 2)}
        yield hard_scenes.label_photographed(drawn.label, page, drawn.module_mm, about, rng)
