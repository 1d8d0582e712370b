"""From what the engines saw to what is certain: one symbol a place, and nothing that only looks like one.

Error detection differs by symbology. Code 128 has a modulo 103 check, EAN a check digit and parity, the matrix codes
Reed-Solomon; ITF, Codabar and Code 39 have nothing, and a cut or slanted ITF reads as a shorter one. What does not
prove itself counts only when both engines read the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Claim
from hardware.reading.engines.families import LINEAR, RETAIL, bare, gs1_check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from hardware.reading.regions import Box

_SHORTEST_ALONE = {
    "Code128": 4,
    "GS1-128": 4,
    "Code93": 4,
    "Code39": 6,
    "Codabar": 10,
    "EAN-13": 13,
    "DataBar": 14,
    "MicroQR": 10,
}
"""Characters from which one engine's word is enough; Codabar's with its start and stop letters."""
_NEVER_ALONE = frozenset({"EAN-8", "UPC-E"})
"""And no retail code from zbar alone, which reads them without their quiet zones, cut ones too."""
_ORDER = {"zxing": 0, "zbar": 1}
_SHORTEST_ITF = 6
_ITF_14 = 14


def certain_alone(symbol: Symbol) -> bool:
    """Whether one engine's word on this symbol is enough."""
    if symbol.symbology == "ITF":
        return len(symbol.text) == _ITF_14 and gs1_check(symbol.text)
    if symbol.symbology in _NEVER_ALONE or (symbol.symbology in RETAIL and symbol.engine == "zbar"):
        return False
    return len(symbol.text) >= _SHORTEST_ALONE.get(symbol.symbology, 1)


class Seen:
    """What has been seen of one picture so far."""

    def __init__(self, claim: Callable[[Symbol], Claim], *, alone: bool) -> None:
        """`claim`: what a symbol says of itself. `alone`: there is one engine, whose word has to do."""
        self._symbols: list[Symbol] = []
        self._agreed: tuple[tuple[Symbol, ...], tuple[Symbol, ...]] | None = None
        """Of these symbols; it is asked for far more often than they change."""
        self._claim, self._alone = claim, alone

    def add(self, symbols: Sequence[Symbol]) -> None:
        """Another look has shown these."""
        if symbols:
            self._symbols += symbols
            self._agreed = None

    def sure_of(self, symbols: Sequence[Symbol]) -> bool:
        """Whether these alone are enough for their place."""
        return any(self._sure(symbol) for symbol in _merged(symbols))

    @property
    def certain(self) -> bool:
        """Whether anything is certain."""
        return bool(self.agreed()[0])

    @property
    def settled(self) -> bool:
        """Whether what the lane needs is certain: a parcel's own number."""
        return any(self._claim(symbol) is Claim.PROVEN for symbol in self.agreed()[0])

    @property
    def claimed(self) -> bool:
        """Whether a number is certain that may be a parcel's, proven or not."""
        return any(self._claim(symbol) > Claim.NONE for symbol in self.agreed()[0])

    def within(self, box: Box) -> bool:
        """Whether something certain lies in a box (left, top, right, bottom): then it is no region of its own."""
        left, top, right, bottom = box
        middles = (np.mean(symbol.polygon, axis=0) for symbol in self.agreed()[0])
        return any(left <= x <= right and top <= y <= bottom for x, y in middles)

    def agreed(self) -> tuple[tuple[Symbol, ...], tuple[Symbol, ...]]:
        """The certain symbols, one a place, from the top of the picture down; and those that may yet become so."""
        if self._agreed is None:
            self._agreed = self._agree()
        return self._agreed

    def _agree(self) -> tuple[tuple[Symbol, ...], tuple[Symbol, ...]]:
        merged = _merged(self._symbols)
        plain = [symbol for symbol in merged if not _is_short_or_shadowed(symbol, merged)]
        sure = [symbol for symbol in plain if self._sure(symbol)]
        undisputed = [symbol for symbol in sure if not _is_disputed(symbol, sure)]
        unsure = [symbol for symbol in plain if certain_alone(symbol) and symbol not in undisputed]
        return _downwards(undisputed), _downwards(unsure)

    def _sure(self, symbol: Symbol) -> bool:
        if "+" in symbol.engine:
            return True
        if not self._alone and bare(symbol.symbology) == "Code128" and self._claim(symbol) is not Claim.PROVEN:
            return False
        return certain_alone(symbol)


