"""What a masked picture shows: codes, and nothing else that stood on the label."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from hardware.images import as_grey
from hardware.reading import LabelReader, masked
from hardware.reading.masking import GROUND
from hardware.simulated.camera import hard_parcels

NAME = "ERIKA MUSTERMANN, HEIDESTRASSE 17"


HIGH, WIDE = 165, 1250


def planted(stratum: str) -> list[tuple[Any, tuple[slice, slice]]]:
    """Pictures of labels on which a name and a street stand in three sizes where no code is, and where that is."""
    pictures = []
    for (frame,) in hard_parcels(stratum, 4, 3, passes=False):
        grey = as_grey(frame.pixels)
        assert grey is not None
        codes = [np.array(each.polygon) for each in LabelReader().read(grey).symbols]
        free = (
            top
            for top in (0, grey.shape[0] - HIGH)
            if all(each[:, 1].max() < top - 99 or each[:, 1].min() > top + HIGH + 99 for each in codes)
        )
        pictures += [(_with_name(grey.copy(), top), (slice(top, top + HIGH), slice(20, WIDE))) for top in free]
    return pictures


def _with_name(grey: Any, top: int) -> Any:
    for line, size in ((40, 0.8), (90, 1.2), (150, 1.8)):
        cv2.rectangle(grey, (20, top + line - 35), (WIDE, top + line + 15), 230, -1)
        cv2.putText(grey, NAME, (30, top + line), cv2.FONT_HERSHEY_SIMPLEX, size, 20, 2, cv2.LINE_AA)
    return grey


@pytest.mark.parametrize("stratum", ["usual", "motion", "defocus", "glare"])
def test_no_print_is_left_and_most_codes_are_read_as_before(stratum: str) -> None:
    reader, pictures = LabelReader(), planted(stratum)
    same = []
    for grey, place in pictures:
        reading = reader.read(grey)
        kept = masked(grey, reading)
        again = reader.read(kept)

        assert (grey[place] < 60).sum() > 3000, "control: the name stands there"
        assert (kept[place] != GROUND).sum() == 0
        same.append({each.text for each in again.symbols} >= {each.text for each in reading.symbols})
        assert (kept != GROUND).mean() < 0.15
    assert len(same) > 1
    assert sum(same) > len(same) / 2


def test_a_code_that_nobody_has_read_is_kept_and_the_print_around_it_is_not() -> None:
    left = []
    for grey, place in planted("usual"):
        reading = LabelReader().read(grey)
        unread = replace(reading, symbols=(), unsure=(), outshone=(), unread=2)
        kept = masked(grey, unread)
        again = LabelReader().read(kept)
        left.append({each.text for each in again.symbols} & {each.text for each in reading.symbols})

        assert (kept[place] != GROUND).sum() == 0
        assert (masked(grey, replace(unread, unread=0)) == GROUND).all()
    assert sum(map(bool, left)) > len(left) / 2
