"""The picture of a label in ZPL: of the commands that this product writes, by their meaning in the ZPL II guide.

`^PW ^LL` paper, `^FO` place, `^A0N` text, `^BY ^BCN` Code 128, `^FH` hexadecimal, `^FD ^FS` data. Anything else is
passed over, as a printer does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

_COMMAND = re.compile(r"\^(XA|XZ|[A-Z][A-Z0-9])([^^]*)")
_HEX = re.compile(rb"_([0-9A-Fa-f]{2})")
_LETTER = 0.72
"""Of the height of a text in font 0 is that of a capital letter."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What is known of a field when its data come. Dots."""

    x: int = 0
    y: int = 0
    height: int = 30
    bars: int = 0
    """Height of the bars; 0: it is a text."""
    hexadecimal: bool = False
    data: str = ""


def rendered(label: bytes) -> npt.NDArray[np.uint8]:
    """Grey pixels, one a dot."""
    size = {"PW": 812, "LL": 1218, "BY": 2}
    field, fields = _Field(), []
    for name, rest in _COMMAND.findall(label.decode("latin-1").replace("\r", "").replace("\n", "")):
        numbers = [int(each) if each.isdigit() else 0 for each in rest.split(",")]
        if name in size:
            size[name] = numbers[0]
        elif name == "FS":
            fields.append((field, size["BY"]))
        else:
            field = _after(field, name, rest, numbers)
    paper = np.full((size["LL"], size["PW"]), 255, np.uint8)
    for each, narrow in fields:
        _draw(paper, each, narrow)
    return paper


def _after(field: _Field, name: str, rest: str, numbers: list[int]) -> _Field:
    """What a command makes of the field that is being described."""
    match name:
        case "FO":
            return _Field(x=numbers[0], y=numbers[1])
        case "A0":
            return replace(field, height=numbers[1])
        case "BC":
            return replace(field, bars=numbers[1])
        case "FH":
            return replace(field, hexadecimal=True)
        case "FD":
            return replace(field, data=rest)
        case _:
            return field


def _draw(paper: npt.NDArray[np.uint8], field: _Field, module: int) -> None:
    data = field.data.encode("latin-1")
    if field.hexadecimal:
        data = _HEX.sub(lambda match: bytes.fromhex(match[1].decode()), data)
    text = data.decode(errors="replace")
    if not field.bars:
        capital = int(field.height * _LETTER)
        font = cv2.FontFace("sans")
        cv2.putText(paper, text, (field.x, field.y + capital), (0,), font, int(field.height * 0.95), weight=500)
        return
    symbol = zxingcpp.create_barcode(text.replace(">0", ">"), zxingcpp.BarcodeFormat.Code128)
    modules = np.array(symbol.to_image(scale=1, add_hrt=False, add_quiet_zones=False), np.uint8)[0]
    bars = np.repeat(modules, module)[: max(0, paper.shape[1] - field.x)]
    paper[field.y : field.y + field.bars, field.x : field.x + len(bars)] = bars
