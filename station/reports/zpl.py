"""ZPL II for label printers of 203 dpi and a label of 4 x 6 inches: dots from the top left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 812, 1218
"""Dots of 4 x 6 inches."""
MARGIN = 40
_NARROW = 3
"""Dots of the narrowest bar."""
_LONG = 20
"""A longer number has bars of two dots, so that it fits the label."""


def on_paper(fields: Iterable[str], height: int = HEIGHT) -> str:
    """One label with these fields."""
    return "\n".join(["^XA", "^CI28", f"^PW{WIDTH}", f"^LL{height}", *fields, "^XZ", ""])


def field(x: int, y: int, height: int, text: str) -> str:
    """A line of text, its upper left corner at x, y."""
    return f"^FO{x},{y}^A0N,{height},{height}^FH_^FD{_escaped(text)}^FS"


def bars(y: int, height: int, text: str) -> str:
    """The Code 128 of a text. `^BC` is in automatic mode; `_` writes any byte as hex (`^FH`), `>0` is the sign >."""
    module = _NARROW if len(text) <= _LONG else _NARROW - 1
    return f"^FO{MARGIN},{y}^BY{module}^BCN,{height},N,N,N,A^FH_^FD{_escaped(text).replace('>', '>0')}^FS"


def _escaped(text: str) -> str:
    """What means something to the printer, and what is no ASCII, as hex of UTF-8."""
    plain = {ord(letter) for letter in text if letter.isascii() and letter.isprintable() and letter not in "^~_\\"}
    return "".join(chr(byte) if byte in plain else f"_{byte:02X}" for byte in text.encode(errors="replace"))