def _downwards(symbols: Sequence[Symbol]) -> tuple[Symbol, ...]:
    return tuple(sorted(symbols, key=lambda symbol: min((y, x) for x, y in symbol.polygon)))


def _merged(seen: Sequence[Symbol]) -> list[Symbol]:
    """The same code at the same place once; zxing's account of it is the fuller one."""
    kept: list[Symbol] = []
    for symbol in sorted(seen, key=lambda symbol: _ORDER.get(symbol.engine, 2)):
        twin = next((i for i, other in enumerate(kept) if _is_same(symbol, other)), None)
        if twin is None:
            kept.append(symbol)
        else:
            kept[twin] = replace(kept[twin], engine=_both(kept[twin].engine, symbol.engine))
    return kept


def _both(one: str, other: str) -> str:
    """The engines of both; one that is named twice has read twice."""
    new = [name for name in other.split("+") if name not in one.split("+")]
    if not new and "+" in other and "+" not in one:
        return other
    return "+".join((one, *dict.fromkeys(new)))


def _is_same(one: Symbol, other: Symbol) -> bool:
    if bare(one.symbology) != bare(other.symbology) or not _touch(one, other):
        return False
    # The engines guess the character set of a matrix code differently, and zbar does not know Code 128's FNC4.
    other_charset = one.symbology not in LINEAR or any(byte >= 0x80 for byte in other.raw)
    return one.text == other.text or (other_charset and one.engine != other.engine and _overlap(one, other))


def _is_short_or_shadowed(symbol: Symbol, all_seen: Sequence[Symbol]) -> bool:
    """A linear read inside another symbol is a piece of it or a phantom; so is a short ITF beside a longer one."""
    if symbol.symbology not in LINEAR:
        return False
    if symbol.symbology == "ITF":
        itf = (other for other in all_seen if other.symbology == "ITF" and _touch(symbol, other))
        if len(symbol.text) < _SHORTEST_ITF or any(len(other.text) > len(symbol.text) for other in itf):
            return True
    area = _area(symbol)
    return any(_area(other) > 2 * area and _holds_centre(other, symbol) for other in all_seen if other is not symbol)


def _is_disputed(symbol: Symbol, sure: Sequence[Symbol]) -> bool:
    """Two different linear texts in one place: at least one is wrong, and nobody can tell which."""
    if symbol.symbology not in LINEAR:
        return False
    rivals = (other for other in sure if other.symbology in LINEAR and other.text != symbol.text)
    return any(_overlap(symbol, other) for other in rivals)


def _touch(one: Symbol, other: Symbol) -> bool:
    """Whether their upright boxes meet, with a tenth of the larger one's length to spare."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = _box(one), _box(other)
    spare = 4 + max(aw, ah, bw, bh) // 10
    across = ax - spare <= bx + bw and bx - spare <= ax + aw
    return across and ay - spare <= by + bh and by - spare <= ay + ah


def _overlap(one: Symbol, other: Symbol) -> bool:
    return _holds_centre(one, other) or _holds_centre(other, one)


def _holds_centre(outer: Symbol, inner: Symbol) -> bool:
    centre = np.mean(np.array(inner.polygon, dtype=float), axis=0)
    return cv2.pointPolygonTest(_hull(outer), (float(centre[0]), float(centre[1])), measureDist=True) >= -2


def _area(symbol: Symbol) -> float:
    return float(cv2.contourArea(_hull(symbol)))


def _hull(symbol: Symbol) -> cv2.typing.MatLike:
    return cv2.convexHull(np.array(symbol.polygon, dtype=np.int32))


def _box(symbol: Symbol) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in symbol.polygon], [y for _, y in symbol.polygon]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
