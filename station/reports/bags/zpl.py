"""A bag label in ZPL II, for label printers of 203 dpi and a label of 4 x 6 inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.reports.bags.label import LabelText, label_of

if TYPE_CHECKING:
    from station.reports.bags.despatch import Held

_WIDTH, _HEIGHT = 812, 1218
"""Dots of 4 x 6 inches at 203 dpi."""
_MARGIN = 40
_LINE = 44
_NARROW, _BARS = 3, 240
"""Dots of the narrowest bar, and of the height of the bars."""
_LONG = 20
"""A longer number has bars of two dots, so that it fits the label."""


def zpl_label(held: Held, station_id: str) -> str:
    """The label as the printer takes it. `^BC` is Code 128 in automatic mode; `_` writes any byte as hex (`^FH`),
    and `>0` is the sign > itself.
    """
    told = label_of(held, station_id)
    module = _NARROW if len(told.number) <= _LONG else _NARROW - 1
    commands = [
        "^XA",
        "^CI28",
        f"^PW{_WIDTH}",
        f"^LL{_HEIGHT}",
        _field(_MARGIN, 40, 60, told.title),
        _field(_MARGIN, 120, 110, told.large),
        f"^FO{_MARGIN},270^BY{module}^BCN,{_BARS},N,N,N,A^FH_^FD{_escaped(told.number).replace('>', '>0')}^FS",
        _field(_MARGIN, 530, 40, told.spaced),
    ]
    commands += [_field(_MARGIN, 620 + row * _LINE, 34, text) for row, text in enumerate(_rows(told))]
    return "\n".join([*commands, "^XZ", ""])


def _rows(told: LabelText) -> list[str]:
    return [f"{name}: {value}" for name, value in told.rows]


def _field(x: int, y: int, height: int, text: str) -> str:
    return f"^FO{x},{y}^A0N,{height},{height}^FH_^FD{_escaped(text)}^FS"


def _escaped(text: str) -> str:
    """What means something to the printer, and what is no ASCII, as hex of UTF-8."""
    plain = {ord(letter) for letter in text if letter.isascii() and letter.isprintable() and letter not in "^~_\\"}
    return "".join(chr(byte) if byte in plain else f"_{byte:02X}" for byte in text.encode(errors="replace"))
