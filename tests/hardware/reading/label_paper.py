"""A white page in millimetres, for lettering and for bars of zxing-cpp or zint."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

Picture = npt.NDArray[np.uint8]


Box = tuple[int, int, int, int]


PIXELS_PER_MM = 12


ZINT = shutil.which("zint")


ENGINES = ("zxing", "zint") if ZINT else ("zxing",)


class Paper:
    """A white page in millimetres, with Hershey lettering."""

    def __init__(self, width_mm: float, height_mm: float, engine: str) -> None:
        self.pixels: Picture = np.full((px(height_mm), px(width_mm)), 255, np.uint8)
        self._engine = engine

    def text(self, x: float, y: float, text: str, high_mm: float, thick: float = 0.12, font: int = 0) -> float:
        """Letters whose capitals are `high_mm` high stand on y; the width in millimetres comes back."""
        scale = high_mm * PIXELS_PER_MM / 21
        thickness = max(1, round(thick * high_mm * PIXELS_PER_MM))
        cv2.putText(self.pixels, text, (px(x), px(y)), font, scale, 0, thickness, cv2.LINE_AA)
        return cv2.getTextSize(text, font, scale, thickness)[0][0] / PIXELS_PER_MM

    def centred(self, x: float, y: float, text: str, high_mm: float, thick: float = 0.12) -> None:
        scale = high_mm * PIXELS_PER_MM / 21
        wide = cv2.getTextSize(text, 0, scale, max(1, round(thick * high_mm * PIXELS_PER_MM)))[0][0]
        self.text(x - wide / PIXELS_PER_MM / 2, y, text, high_mm, thick)

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick_mm: float = 0.4) -> None:
        cv2.line(self.pixels, (px(x0), px(y0)), (px(x1), px(y1)), 0, max(1, px(thick_mm)))

    def bars(
        self,
        text: str,
        x: float,
        y: float,
        module_mm: float,
        high_mm: float,
        *,
        gs1: bool = False,
        centred: bool = True,
    ) -> Box:
        row = modules(text, self._engine, gs1)
        wide = px(module_mm)
        line = np.repeat(row, wide)
        left = px(x) - (len(line) // 2 if centred else 0)
        top, bottom = px(y), px(y + high_mm)
        self.pixels[top:bottom, left : left + len(line)] = line
        return left, top, left + len(line), bottom

    def square(self, text: str, x: float, y: float, module_mm: float, kind: str = "QRCode") -> None:
        barcode = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
        cells = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False), dtype=np.uint8)
        cells = cells.repeat(px(module_mm), axis=0).repeat(px(module_mm), axis=1)
        self.pixels[px(y) : px(y) + cells.shape[0], px(x) : px(x) + cells.shape[1]] = cells


def px(mm: float) -> int:
    return round(mm * PIXELS_PER_MM)


@cache
def modules(text: str, engine: str, gs1: bool = False) -> Picture:
    """The modules of a Code 128: 0 ink, 255 paper."""
    if engine == "zint":
        return _by_zint(text, gs1)
    options = {"gs1": True} if gs1 else {}
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128, **options)
    row: Picture = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False), dtype=np.uint8)[0]
    return row


def _by_zint(text: str, gs1: bool) -> Picture:
    assert ZINT is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "code.png"
        data = text.replace("(", "[").replace(")", "]") if gs1 else text
        kind = ["--barcode=16"] if gs1 else ["--barcode=20"]
        command = [ZINT, *kind, "--notext", "--scale=0.5", f"--output={path}", f"--data={data}"]
        subprocess.run(command, check=True, capture_output=True)
        picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    row = np.asarray(picture[picture.shape[0] // 3], dtype=np.uint8)
    dark = np.nonzero(row < 128)[0]
    return np.where(row[dark[0] : dark[-1] + 1] < 128, 0, 255).astype(np.uint8)
