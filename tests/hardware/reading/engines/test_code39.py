from __future__ import annotations

import pytest

from hardware.reading import LabelReader
from tests.hardware.reading.drawn import drawn
from tests.libzbar import needs_libzbar


@pytest.mark.parametrize("engines", [("zxing",), pytest.param(("zbar",), marks=needs_libzbar), ("zxing", "zbar")])
@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("PO/A12345", "PO/A12345"),
        ("ITEM$B77", "ITEM$B77"),
        ("LOT%D4567", "LOT%D4567"),
        ("6T6LS4", "6T6LS4"),
        ("+A123BJC5D", "+A123BJC5D"),
        ("+A+B+C-123", "abc-123"),
        ("A+B$C+D12", "A+B$C+D12"),
    ],
)
def test_what_is_printed_stands_and_small_letters_are_small(engines: tuple[str, ...], printed: str, text: str) -> None:
    symbols = LabelReader(engines).read(drawn(printed, "Code39Std")).symbols

    assert [(symbol.text, symbol.raw.decode()) for symbol in symbols] == [(text, text)]
