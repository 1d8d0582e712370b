"""Code 128 (ISO/IEC 15417): the patterns of its symbol characters and the text that a row of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.images import Pixels

_WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
"""
"""Bar, space, bar, space, bar, space in modules, by value 0 to 105."""
_STOP = "2331112"

MODULES = 11
STOP_MODULES = 13
START_A, START_B, START_C = 103, 104, 105
DATA_VALUES = 103
FNC1 = "\x1d"
_SHIFT, _CODE_C, _TO_B, _TO_A, _FNC1 = 98, 99, 100, 101, 102


def _modules(widths: str) -> list[float]:
    return [1.0 - place % 2 for place, width in enumerate(widths) for _ in range(int(width))]


PATTERNS: Pixels = np.array([_modules(widths) for widths in _WIDTHS.split()], dtype=np.float32)
"""106 x 11, 1 where a bar is."""
STOP_PATTERN: Pixels = np.array(_modules(_STOP), dtype=np.float32)
"""13 modules."""


def checks(values: Sequence[int]) -> bool:
    """Whether start, data and check character hold together: weighted sum modulo 103 (ISO/IEC 15417, annex A)."""
    start, *data, check = values
    return (start + sum(place * value for place, value in enumerate(data, start=1))) % 103 == check


def text_of(values: Sequence[int]) -> tuple[str, bool] | None:
    """The text of start and data characters, and whether it is GS1-128 (FNC1 in the first place).

    FNC1 elsewhere is U+001D. None when the row means nothing: a shift in set C, an unknown start, no data.
    """
    sets = {START_A: "A", START_B: "B", START_C: "C"}
    code_set = sets.get(values[0])
    if code_set is None:
        return None
    gs1, shifted = False, False
    out: list[str] = []
    for place, value in enumerate(values[1:]):
        now = {"A": "B", "B": "A"}[code_set] if shifted else code_set
        shifted = False
        if value == _FNC1:
            gs1 = gs1 or place == 0
            out += [] if place == 0 else [FNC1]
        elif code_set == "C":
            if value < 100:
                out.append(f"{value:02d}")
            else:
                code_set = "B" if value == _TO_B else "A"
        elif value < 96:
            out.append(chr(value + 32 if now == "B" or value < 64 else value - 64))
        elif value == _CODE_C:
            code_set = "C"
        elif value == _SHIFT:
            shifted = True
        elif (value == _TO_B and code_set == "A") or (value == _TO_A and code_set == "B"):
            code_set = "B" if value == _TO_B else "A"
        else:
            # FNC2 to FNC4 stand on no parcel label, and noise makes them.
            return None
    return ("".join(out), gs1) if out and not shifted else None
