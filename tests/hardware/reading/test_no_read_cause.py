"""What is told of a picture that gave nothing: what is wrong with it, and no other thing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hardware.reading import LabelReader, no_read_cause
from hardware.simulated.camera import CAUSES, expected, planted
from tests.hardware.reading.drawn import Picture, drawn, on_table

READER = LabelReader()


@pytest.mark.parametrize("cause", CAUSES)
def test_most_of_what_is_planted_is_told(cause: str) -> None:
    told = [reading.cause.code for reading in map(READER.read, planted(cause, 6, 33)) if reading.cause is not None]

    assert told.count(expected(cause)) > 0.6 * len(told) > 0


def white_label() -> Picture:
    """Burnt-out white, with bars that tape has torn apart."""
    label = drawn("RR123456785CN", "Code128", 4)
    for left in range(70, label.shape[1] - 70, 60):
        label[:, left : left + 22] = 255
    return on_table(np.pad(label, 90, constant_values=255), 60, 100)


def test_clean_white_paper_is_no_lamp(monkeypatch: pytest.MonkeyPatch) -> None:
    dazzled = READER.read(white_label()).cause
    assert dazzled is not None
    assert dazzled.code != "glare"

    monkeypatch.setattr(no_read_cause, "_is_paper", lambda _: False)
    dazzled = READER.read(white_label()).cause
    assert dazzled is not None
    assert dazzled.code == "glare"


def test_a_lamp_on_grey_paper_is_one() -> None:
    label = drawn("RR123456785CN", "Code128", 4)
    frame = cv2.convertScaleAbs(on_table(label, 200, 300), alpha=0.8)
    spot = np.zeros(frame.shape, np.float32)
    middle = (300 + label.shape[1] // 2, 200 + label.shape[0] // 2)
    cv2.ellipse(spot, middle, (label.shape[1] // 5, label.shape[0] // 3), 0, 0, 360, 900.0, -1)
    lit = np.clip(frame + cv2.GaussianBlur(spot, (0, 0), 30), 0, 255).astype(np.uint8)

    cause = READER.read(lit).cause

    assert cause is not None
    assert cause.code == "glare"
