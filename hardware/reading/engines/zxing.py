"""zxing-cpp as an engine. Text is its plain one and bytes its raw ones, so that FNC1 (0x1D) is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp
from zxingcpp import BarcodeFormat as Format

from hardware.contract import Symbol
from hardware.reading.engines.code39 import with_small_letters
from hardware.reading.engines.families import (
    DATA_MATRIX_FAMILY,
    LEVEL_FAMILY,
    LINEAR_FAMILY,
    MATRIX_FAMILY,
    MAXICODE_FAMILY,
    PDF417_FAMILY,
    SQUARE_FAMILY,
    Family,
)

if TYPE_CHECKING:
    from hardware.reading.view import View

_MATRIX = zxingcpp.BarcodeFormats([Format.QRCode, Format.DataMatrix, Format.PDF417, Format.AztecCode, Format.MaxiCode])
# Code39 alone would guess full ASCII and Code 32 where plain characters are printed.
_LINEAR = zxingcpp.BarcodeFormats(
    [Format.Code128, Format.Code39Std, Format.Code93, Format.Codabar, Format.ITF, Format.EANUPC, Format.DataBar]
)
_FORMATS: dict[Family, zxingcpp.BarcodeFormats] = {
    LINEAR_FAMILY: _LINEAR,
    LEVEL_FAMILY: _LINEAR,
    MATRIX_FAMILY: _MATRIX,
    MAXICODE_FAMILY: zxingcpp.BarcodeFormats([Format.MaxiCode]),
    SQUARE_FAMILY: zxingcpp.BarcodeFormats([Format.QRCode, Format.DataMatrix, Format.AztecCode]),
    PDF417_FAMILY: zxingcpp.BarcodeFormats([Format.PDF417]),
    DATA_MATRIX_FAMILY: zxingcpp.BarcodeFormats([Format.DataMatrix]),
}

_NAMES: dict[Format, str] = {
    Format.Code128: "Code128",
    Format.Code39: "Code39",
    Format.Code93: "Code93",
    Format.Codabar: "Codabar",
    Format.ITF: "ITF",
    Format.EANUPC: "EAN-13",
    Format.DataBar: "DataBar",
    Format.QRCode: "QRCode",
    Format.DataMatrix: "DataMatrix",
    Format.PDF417: "PDF417",
    Format.Aztec: "Aztec",
    Format.MaxiCode: "MaxiCode",
}
"""By symbology."""

_CLOSER_NAMES: dict[Format, str] = {
    Format.EAN8: "EAN-8",
    Format.UPCE: "UPC-E",
    Format.MicroQRCode: "MicroQR",
    Format.RMQRCode: "rMQR",
    Format.MicroPDF417: "MicroPDF417",
}
"""By format, where the symbology is too wide a name."""


class ZxingEngine:
    """Reads with zxing-cpp. Holds no state; any thread may use it."""

    name = "zxing"

    def read(self, view: View, family: Family) -> list[Symbol]:
        """The symbols of a family in a view, corners in pixels of the frame."""
        found = zxingcpp.read_barcodes(
            view.grey,
            formats=_FORMATS[family],
            text_mode=zxingcpp.TextMode.Plain,
            try_invert=family.inverted,
            try_rotate=not family.level,
            try_downscale=not family.level,
        )
        return [_symbol(barcode, view) for barcode in found if barcode.bytes]


def _symbol(barcode: zxingcpp.Barcode, view: View) -> Symbol:
    place, aim = barcode.position, barcode.symbology_identifier
    name = _CLOSER_NAMES.get(barcode.format) or _NAMES.get(barcode.symbology, barcode.format.name)
    corners = [
        (corner.x, corner.y) for corner in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    ]
    if _goes_round_backwards(corners):
        corners.reverse()
    symbol = Symbol(
        text=barcode.text,
        raw=barcode.bytes,
        symbology="GS1-128" if aim == "]C1" else name,
        aim=aim,
        polygon=view.polygon(corners),
        engine="zxing",
    )
    return with_small_letters(symbol)


def _goes_round_backwards(corners: list[tuple[int, int]]) -> bool:
    """Whether the corners go against the clock: zxing-cpp flips a linear symbol that lies upside down."""
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) < 0
