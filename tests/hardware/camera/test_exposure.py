"""A lamp's spot has a soft rim; burnt-out paper has an edge."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from hardware.camera import exposure


def test_a_lamp_is_told_from_burnt_out_paper() -> None:
    belt = np.full((480, 640), 90, np.uint8)
    paper = cv2.rectangle(belt.copy(), (200, 150), (440, 330), (255,), -1)
    lit = cv2.rectangle(belt.copy(), (100, 60), (540, 420), (190,), -1).astype(np.float32)
    lamp: Any = np.zeros((480, 640), np.float32)
    cv2.circle(lamp, (320, 240), 40, (1.0,), -1)
    lamp = np.asarray(cv2.GaussianBlur(lamp, (0, 0), 15)) * 400

    assert exposure(np.asarray(paper)).glare == 0
    assert exposure(np.clip(lit + lamp, 0, 255).astype(np.uint8)).glare > 0.01
