"""What people ask about bags, and the judgement of it that needs no record: numbers and amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core.identify import identify
from station.core.outcomes import Problem, Reason
from station.core.receptacles import bag_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core.bag import BagRules

MOST_BAGS = 1000
"""Bags that one request names."""
MOST_PARCELS = 100_000
_AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,3})?", re.ASCII)
_BAGS = ("bag", "container")
_CAPITALS = ("seal", "despatch", "label")


@dataclass(frozen=True, slots=True)
class OpenBag:
    """From now on the parcels of a bin go into this bag."""

    who: str
    bin: str | None = None
    """None: it is a container, which holds bags."""
    bag: str | None = None
    """Its number; None: the station makes one."""
    destination: str | None = None
    tare_g: str | None = None
    """Grams as text, like every amount here."""
    most_parcels: int | None = None
    most_g: str | None = None
    """Net."""
    most_l: str | None = None


@dataclass(frozen=True, slots=True)
class CloseBag:
    """Nothing goes into this bag any more."""

    bag: str
    who: str
    gross_g: str | None = None
    seal: str | None = None
    why: str | None = None
    """A weight that differs from the sum is taken on this word."""
    role: str = ""
    """Of who gave his word at the screen."""


@dataclass(frozen=True, slots=True)
class ReopenBag:
    """A closed bag takes parcels again. Its seal is broken, and not used again."""

    bag: str
    who: str
    why: str
    role: str = ""
    """As what, where a badge or a PIN said it: one of `ROLES`."""


@dataclass(frozen=True, slots=True)
class MoveParcel:
    """Put a parcel of one bag, or of none, into another."""

    parcel_id: str
    bag: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class NestBag:
    """Put a closed bag into a container, or take it out."""

    bag: str
    container: str | None
    """None: out of the one in which it lies."""
    who: str


@dataclass(frozen=True, slots=True)
class LoadBag:
    """A closed bag goes onto the vehicle."""

    bag: str
    """By its label."""
    who: str | None = None


@dataclass(frozen=True, slots=True)
class UnloadBag:
    """A loaded bag comes off the vehicle again."""

    bag: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class DispatchBags:
    """These bags leave under one despatch; a container leaves with what it holds."""

    bags: tuple[str, ...]
    despatch: str
    who: str


@dataclass(frozen=True, slots=True)
class PutParcel:
    """A parcel was put there, by the label of the bag or the bin."""

    parcel_id: str
    label: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLost:
    """A parcel is not in the bag in which it should be."""

    parcel_id: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportFound:
    """A lost parcel is here again."""

    parcel_id: str
    who: str
    bag: str | None = None
    """Into which it goes; None: into none."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves when somebody says so: every loaded bag under one despatch."""

    request: DispatchBags
    parcels: int
    """In all of them, containers not counted twice."""


BagRequest = (
    OpenBag
    | CloseBag
    | ReopenBag
    | MoveParcel
    | NestBag
    | LoadBag
    | UnloadBag
    | DispatchBags
    | PutParcel
    | ReportLost
    | ReportFound
)
LONGEST = {"bag": 64, "container": 64, "destination": 64, "seal": 35, "despatch": 35, "label": 100}
"""Characters of a text that a person gives about bags."""


def nowhere(_bag: str) -> str | None:
    """No other lane is known."""
    return None


def judged_bags(
    request: BagRequest, rules: BagRules, open_elsewhere: Callable[[str], str | None] = nowhere
) -> BagRequest | Problem:
    """The request with its numbers as they are kept, or what is wrong with them. `open_elsewhere`: which other lane of
    the hub has a bag open.
    """
    changed: dict[str, Any] = {}
    for name in (each.name for each in fields(request)):
        value = getattr(request, name)
        if name in _BAGS and isinstance(value, str):
            changed[name] = _number(value, rules, new=isinstance(request, OpenBag))
        if name.endswith(("_g", "_l")) and isinstance(value, str):
            changed[name] = _amount(name, value)
        if name == "parcel_id":
            changed[name] = identify(value, keyed=True).normalized or value
        if name in _CAPITALS and isinstance(value, str):
            changed[name] = value.strip().upper()
    if isinstance(request, DispatchBags):
        changed["bags"] = _bags(request.bags)
    problem = next((value for value in changed.values() if isinstance(value, Problem)), None)
    return problem or _whole(replace(request, **changed), rules, open_elsewhere)


def _whole(request: BagRequest, rules: BagRules, open_elsewhere: Callable[[str], str | None]) -> BagRequest | Problem:
    if isinstance(request, LoadBag) and identify(request.bag, keyed=True).accepted:
        return Problem(Reason.BAG_IS_PARCEL, {"bag": request.bag})
    if not isinstance(request, OpenBag):
        return request
    if request.most_parcels is not None and not 0 < request.most_parcels <= MOST_PARCELS:
        return Problem(Reason.NO_AMOUNT, {"field": "most_parcels", "given": str(request.most_parcels)})
    if request.bin is not None:
        request = replace(
            request,
            tare_g=request.tare_g or _text(rules.tare_g),
            most_parcels=request.most_parcels or rules.most_parcels,
            most_g=request.most_g or _text(rules.most_g),
        )
    if request.bag is None:
        return request if rules.prefix else Problem(Reason.NO_PREFIX)
    lane = open_elsewhere(request.bag)
    return request if lane is None else Problem(Reason.OPEN_ELSEWHERE, {"bag": request.bag, "station": lane})


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _number(text: str, rules: BagRules, *, new: bool) -> str | Problem:
    """A bag that is there already keeps its number, whatever the rules are now."""
    return bag_number(text, rules.prefix, rules.office) if new else text.strip().upper()


def _amount(name: str, text: str) -> str | Problem:
    amount = text.strip()
    right = _AMOUNT.fullmatch(amount) and (Decimal(amount) > 0 or not name.startswith("most"))
    return amount if right else Problem(Reason.NO_AMOUNT, {"field": name, "given": text[:40]})


def _bags(named: tuple[str, ...]) -> tuple[str, ...] | Problem:
    bags = tuple(dict.fromkeys(bag.strip().upper() for bag in named))
    if not bags or not all(bags):
        return Problem(Reason.EMPTY, {"field": "bags"})
    return bags if len(bags) <= MOST_BAGS else Problem(Reason.TOO_MANY_BAGS, {"most": MOST_BAGS})
