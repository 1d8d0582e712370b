"""Demote an unchecked number when a larger, undecoded code is on the same label.

What reads well is no proof of its role: that is a matter of what else lies there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Claim
from hardware.reading.bars import height_of, length_of
from hardware.reading.engines.families import LINEAR
from hardware.reading.evidence.unread_code import is_larger_unread
from hardware.reading.split_regions import goes_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from hardware.reading.bars import Line
    from hardware.reading.view import View

_AS_LARGE, _PIECE = 0.9, 0.35
_MUCH_LONGER = 1.6
_MOST_OF_IT = 0.8
_ALIKE = 0.6
"""Correlation: on hard frames 99 % of the codes have more than 0.75, and what else is as large has hardly any."""
_LIKE_CODE_128 = 0.35
"""Score of the best spacing, where there are too few rows: most of Code 128 has more, text has less."""


def outshone(
    frame: View,
    symbols: tuple[Sequence[Symbol], Sequence[Symbol]],
    rivals: Sequence[Line],
    claim: Callable[[Symbol], Claim],
) -> tuple[Symbol, ...]:
    """Those of the certain and of the unsure symbols that may be references only: the main code of the label is among
    the `rivals`, or its place lies unread beside them.

    A number that proves itself is the main one of its label; but a code as long and as high that is not readable, of
    which nothing is known, is another parcel's.
    """
    certain, unsure = symbols
    claims = [symbol for symbol in (*certain, *unsure) if claim(symbol) is not Claim.NONE]
    if _proven(certain, claim):
        # With it goes what may be its reference, which would be named in its place.
        return tuple(claims) if equals_of(frame, (*certain, *unsure), rivals, claim) else ()
    doubtful = [one for one in (*certain, *unsure) if claim(one) is Claim.UNPROVEN]
    if not doubtful:
        return ()
    others = [line for line in rivals if not any(_covers(one, line) for one in (*certain, *doubtful))]
    longest = max((line.bars.length for line in others if _like_a_code(line)), default=0.0)
    texts = set()
    for text in {symbol.text for symbol in doubtful}:
        largest = max((symbol for symbol in doubtful if symbol.text == text), key=length_of)
        if longest > _AS_LARGE * length_of(largest) or is_larger_unread(frame, largest, certain):
            texts.add(text)
    return tuple(symbol for symbol in doubtful if symbol.text in texts)


def equals_of(
    frame: View, symbols: Sequence[Symbol], unread: Sequence[Line], claim: Callable[[Symbol], Claim]
) -> list[Line]:
    """Those of the unread lines that are as long and as high as every linear number that proves itself, and of which
    none of the `symbols` is known, and the pieces of such ones: codes of another parcel. None when no number does.
    """
    proven = [symbol for symbol in symbols if symbol.symbology in LINEAR and claim(symbol) is Claim.PROVEN]
    if not proven:
        return []
    length, height = max(length_of(symbol) for symbol in proven), max(height_of(symbol) for symbol in proven)
    high = [line for line in unread if line.bars.height > 0.6 * height and line.bars.length > _PIECE * length]
    others = [line for line in high if not any(_covers(symbol, line) for symbol in symbols) and _like_a_code(line)]
    return [line for line in others if line.bars.length > _AS_LARGE * length or goes_on(frame, line, length)]


def held_by(line: Line, symbols: Sequence[Symbol], claim: Callable[[Symbol], Claim]) -> Symbol | None:
    """The linear number that proves itself and lies in a line that is much longer than it; None: none does."""
    for symbol in symbols:
        if symbol.symbology in LINEAR and claim(symbol) is Claim.PROVEN and _covers(symbol, line):
            return symbol if line.bars.length > _MUCH_LONGER * length_of(symbol) else None
    return None


def rivals_of(symbols: Sequence[Symbol], unread: Sequence[Line], claim: Callable[[Symbol], Claim]) -> list[Line]:
    """Those of the unread lines that may be the label's main code: the smaller and the unlike ones are not, beside a
    linear code that may be the parcel's number.
    """
    if all(claim(symbol) is Claim.NONE for symbol in symbols):
        return [line for line in unread if not any(_fills(symbol, line) for symbol in symbols)]
    doubtful = _doubtful(symbols, claim)
    if not doubtful:
        return list(unread)
    least = _AS_LARGE * min(length_of(symbol) for symbol in doubtful)
    large = [line for line in unread if line.bars.length > least]
    return [line for line in large if not any(_covers(symbol, line) for symbol in symbols) and _like_a_code(line)]


def _doubtful(symbols: Sequence[Symbol], claim: Callable[[Symbol], Claim]) -> list[Symbol]:
    if _proven(symbols, claim):
        return []
    return [symbol for symbol in symbols if symbol.symbology in LINEAR and claim(symbol) is Claim.UNPROVEN]


def _proven(symbols: Sequence[Symbol], claim: Callable[[Symbol], Claim]) -> bool:
    return any(claim(symbol) is Claim.PROVEN for symbol in symbols)


def _covers(symbol: Symbol, line: Line) -> bool:
    """Whether they lie over each other: then the region has been read."""
    grey, to_frame = line.patch.view.grey, line.patch.view.polygon
    height, width = grey.shape
    box = to_frame([(0, 0), (width, 0), (width, height), (0, height)])
    centre = np.mean(np.array(symbol.polygon, dtype=float), axis=0)
    inside = cv2.pointPolygonTest(np.array(box, dtype=np.float32), (float(centre[0]), float(centre[1])), False)
    hull = cv2.convexHull(np.array(symbol.polygon, dtype=np.float32))
    return inside >= 0 or cv2.pointPolygonTest(hull, (line.bars.x, line.bars.y), False) >= 0


def _fills(symbol: Symbol, line: Line) -> bool:
    """Whether it is what the region was found for, and not one of several codes in it."""
    return _covers(symbol, line) and length_of(symbol) > _MOST_OF_IT * line.bars.length


def _like_a_code(line: Line) -> bool:
    """Whether upper and lower rows show the same, as bars do under any damage and text does not."""
    if len(line.lines.halves) != 2:
        return bool(line.spacings) and line.spacings[0].score > _LIKE_CODE_128
    return line.alike > _ALIKE
