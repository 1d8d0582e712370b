"""When a number that is printed on a label counts as read, although its bars cannot be.

A check digit alone is not enough: one wrong digit passes in 1.6 % of the S10 numbers, and the letters of a country are
not covered at all. So a number counts only where its check digit holds and something else agrees with it, see `Ground`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from hardware.contract import Symbol
from station.core.choose import unannounced
from station.core.identify import identify
from station.core.identify.scanned import as_keyed
from station.core.models import Identity, Kind, Strength
from station.core.scanned import PRINTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Protocol

    from hardware.print_contract import PrintedLine, PrintedText
    from station.core.choose import Manifest

    class Sight(Protocol):
        """What one picture gave; see `hardware.contract.Reading`."""

        @property
        def symbols(self) -> tuple[Symbol, ...]: ...
        @property
        def outshone(self) -> tuple[Symbol, ...]: ...
        @property
        def unsure(self) -> tuple[Symbol, ...]: ...
        @property
        def printed(self) -> tuple[PrintedLine, ...]: ...


FAIRLY, VERY = 0.7, 0.9
"""How sure each character of a number is where two strips agree, and where two pictures do."""
AGREEING = 2
_REFERS = frozenset(("REF", "ORDER", "INV", "INVOICE", "RMA", "ORIG", "ORIGINAL", "RETURN", "CUST", "CUSTOMER", "PO"))
"""What a line begins with that names another number than the parcel's."""
_LOOKALIKES = str.maketrans("0158", "OISB")
"""Words are read as words: `0RDER` is ORDER."""


class Ground(StrEnum):
    """What agrees with a printed number."""

    MANIFEST = "manifest"
    """The manifest knows it, and two strips show it."""
    STRIPS = "strips"
    """Two strips that were cut in different ways show it, fairly sure of each character."""
    FRAMES = "frames"
    """Two pictures show it, very sure of each character."""
    BARS = "bars"
    """What is left of the bars says the same."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number that is printed on a label."""

    identity: Identity
    line: PrintedLine
    """The one that shows it most surely."""
    ground: Ground | None
    """Why it counts; None: it is proposed to the worker and counts for nothing."""


@dataclass(frozen=True, slots=True)
class NumberProposed:
    """No code of a parcel was read, and this is printed on it: is it its number? Its no-read is on the disk."""

    seq: int
    """Of the no-read."""
    number: PrintedNumber


@dataclass(frozen=True, slots=True)
class _Sight:
    """One number in one strip."""

    identity: Identity
    line: PrintedLine
    strip: int
    sure: float
    """Of its least sure character."""
    refers: bool
    """Its line says that it is another number than the parcel's."""

    @property
    def name(self) -> str:
        """The number, however it is spaced."""
        return self.identity.normalized or as_keyed(self.identity.raw)


def agreed_numbers(
    lines: Sequence[PrintedLine], manifest: Manifest = unannounced, bars: Collection[str] = ()
) -> tuple[PrintedNumber, ...]:
    """Each number of a label that counts as read. Two are two parcels: a multi-read. `bars`: what engines made of its
    codes, surely or not; a number of which a code was read is that code's caption, and no news.
    """
    sights = _sights(lines)
    found = []
    for name in dict.fromkeys(sight.name for sight in sights):
        own = [sight for sight in sights if sight.name == name and _is_main(sight)]
        if own and not any(_contradicts(other, own) for other in sights if other.name != name):
            ground = _ground(own, manifest, bars)
            if ground is not None:
                best = max(own, key=lambda sight: sight.sure)
                found.append(PrintedNumber(best.identity, best.line, ground))
    return tuple(found)


def proposed_number(reading: Sight) -> PrintedNumber | None:
    """What the worker is asked about: the surest line at a code's place with a form of a parcel's number that is no
    bare one, whether its check digit holds or not. None: there is none.
    """
    seen = {_name(symbol) for symbol in (*reading.symbols, *reading.outshone)}
    likely = [sight for sight in _sights(reading.printed) if _may_be_meant(sight) and sight.name not in seen]
    best = max(likely, key=lambda sight: (_is_proven(sight), sight.sure), default=None)
    return None if best is None else PrintedNumber(best.identity, best.line, None)


