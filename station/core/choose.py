"""Which code of a label is the parcel."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hardware.contract import Claim, Symbol
from station.core.identify import identify
from station.core.models import Choice, Identity, Kind, ReadVerdict, Sighting, Strength

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = "no barcode found"
CHECK_FAILED = "check digit failed"


def choose(symbols: Sequence[Symbol], carriers: Sequence[str] = ()) -> Choice:
    """The parcel id among the codes of one parcel; `carriers` are preferred when a label carries several ids.

    A strong id of a preferred carrier goes before any other strong one, that before a prefix without a check digit, and
    that before a first-mile reference; a bare number that only fits a form is never taken. Two different ids of the
    best rank are a multi-read, never a guess. The same id in two symbols is one.
    """
    if not symbols:
        return Choice(ReadVerdict.NO_READ, None, cause=NOTHING)
    sightings = [Sighting(symbol, _identity(symbol.text, symbol.symbology, symbol.aim)) for symbol in symbols]
    ranked: dict[int, dict[str, Sighting]] = {}
    for each in sightings:
        if (rank := _rank(each.identity, carriers)) > 0:
            ranked.setdefault(rank, {}).setdefault(each.identity.normalized or each.identity.raw, each)
    best = tuple(ranked[max(ranked)].values()) if ranked else ()
    doubtful = _doubtful(sightings)
    if not best or (doubtful and best[0].identity.first_mile):
        return Choice(ReadVerdict.NO_READ, None, doubtful, _others(sightings, doubtful), _cause(doubtful, len(symbols)))
    if len(best) > 1:
        return Choice(ReadVerdict.MULTI_READ, None, best, _others(sightings, best), "several parcel ids")
    return Choice(ReadVerdict.READ, best[0], (), _others(sightings, best))


def keyed_choice(text: str) -> Choice:
    """The choice when a worker keyed an id in; symbology and engine of its symbol are `keyed`."""
    symbol = Symbol(text, text.encode(errors="backslashreplace"), "keyed", "", (), "keyed")
    sighting = Sighting(symbol, identify(text, keyed=True))
    if sighting.identity.accepted:
        return Choice(ReadVerdict.READ, sighting)
    doubtful = _doubtful([sighting])
    cause = _cause(doubtful, 1) if doubtful else "not a parcel id"
    return Choice(ReadVerdict.NO_READ, None, doubtful, _others([sighting], doubtful), cause)


@lru_cache(maxsize=1024)
def _identity(text: str, symbology: str, aim: str) -> Identity:
    """One label is seen in many frames."""
    return identify(text, symbology, aim or None)


def _rank(identity: Identity, carriers: Sequence[str]) -> int:
    """Larger goes first; 0 is no parcel id, or one that may not be taken."""
    if not identity.accepted:
        return 0
    if identity.strength is Strength.CHECKED:
        return 4 if identity.carrier in carriers else 3
    if identity.strength is Strength.PREFIX:
        return 1 if identity.first_mile else 2
    return 0


def _doubtful(sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Parcel ids whose check digit failed or whose form is refused, each text once."""
    found = {
        each.identity.raw: each
        for each in sightings
        if each.identity.kind is Kind.PARCEL and not each.identity.accepted
    }
    return tuple(found.values())


def _others(sightings: Sequence[Sighting], taken: Sequence[Sighting]) -> tuple[Identity, ...]:
    """What else the label carried, each once."""
    names = {_name(each.identity) for each in taken}
    others = {_name(each.identity): each.identity for each in sightings}
    return tuple(identity for name, identity in others.items() if name not in names)


def _name(identity: Identity) -> str:
    return identity.normalized or identity.raw


def _cause(doubtful: Sequence[Sighting], count: int) -> str:
    if any(each.identity.check is False for each in doubtful):
        return CHECK_FAILED
    if doubtful:
        return doubtful[0].identity.hint or "the parcel id is not certain"
    return f"no parcel id among {count} code{'' if count == 1 else 's'}"


def claim(symbol: Symbol) -> Claim:
    """What a symbol says of itself: an id with a check digit of its own settles alone what the parcel is."""
    identity = _identity(symbol.text, symbol.symbology, symbol.aim)
    if _rank(identity, ()) == 0:
        return Claim.NONE
    return Claim.PROVEN if identity.strength >= Strength.CHECKED and not identity.first_mile else Claim.UNPROVEN
