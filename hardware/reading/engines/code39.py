"""Full ASCII Code 39, in which a pair stands for one character, told from plain Code 39, which prints the same bars."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.contract import Symbol

_SMALL_LETTERS = re.compile(r"(?:[0-9A-Z .-]|\+[A-Z])*")
_FEWEST = 2
_FULL_ASCII = "]A4"


def with_small_letters(symbol: Symbol) -> Symbol:
    """A Code 39 with at least two small letters (`+A+B` is `ab`) and no other pair; every other symbol as it is.

    `PO/A12345` may be `PO!12345`, and one `+A` may be what an HIBC label begins with: what is printed stands.
    """
    text = symbol.text
    if symbol.symbology != "Code39" or text.count("+") < _FEWEST or not _SMALL_LETTERS.fullmatch(text):
        return symbol
    small = re.sub(r"\+([A-Z])", lambda pair: pair[1].lower(), text)
    return replace(symbol, text=small, raw=small.encode(), aim=_FULL_ASCII)