def with_print(reading: Sight, manifest: Manifest = unannounced) -> tuple[Symbol, ...]:
    """The certain symbols of a picture and the printed numbers that count, as what a camera sees. The number of a code
    that was read is that code's caption, and no news.
    """
    if not reading.printed:
        return reading.symbols
    seen = {_name(symbol) for symbol in (*reading.symbols, *reading.outshone)}
    agreed = agreed_numbers(reading.printed, manifest, {_name(symbol) for symbol in reading.unsure})
    return (*reading.symbols, *(_symbol(each) for each in agreed if each.identity.normalized not in seen))


def _name(symbol: Symbol) -> str:
    identity = identify(symbol.text, symbol.symbology, symbol.aim or None)
    return identity.normalized or identity.raw


def _symbol(number: PrintedNumber) -> Symbol:
    text = number.identity.normalized or number.identity.raw
    return Symbol(text, text.encode(), PRINTED, "", number.line.polygon, PRINTED)


def _ground(own: Sequence[_Sight], manifest: Manifest, bars: Collection[str]) -> Ground | None:
    """Each of these sights shows the same number."""
    if _most_strips(own, 0.0) >= AGREEING and manifest(own[0].name) is not None:
        return Ground.MANIFEST
    if not _is_proven(own[0]):
        return None
    if own[0].name in bars:
        return Ground.BARS
    if _most_strips(own, FAIRLY) >= AGREEING:
        return Ground.STRIPS
    return Ground.FRAMES if len({sight.line.look for sight in own if sight.sure >= VERY}) >= AGREEING else None


def _most_strips(own: Sequence[_Sight], sure: float) -> int:
    """How many strips of one picture show the number, at least so sure: those of one line, or of several."""
    strips = {(sight.line.look, sight.line.polygon, sight.strip) for sight in own if sight.sure >= sure}
    looks = [look for look, _, _ in strips]
    return max((looks.count(look) for look in looks), default=0)


def _is_main(sight: _Sight) -> bool:
    """Whether it stands where the parcel's number does."""
    return sight.line.at_code and not sight.refers


def _is_proven(sight: _Sight) -> bool:
    identity = sight.identity
    return identity.accepted and identity.check is True and identity.strength is Strength.CHECKED


def _may_be_meant(sight: _Sight) -> bool:
    identity = sight.identity
    formed = identity.strength > Strength.WEAK or identity.check is False
    return identity.kind is Kind.PARCEL and formed and _is_main(sight)


def _contradicts(other: _Sight, own: Sequence[_Sight]) -> bool:
    """Whether another number was read at the very place of these, and is as well formed."""
    return _is_proven(other) and any(_is_same_place(other.line, sight.line) for sight in own)


def _is_same_place(one: PrintedLine, other: PrintedLine) -> bool:
    away = math.dist(_middle(one), _middle(other))
    return away < max(math.dist(one.polygon[0], one.polygon[3]), math.dist(other.polygon[0], other.polygon[3]))


def _middle(line: PrintedLine) -> tuple[float, float]:
    return sum(x for x, _ in line.polygon) / len(line.polygon), sum(y for _, y in line.polygon) / len(line.polygon)


def _sights(lines: Sequence[PrintedLine]) -> list[_Sight]:
    return [
        sight
        for line in lines
        for strip, text in enumerate(line.texts)
        if (sight := _sight(line, strip, text)) is not None
    ]


def _sight(line: PrintedLine, strip: int, text: PrintedText) -> _Sight | None:
    """The number of a line: all that follows the words before it; None: it holds none that could be a parcel's."""
    if len(text.text) != len(text.sure):
        return None
    best: _Sight | None = None
    for start, words in _starts(text.text):
        identity = identify(text.text[start:], keyed=True)
        if identity.kind is Kind.UNKNOWN:
            continue
        used = [sure for letter, sure in zip(text.text[start:], text.sure[start:], strict=True) if letter.isalnum()]
        sight = _Sight(identity, line, strip, min(used, default=0.0), not _REFERS.isdisjoint(words))
        if _is_proven(sight):
            return sight
        best = best or sight
    return best


def _starts(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Where a number may begin, behind words without a digit, with those words."""
    words = text.split(" ")
    places = accumulate((len(word) + 1 for word in words), initial=0)
    before: set[str] = set()
    for start, word in zip(places, words, strict=False):
        yield start, frozenset(before)
        plain = "".join(filter(str.isalnum, word)).upper()
        if sum(letter.isdecimal() for letter in plain) > 1:
            return
        before |= {plain, plain.translate(_LOOKALIKES), plain.rstrip("0123456789")}
