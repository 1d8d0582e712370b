"""The check of Yaohua, Keli and CAS frames: all bytes of a range XORed, sent as a byte or as two characters."""

from __future__ import annotations

from functools import reduce
from operator import xor

NIBBLE = rb"[0-9:-?A-F]"
"""A half byte: 10 to 15 come as letters (A9, A12, A23, A26, Keli) or go on behind 9 (A22)."""


def xored(data: bytes) -> int:
    """All bytes XORed."""
    return reduce(xor, data, 0)


def fits(data: bytes, check: bytes) -> bool:
    """`check` holds two characters of `NIBBLE`, the higher half first."""
    high, low = (char - (0x37 if char >= 0x41 else 0x30) for char in check)
    return xored(data) == high << 4 | low
