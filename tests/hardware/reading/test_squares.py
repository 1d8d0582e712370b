from __future__ import annotations

import cv2
import numpy as np
import pytest

from hardware.reading import LabelReader, reader
from hardware.reading.effort import BUDGETS_S
from tests.hardware.reading.drawn import Picture, drawn

READER = LabelReader()
TEXT = "PDF2837832661663049403269910237409546111393-LX095597294DE"


def turned(degrees: float) -> Picture:
    flat = np.pad(drawn(TEXT, "PDF417", 3), 250, constant_values=180)
    height, width = flat.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(flat, turn, (width, height), borderValue=180), np.uint8)


@pytest.mark.parametrize("degrees", [8, 25, 45, 70, 80])
def test_a_stacked_code_is_read_however_it_lies(degrees: float, monkeypatch: pytest.MonkeyPatch) -> None:
    # Before the search for Code 128, which takes all the time that there is.
    monkeypatch.setattr(reader, "DEAR", ())
    monkeypatch.setattr(reader, "turned_codes", lambda *_: [])

    assert [symbol.text for symbol in READER.read(turned(degrees)).symbols] == [TEXT]


def test_many_matrix_codes_are_all_read_and_what_is_left_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"LP{number:014d}" for number in range(24)]
    page = np.full((1200, 1600), 255, np.uint8)
    for place, text in enumerate(texts):
        code = drawn(text, "QRCode", 4)
        row, column = divmod(place, 6)
        page[row * 280 : row * 280 + len(code), column * 260 : column * 260 + code.shape[1]] = code

    whole = READER.read(page)
    assert {symbol.text for symbol in whole.symbols} == set(texts)
    assert whole.left_out == 0

    monkeypatch.setitem(BUDGETS_S, "quick", (0.0, 0.0))
    hurried = READER.read(page)
    assert hurried.left_out == len(texts) - len(hurried.symbols) > 0
