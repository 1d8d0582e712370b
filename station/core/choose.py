"""Which code of a label is the parcel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from hardware.contract import Claim, Notice, Symbol, notice
from station.core.identify import identify
from station.core.models import Choice, Identity, Kind, ReadVerdict, Sighting, Strength
from station.core.outcomes import Problem, Reason
from station.core.scanned import KEYBOARD, SCANNER_ENGINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core.announced import Announced

    Manifest = Callable[[str], Announced | None]
    """The parcel that the manifest has under a number, its own or another of it; None: it has none."""

NOTHING = Notice("no_barcode_found")
CHECK_FAILED = Notice("check_digit_failed")
DAMAGED = Notice("damaged_code")
SEVERAL = Notice("several_parcel_ids")
NO_PARCEL_ID = Notice("not_a_parcel_id")
"""What was keyed is nothing that a parcel is named by."""
KEYED = "keyed"
"""Symbology and engine of what was no symbol."""


@dataclass(frozen=True, slots=True)
class ChoiceRules:
    """Which ids a lane prefers and allows."""

    carriers: tuple[str, ...] = ()
    """Preferred when a label carries several ids."""
    weak_carriers: tuple[str, ...] = ()
    """Whose bare numbers count, although random digits fit them one time in ten."""


EVERY_LANE = ChoiceRules()


def unannounced(_number: str) -> Announced | None:
    """A manifest without a parcel."""
    return None


def choose(
    symbols: Sequence[Symbol],
    rules: ChoiceRules = EVERY_LANE,
    manifest: Manifest = unannounced,
    outshone: Sequence[Symbol] = (),
) -> Choice:
    """The parcel id among the codes of one parcel.

    A number of the manifest goes first, as the parcel that the manifest knows under it; then a checked id of a
    preferred carrier, any other checked id, one with a prefix of its own, a bare number that the lane allows, and a
    first-mile reference. Two different ids of the best rank are a multi-read, never a guess. The same id in two symbols
    is one.

    What is `outshone` (see `hardware.contract.Reading`) is never the parcel, whoever knows the number: a larger code of
    the label has not been read. One that proves itself is another parcel's beside an equal that is not outshone: a
    multi-read.
    """
    texts = {symbol.text for symbol in outshone}
    aside = [Sighting(symbol, _identity(symbol.text, symbol.symbology, symbol.aim)) for symbol in outshone]
    found = [_candidate(symbol, rules, manifest) for symbol in symbols if symbol.text not in texts]
    sightings = [candidate.sighting for candidate in found] + aside
    if not sightings:
        return Choice(ReadVerdict.NO_READ, None, cause=NOTHING)
    best = _best(found)
    if best:
        proven = [_candidate(symbol, rules, manifest) for symbol in outshone if claim(symbol) is Claim.PROVEN]
        best = _best([*best, *(candidate for candidate in proven if candidate.rank == best[0].rank)])
    doubtful = _doubtful([candidate.sighting for candidate in found])
    unproven = bool(best) and best[0].announced is None and best[0].sighting.identity.first_mile
    if not best or (doubtful and unproven):
        cause = DAMAGED if aside and not doubtful else _cause(doubtful, sightings)
        return Choice(ReadVerdict.NO_READ, None, doubtful, _others(sightings, doubtful), cause)
    taken = tuple(candidate.sighting for candidate in best)
    if len(best) > 1:
        return Choice(ReadVerdict.MULTI_READ, None, taken, _others(sightings, taken), SEVERAL)
    return Choice(ReadVerdict.READ, taken[0], (), _others(sightings, taken), announced=best[0].announced)


@dataclass(frozen=True, slots=True)
class _Candidate:
    sighting: Sighting
    rank: int
    """Larger goes first; 0 is no parcel id, or one that may not be taken."""
    announced: Announced | None


def _candidate(symbol: Symbol, rules: ChoiceRules, manifest: Manifest) -> _Candidate:
    identity = _identity(symbol.text, symbol.symbology, symbol.aim)
    here = _identity(symbol.text, symbol.symbology, symbol.aim, rules.weak_carriers)
    for each in dict.fromkeys((identity, here)):
        may_be = each.kind in _MAY_BE_ANNOUNCED and not _failed(each)
        number = _name(each).strip().upper() if symbol.symbology in (KEYED, KEYBOARD) else _name(each)
        announced = manifest(number) if may_be else None
        if announced is not None:
            return _Candidate(Sighting(symbol, _as_announced(each, announced)), _ANNOUNCED, announced)
    if here.accepted and not identity.accepted:
        return _Candidate(Sighting(symbol, here), _ALLOWED, None)
    return _Candidate(Sighting(symbol, identity), _rank(identity, rules.carriers), None)


_ANNOUNCED = 6
_ALLOWED = 2
_MAY_BE_ANNOUNCED = frozenset(
    (Kind.PARCEL, Kind.UNKNOWN, Kind.REFERENCE, Kind.LOGISTIC_UNIT, Kind.SHIPMENT, Kind.MAIL_ITEM)
)


def _failed(identity: Identity) -> bool:
    return identity.check is False or identity.refused


def _best(found: Sequence[_Candidate]) -> list[_Candidate]:
    """One candidate for each different id of the best rank; of several numbers of a parcel, its own first."""
    highest = max((candidate.rank for candidate in found), default=0)
    if highest == 0:
        return []
    best: dict[str, _Candidate] = {}
    for candidate in sorted(found, key=_is_another_number):
        if candidate.rank == highest:
            best.setdefault(_name(candidate.sighting.identity), candidate)
    return list(best.values())


def _is_another_number(candidate: _Candidate) -> bool:
    return candidate.announced is not None and candidate.announced.parcel_id != candidate.sighting.symbol.text


def _as_announced(identity: Identity, announced: Announced) -> Identity:
    """The parcel that the manifest means: its own id, whatever number of it the label shows."""
    own = identity if _name(identity) == announced.parcel_id else identify(announced.parcel_id, keyed=True)
    return replace(
        own,
        raw=identity.raw,
        kind=Kind.PARCEL,
        carrier=own.carrier or announced.carrier,
        postal_code=identity.postal_code or own.postal_code,
        normalized=announced.parcel_id,
        printed=own.printed or announced.parcel_id,
        check=own.check,
        strength=Strength.CHECKED,
        first_mile=False,
    )


def keyed_choice(
    text: str, rules: ChoiceRules = EVERY_LANE, manifest: Manifest = unannounced, *, by_scanner: bool = False
) -> Choice:
    """The choice when an id was keyed in, as if it were scanned. Its symbology and engine are `keyed`; where a scanner
    typed it (`by_scanner`) `keyboard`, and that scanner. A keyboard may change case and signs, whoever types.
    """
    how, engine = (KEYBOARD, f"{SCANNER_ENGINE}{KEYBOARD}") if by_scanner else (KEYED, KEYED)
    symbol = Symbol(text, text.encode(errors="backslashreplace"), how, "", (), engine)
    choice = choose([symbol], rules, manifest)
    bare = choice.parcel is None and not choice.candidates and _identity(text, KEYED, "").strength is Strength.NONE
    return replace(choice, cause=NO_PARCEL_ID) if bare else choice


def parcel_named(text: str, rules: ChoiceRules = EVERY_LANE, manifest: Manifest = unannounced) -> Identity | Problem:
    """The parcel that a person names by this number."""
    choice = keyed_choice(text, rules, manifest)
    if choice.parcel is not None:
        return choice.parcel.identity
    about = choice.cause or CHECK_FAILED
    return Problem(Reason.NO_PARCEL_ID, {"parcel_id": text, "cause": about.code, **dict(about.values)})


def bag_in_view(symbols: Sequence[Symbol]) -> str | None:
    """The receptacle whose label is in view, when it is one and lies there alone."""
    kinds = [_identity(symbol.text, symbol.symbology, symbol.aim) for symbol in symbols]
    bags = {identity.normalized for identity in kinds if identity.kind is Kind.RECEPTACLE}
    alone = len(bags) == 1 and not any(identity.accepted for identity in kinds)
    return bags.pop() if alone else None


@lru_cache(maxsize=1024)
def _identity(text: str, symbology: str, aim: str, weak_carriers: tuple[str, ...] = ()) -> Identity:
    """One label is seen in many frames."""
    return identify(text, symbology, aim or None, weak_carriers=weak_carriers)


def _rank(identity: Identity, carriers: Sequence[str]) -> int:
    """Larger goes first; 0 is no parcel id, or one that may not be taken."""
    if not identity.accepted:
        return 0
    if identity.strength is Strength.CHECKED:
        return 5 if identity.carrier in carriers else 4
    if identity.strength is Strength.PREFIX:
        return 1 if identity.first_mile else 3
    return 0


def _doubtful(sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Parcel ids whose check digit failed or whose form is refused, each text once."""
    found = {
        each.identity.raw: each for each in sightings if each.identity.kind is Kind.PARCEL and _failed(each.identity)
    }
    return tuple(found.values())


