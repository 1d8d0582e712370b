"""Frames of labels whose bars are lost, at a usual station."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hardware.simulated.camera.hard_scenes import label_photographed, usual_about
from hardware.simulated.camera.lost_bars import WAYS, without_bars

if TYPE_CHECKING:
    from hardware.simulated.camera.page import Picture
    from hardware.simulated.camera.post_labels import PostLabel

LOST_BARS = tuple(WAYS)
_LOOKS = 2


def lost_frames(label: PostLabel, way: str, rng: np.random.Generator) -> list[Picture]:
    """Two frames of one label that lies still, uint8 BGR 1080p: 1.6 to 2.8 pixels a module."""
    page = without_bars(label.label.pixels, label.label.main_box, way, rng)
    about = usual_about(rng) | {"module_px": rng.uniform(1.6, 2.8)}
    place = rng.integers(2**32)
    frames = []
    for look in range(_LOOKS):
        lying = np.random.default_rng(place)
        frames.append(
            label_photographed(
                label.label, page, label.module_mm, about | {"noise": about["noise"] + 0.1 * look}, lying
            )
        )
    return frames
