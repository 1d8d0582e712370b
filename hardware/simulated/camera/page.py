"""A white page measured in millimetres, with exact bars and printed text on it."""

from __future__ import annotations

import threading
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

Picture: TypeAlias = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are just outside."""

_FORMATS = {
    "Code128": zxingcpp.BarcodeFormat.Code128,
    "GS1-128": zxingcpp.BarcodeFormat.Code128,
    "EAN-13": zxingcpp.BarcodeFormat.EAN13,
}
# OpenCV does not say that its font engine may be used by two threads at once.
_font_lock = threading.Lock()


class Page:
    """Positions and sizes are millimetres from the top left; text stands on its base line."""

    def __init__(self, width_mm: float, height_mm: float, pixels_per_mm: int) -> None:
        self._scale = pixels_per_mm
        self.pixels: Picture = np.full((self._px(height_mm), self._px(width_mm)), 255, np.uint8)
        self._font = cv2.FontFace("sans")

    def _px(self, mm: float) -> int:
        return round(mm * self._scale)

    def line(self, x0: float, y0: float, x1: float, y1: float, thick_mm: float = 0.3) -> None:
        """An upright or level line."""
        thick = max(1, self._px(thick_mm))
        left, top = self._px(x0), self._px(y0)
        self.pixels[top : max(self._px(y1), top + thick), left : max(self._px(x1), left + thick)] = 0

    def frame(self, x: float, y: float, width: float, height: float, thick_mm: float) -> None:
        """A rectangle's outline."""
        corner = (self._px(x + width), self._px(y + height))
        cv2.rectangle(self.pixels, (self._px(x), self._px(y)), corner, 0, max(1, self._px(thick_mm)))

    def block(self, x: float, y: float, width: float, height: float) -> None:
        """A black rectangle."""
        corner = (self._px(x + width), self._px(y + height))
        cv2.rectangle(self.pixels, (self._px(x), self._px(y)), corner, 0, cv2.FILLED)

    def text(self, x: float, y: float, text: str, size_mm: float, weight: int = 400, width_mm: float = 0.0) -> None:
        """One line of text, `size_mm` from base line to base line; made smaller to fit `width_mm` if that is given."""
        size = self._px(size_mm)
        with _font_lock:
            wide = self._width(text, size, weight)
            if width_mm and wide > self._px(width_mm):
                size = max(6, size * self._px(width_mm) // wide)
            cv2.putText(self.pixels, text, (self._px(x), self._px(y)), (0,), self._font, size, weight=weight)

    def text_centred(self, x: float, y: float, text: str, size_mm: float, weight: int = 400) -> None:
        """One line of text around `x`."""
        with _font_lock:
            wide = self._width(text, self._px(size_mm), weight)
        self.text(x - wide / self._scale / 2, y, text, size_mm, weight)

    def lines(
        self,
        x: float,
        y: float,
        texts: tuple[str, ...],
        size_mm: float,
        *,
        pitch_mm: float,
        weight: int = 400,
        width_mm: float = 0.0,
    ) -> None:
        """Lines of text below each other, the first one at `y`."""
        for row, text in enumerate(texts):
            self.text(x, y + row * pitch_mm, text, size_mm, weight, width_mm)

    def _width(self, text: str, size: int, weight: int) -> int:
        height, width = self.pixels.shape
        return int(cv2.getTextSize((width, height), text, (0, 0), self._font, size, weight)[2])

    def linear(
        self, symbology: str, content: str, x_mid: float, y: float, *, module_mm: float, height_mm: float
    ) -> Box:
        """Bars around `x_mid`, their top at `y`; the module is the nearest whole number of pixels."""
        options = {"gs1": True} if symbology == "GS1-128" else {}
        modules = _modules(zxingcpp.create_barcode(content, _FORMATS[symbology], **options))[0]
        bars = np.repeat(modules, max(1, self._px(module_mm)))
        left, top, height = self._px(x_mid) - len(bars) // 2, self._px(y), self._px(height_mm)
        self.pixels[top : top + height, left : left + len(bars)] = bars
        return left, top, left + len(bars), top + height

    def square(self, content: str, x: float, y: float, *, module_mm: float) -> Box:
        """A QR code with its top left corner at `x`, `y`."""
        module = max(1, self._px(module_mm))
        modules = _modules(zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M"))
        cells = modules.repeat(module, axis=0).repeat(module, axis=1)
        left, top = self._px(x), self._px(y)
        self.pixels[top : top + cells.shape[0], left : left + cells.shape[1]] = cells
        return left, top, left + cells.shape[1], top + cells.shape[0]


def _modules(barcode: zxingcpp.Barcode) -> Picture:
    return np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False), dtype=np.uint8)
