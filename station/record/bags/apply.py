"""What people ask about bags: judged by the bag as it is, and written as entries of the log."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.bag_requests import (
    CloseBag,
    DispatchBags,
    LoadBag,
    MoveParcel,
    NestBag,
    OpenBag,
    PutParcel,
    ReopenBag,
    ReportFound,
    ReportLost,
    UnloadBag,
)
from station.core.outcomes import Done, Nothing, Reason
from station.core.receptacles import (
    Bag,
    about,
    free_number,
    not_to_close,
    not_to_dispatch,
    not_to_load,
    not_to_nest,
    not_to_reopen,
    not_to_take_out,
    not_to_unload,
)
from station.record.bags import tables
from station.record.bags.bag_entry import add, no_such
from station.record.bags.parcels import found, lost, moved, put

if TYPE_CHECKING:
    import sqlite3

    from station.core.bag_requests import BagRequest
    from station.core.receptacles import BagRules
    from station.record.writing import Writing

_TOLD = ("destination", "tare_g", "most_parcels", "most_g", "most_l")
"""Of a request that opens a bag: what its entry tells."""


def apply(writing: Writing, asked: BagRequest, rules: BagRules) -> Done | Nothing:  # noqa: C901  # a case a kind
    """Part of the open transaction."""
    match asked:
        case OpenBag():
            return _opened(writing, asked, rules)
        case CloseBag():
            return _closed(writing, asked, rules)
        case ReopenBag():
            return _reopened(writing, asked)
        case NestBag():
            return _nested(writing, asked)
        case LoadBag(bag, by):
            return _loaded(writing, bag, by)
        case UnloadBag(bag, who, why):
            return _unloaded(writing, bag, who, why)
        case DispatchBags():
            return _dispatched(writing, asked)
        case MoveParcel(parcel_id, bag, who, why):
            return moved(writing, parcel_id, bag, who, why)
        case PutParcel(parcel_id, label, by):
            return put(writing, parcel_id, label, by)
        case ReportLost(parcel_id, who, why):
            return lost(writing, parcel_id, who, why)
        case ReportFound(parcel_id, who, into):
            return found(writing, parcel_id, who, into)


def _opened(writing: Writing, request: OpenBag, rules: BagRules) -> Done | Nothing:
    """A bag of a bin, or a container."""
    connection = writing.connection
    number = request.bag or free_number(
        rules.prefix, writing.clock.utc, lambda made: tables.bag(connection, made) is not None
    )
    known = tables.bag(connection, number)
    if known is not None:
        return Nothing(Reason.BAG_NUMBER_USED, about(known, at=known.opened_at))
    standing = tables.bag_of_bin(connection, request.bin) if request.bin is not None else None
    if standing is not None:
        return Nothing(Reason.BIN_HAS_BAG, about(standing, bin=request.bin or ""))
    told = {name: value for name in _TOLD if (value := getattr(request, name)) is not None}
    add(writing, {"is": "opened", "bag": number, **told}, request.who, request.bin)
    if request.bin is None:
        return Done(Reason.CONTAINER_OPENED, {"bag": number})
    return Done(Reason.BAG_OPENED, {"bag": number, "bin": request.bin})


def _closed(writing: Writing, request: CloseBag, rules: BagRules) -> Done | Nothing:
    """Nothing goes into it any more."""
    connection = writing.connection
    bag = tables.bag(connection, request.bag)
    if bag is None:
        return no_such(request.bag)
    gross = tables.amount(request.gross_g)
    nothing = not_to_close(bag, gross, request.seal, rules, explained=request.why is not None)
    if nothing is None and request.seal is not None:
        nothing = _seal_used(connection, request.seal)
    if nothing is not None:
        return nothing
    expected = bag.expected_gross_g()
    differs = None if gross is None or expected is None else tables.text_of(gross - expected)
    told = {
        "gross_g": request.gross_g, "seal": request.seal, "why": request.why, "difference_g": differs,
        "container": bag.container, "role": request.role or None,
    }  # fmt: skip
    _tell(writing, "closed", bag, request.who, **told)
    return Done(Reason.BAG_CLOSED, {"bag": bag.number, "count": bag.count, "net_g": _text(bag.net_g)})


def _reopened(writing: Writing, request: ReopenBag) -> Done | Nothing:
    """It takes parcels again, unless its bin has another open bag by now."""
    bag = tables.bag(writing.connection, request.bag)
    if bag is None:
        return no_such(request.bag)
    nothing = not_to_reopen(bag)
    standing = tables.bag_of_bin(writing.connection, bag.bin) if bag.bin is not None else None
    if nothing is None and standing is not None:
        nothing = Nothing(Reason.BIN_HAS_BAG, about(standing, bin=bag.bin or ""))
    if nothing is not None:
        return nothing
    role = {"role": request.role} if request.role else {}
    _tell(writing, "reopened", bag, request.who, why=request.why, seal=bag.seal, **role)
    return Done(Reason.BAG_REOPENED, {"bag": bag.number})


def _nested(writing: Writing, request: NestBag) -> Done | Nothing:
    """A closed bag goes into a container, or leaves it."""
    connection = writing.connection
    bag = tables.bag(connection, request.bag)
    if bag is None:
        return no_such(request.bag)
    if request.container is None:
        container = tables.bag(connection, bag.container) if bag.container is not None else None
        nothing = not_to_take_out(bag, container)
    else:
        container = tables.bag(connection, request.container)
        if container is None:
            return no_such(request.container)
        nothing = not_to_nest(bag, container)
    if nothing is not None or container is None:
        return nothing or Nothing(Reason.NOT_NESTED, about(bag))
    inside = request.container is not None
    _tell(writing, "nested" if inside else "taken_out", bag, request.who, container=container.number)
    values = {"bag": bag.number, "container": container.number}
    return Done(Reason.BAG_NESTED if inside else Reason.BAG_TAKEN_OUT, values)


def _loaded(writing: Writing, number: str, who: str | None) -> Done | Nothing:
    """A closed bag goes onto the vehicle, once."""
    bag = tables.bag(writing.connection, number)
    if bag is None:
        return no_such(number)
    if (nothing := not_to_load(bag)) is not None:
        return nothing
    _tell(writing, "loaded", bag, who, seal=bag.seal)
    return Done(Reason.BAG_LOADED, {"bag": bag.number, "count": bag.count, "loaded": _on_vehicle(writing)})


def _unloaded(writing: Writing, number: str, who: str, why: str) -> Done | Nothing:
    """It comes off the vehicle again."""
    bag = tables.bag(writing.connection, number)
    if bag is None:
        return no_such(number)
    if (nothing := not_to_unload(bag)) is not None:
        return nothing
    _tell(writing, "unloaded", bag, who, why=why, seal=bag.seal)
    return Done(Reason.BAG_UNLOADED, {"bag": bag.number, "loaded": _on_vehicle(writing)})


def _on_vehicle(writing: Writing) -> int:
    return len(tables.bags_loaded(writing.connection))


def _dispatched(writing: Writing, request: DispatchBags) -> Done | Nothing:
    """All of them leave, or none; a container with what it holds."""
    connection, despatch = writing.connection, request.despatch
    if tables.bags_of_despatch(connection, despatch):
        return Nothing(Reason.DESPATCH_USED, {"despatch": despatch})
    leaving: dict[str, Bag] = {}
    for number in request.bags:
        bag = tables.bag(connection, number)
        if bag is None:
            return no_such(number)
        inside = tables.bags_in(connection, number)
        loose = [replace(each, container=None) for each in inside]
        nothing = next(filter(None, (not_to_dispatch(each, despatch) for each in (bag, *loose))), None)
        if nothing is not None:
            return nothing
        leaving |= {each.number: each for each in (bag, *inside)}
    for bag in leaving.values():
        _tell(writing, "dispatched", bag, request.who, despatch=despatch, container=bag.container, seal=bag.seal)
    parcels = sum(bag.count for bag in leaving.values() if bag.bin is not None)
    return Done(Reason.BAGS_DISPATCHED, {"despatch": despatch, "count": len(leaving), "parcels": parcels})


def _tell(writing: Writing, what: str, bag: Bag, who: str | None, **more: str | None) -> None:
    """`details`: what happened to the bag, and what is in it."""
    amounts = {"count": bag.count, "net_g": _text(bag.net_g), "gross_g": tables.text_of(bag.gross_g)}
    unweighed = {"unweighed": bag.unweighed} if bag.unweighed else {}
    add(writing, {"is": what, "bag": bag.number, **amounts, **unweighed, **more}, who, bag.bin)


def _seal_used(connection: sqlite3.Connection, seal: str) -> Nothing | None:
    used = connection.execute("SELECT bag FROM seal WHERE seal = ?", (seal,)).fetchone()
    return None if used is None else Nothing(Reason.SEAL_USED, {"seal": seal, "bag": used[0]})


def _text(grams: Decimal) -> str:
    return format(grams, "f")