def _others(sightings: Sequence[Sighting], taken: Sequence[Sighting]) -> tuple[Identity, ...]:
    """What else the label carried, each once."""
    names = {_name(each.identity) for each in taken}
    others = {_name(each.identity): each.identity for each in sightings}
    return tuple(identity for name, identity in others.items() if name not in names)


def _name(identity: Identity) -> str:
    return identity.normalized or identity.raw


def _cause(doubtful: Sequence[Sighting], sightings: Sequence[Sighting]) -> Notice:
    if any(each.identity.check is False for each in doubtful):
        return CHECK_FAILED
    if doubtful:
        return doubtful[0].identity.hint or Notice("id_not_certain")
    weak = next((each.identity for each in sightings if each.identity.strength is Strength.WEAK), None)
    if weak is not None:
        return notice("bare_number", carrier=weak.carrier)
    kinds = {each.identity.kind for each in sightings}
    return notice("no_parcel_id", codes=len(sightings), seen=kinds.pop().value if len(kinds) == 1 else None)


def claim(symbol: Symbol) -> Claim:
    """What a symbol says of itself: an id with a check digit of its own settles alone what the parcel is."""
    identity = _identity(symbol.text, symbol.symbology, symbol.aim)
    if _rank(identity, ()) == 0:
        return Claim.NONE
    return Claim.PROVEN if identity.strength >= Strength.CHECKED and not identity.first_mile else Claim.UNPROVEN
