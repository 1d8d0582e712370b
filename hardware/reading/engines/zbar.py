"""libzbar as an engine, through pyzbar's C declarations but not its `decode`.

`pyzbar.decode` raises on symbol types and orientations that it does not know and hides the GS1 flag. DataBar and PDF417
stay switched off: their decoders are unsure and print assertions.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from hardware.contract import Symbol, notice
from hardware.images import c_stderr_silenced
from hardware.reading.engines.code39 import with_small_letters
from hardware.reading.engines.families import LEVEL_FAMILY, LINEAR_FAMILY, MAXICODE_FAMILY, Family, gs1_check

if TYPE_CHECKING:
    from hardware.reading.view import View

MISSING = notice("reader_reduced", library="libzbar", package="libzbar0")

_Y800 = int.from_bytes(b"Y800", "little")
_ENABLE = 0
_COLUMN_DENSITY, _ROW_DENSITY = 0x100, 0x101
"""Every which column and row is scanned; 0: none."""
_LEVEL_ROWS = 4
_QR = 64
_LINEAR_NAMES = {8: "EAN-8", 13: "EAN-13", 25: "ITF", 38: "Codabar", 39: "Code39", 93: "Code93", 128: "Code128"}
"""By zbar's number, which is also what switches a decoder on."""
_NAMES = _LINEAR_NAMES | {_QR: "QRCode"}
_TYPE_MASK = 0xFF
"""Above it zbar keeps the add-on's type."""
_GS1_MODIFIER = 1
_AIMS = {
    "EAN-8": ("]E4", "]E4"),
    "EAN-13": ("]E0", "]E0"),
    "ITF": ("]I0", "]I0"),
    "Codabar": ("]F0", "]F0"),
    "Code39": ("]A0", "]A0"),
    "Code93": ("]G0", "]G0"),
    "Code128": ("]C0", "]C1"),
    "QRCode": ("]Q1", "]Q3"),
}
"""AIM identifier without and with the GS1 flag."""
_FEWEST_LINES = 2
"""Scan lines that have to agree on a linear symbol; noise agrees with itself once."""
_READING_DIRECTIONS = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}
"""By zbar's orientation: up, right, down, left."""
_SHORTEST = 12
"""Pixels: a linear symbol of no size is a phantom, mostly of interleaved 2 of 5."""
_SMALLEST = 16
"""No symbol is that few pixels high and wide, and zbar's QR finder needs a few."""


