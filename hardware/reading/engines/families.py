"""Kinds of symbol: what an engine is asked for, and what each symbology proves by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """A set of symbologies that is asked for together."""

    name: str
    inverted: bool = False
    """Also light on dark, where the engine can."""
    level: bool = False
    """The bars stand upright and are large enough: no turned and no reduced copy is looked at."""


LINEAR_FAMILY = Family("linear")
LEVEL_FAMILY = Family("linear, upright", level=True)
MATRIX_FAMILY = Family("matrix", inverted=True)
SQUARE_FAMILY = Family("QR, Data Matrix, Aztec")
MAXICODE_FAMILY = Family("maxicode")
PDF417_FAMILY = Family("pdf417")
DATA_MATRIX_FAMILY = Family("data matrix", inverted=True)

LINEAR = frozenset({"Code128", "GS1-128", "Code39", "Code93", "Codabar", "ITF", "EAN-13", "EAN-8", "UPC-E", "DataBar"})
RETAIL = frozenset({"EAN-13", "EAN-8", "UPC-E", "DataBar"})
"""Goods, never a parcel id."""

_SAME_FAMILY = {"GS1-128": "Code128", "UPC-E": "EAN-13"}


def bare(symbology: str) -> str:
    """The symbology without what only one of the engines tells (GS1 or not, UPC-E or the EAN-13 it stands for)."""
    return _SAME_FAMILY.get(symbology, symbology)


# station/core/identify/check_digits.py has it again: devices know nothing of the station, the core nothing of readers.
def gs1_digit(digits: str) -> int:
    """The GS1 modulo 10 check digit that follows `digits` (GS1 General Specifications 7.9.1)."""
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def gs1_check(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit of those before it; no ASCII digits: no."""
    return digits.isascii() and digits.isdigit() and gs1_digit(digits[:-1]) == int(digits[-1])
