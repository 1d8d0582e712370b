"""Barcodes drawn for tests, with zxing-cpp's own writer."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

Picture = npt.NDArray[np.uint8]


def drawn(text: str, symbology: str, module: int = 3, **options: Any) -> Picture:
    """A clean symbol in white surroundings; `symbology` as zxing-cpp names it. Grey, uint8."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(symbology), **options)
    symbol = np.array(zxingcpp.write_barcode_to_image(barcode, scale=2 * module))
    half = cv2.resize(symbol, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.pad(half, 12 * module, constant_values=255).astype(np.uint8)


def on_table(symbol: Picture, top: int, left: int, size: tuple[int, int] = (720, 1280)) -> Picture:
    """A frame (height, width) of a grey table with the symbol on it."""
    frame = np.full(size, 110, dtype=np.uint8)
    frame[top : top + symbol.shape[0], left : left + symbol.shape[1]] = symbol
    return frame