class ZbarEngine:
    """Reads with libzbar. Holds no state between calls; any thread may use it."""

    name = "zbar"

    def __init__(self) -> None:
        """ImportError when libzbar is missing."""
        from pyzbar import wrapper

        self._zbar: Any = wrapper
        self._modifiers = _modifiers_function(wrapper)

    def read(self, view: View, family: Family) -> list[Symbol]:
        """The symbols in a view, corners in pixels of the frame. zbar's matrix symbols are QR codes alone."""
        height, width = view.grey.shape
        if family is MAXICODE_FAMILY or width < _SMALLEST or height < _SMALLEST:
            return []
        z = self._zbar
        with c_stderr_silenced():
            # A fresh scanner takes 30 microseconds; one that is kept grows with every QR code.
            scanner, image = _scanner(z, family), z.zbar_image_create()
            try:
                z.zbar_image_set_format(image, _Y800)
                z.zbar_image_set_size(image, width, height)
                z.zbar_image_set_data(image, view.grey.ctypes.data_as(ctypes.c_void_p), view.grey.size, None)
                z.zbar_scan_image(scanner, image)
                return self._symbols(image, view, level=family.level)
            finally:
                z.zbar_image_destroy(image)
                z.zbar_image_scanner_destroy(scanner)

    def _symbols(self, image: Any, view: View, *, level: bool) -> list[Symbol]:
        found: list[Symbol] = []
        node = self._zbar.zbar_image_first_symbol(image)
        while node:
            symbol = self._symbol(node, view, level=level)
            if symbol is not None:
                found.append(symbol)
            node = self._zbar.zbar_symbol_next(node)
        return found

    def _symbol(self, node: Any, view: View, *, level: bool) -> Symbol | None:
        z = self._zbar
        name = _NAMES.get(node.contents.type & _TYPE_MASK)
        raw = ctypes.string_at(z.zbar_symbol_get_data(node), z.zbar_symbol_get_data_length(node))
        places = range(z.zbar_symbol_get_loc_size(node))
        points = [(z.zbar_symbol_get_loc_x(node, i), z.zbar_symbol_get_loc_y(node, i)) for i in places]
        if name is None or not raw or not points:
            return None
        if name != "QRCode" and z.zbar_symbol_get_quality(node) < _FEWEST_LINES:
            return None
        if name != "QRCode" and max(np.ptp(points, axis=0)) < _SHORTEST:
            return None
        gs1 = bool(self._modifiers(node) & _GS1_MODIFIER)
        if name == "QRCode" and len(points) == 4:
            corners = _qr_corners(points)
        else:
            corners = self._corners(node, points, view if level else None)
        symbol = Symbol(
            text=_text(raw),
            raw=raw,
            symbology="GS1-128" if gs1 and name == "Code128" else name,
            aim="]I1" if name == "ITF" and len(raw) == 14 and gs1_check(_text(raw)) else _AIMS[name][gs1],
            polygon=view.polygon(corners),
            engine="zbar",
        )
        return with_small_letters(symbol)

    def _corners(self, node: Any, points: list[tuple[int, int]], level: View | None) -> list[tuple[float, float]]:
        """The tightest rectangle around zbar's scan points, clockwise from where reading starts.

        In a level view, whose rows are equal, it is as high as the view.
        """
        orientation = self._zbar.zbar_symbol_get_orientation
        ux, uy = _READING_DIRECTIONS.get(orientation(node) if orientation else 0, (1, 0))
        if level is not None:
            points = [(x, y) for x, _ in points for y in (0, level.grey.shape[0] - 1)]
        box = cv2.boxPoints(cv2.minAreaRect(np.array(points, dtype=np.float32)))
        return _clockwise([(float(x), float(y)) for x, y in box], ux, uy)


def _clockwise(box: list[tuple[float, float]], ux: int, uy: int) -> list[tuple[float, float]]:
    """Four corners from the one that lies first along the reading direction and, of those, uppermost to the reader."""
    along = sorted(box, key=lambda p: p[0] * ux + p[1] * uy)
    start, end = (sorted(pair, key=lambda p: -p[0] * uy + p[1] * ux) for pair in (along[:2], along[2:]))
    return [start[0], end[0], end[1], start[1]]


def _qr_corners(points: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Turned clockwise: zbar goes round a QR code against the clock."""
    return [(float(x), float(y)) for x, y in (points[0], points[3], points[2], points[1])]


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _scanner(wrapper: Any, family: Family) -> Any:
    scanner = wrapper.zbar_image_scanner_create()
    wrapper.zbar_image_scanner_set_config(scanner, 0, _ENABLE, 0)
    for kind in _LINEAR_NAMES if family in {LINEAR_FAMILY, LEVEL_FAMILY} else _NAMES:
        wrapper.zbar_image_scanner_set_config(scanner, kind, _ENABLE, 1)
    if family.level:
        wrapper.zbar_image_scanner_set_config(scanner, 0, _COLUMN_DENSITY, 0)
        wrapper.zbar_image_scanner_set_config(scanner, 0, _ROW_DENSITY, _LEVEL_ROWS)
    return scanner


def _modifiers_function(wrapper: Any) -> Any:
    """What asks zbar for its GS1 flag; a libzbar before 0.11 cannot tell."""
    try:
        return wrapper.zbar_function("zbar_symbol_get_modifiers", ctypes.c_uint, ctypes.POINTER(wrapper.zbar_symbol))
    except AttributeError:
        return lambda _node: 0
