"""What people ask about single parcels of bags: moved, lost, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Done, Nothing, Reason
from station.core.receptacles import takes_no_parcel
from station.record.bags import tables
from station.record.bags.bag_entry import add, no_such, unchangeable
from station.record.log.entry_kinds import NOT_VOID
from station.record.log.scan_columns import uuid_text

if TYPE_CHECKING:
    import sqlite3
    from decimal import Decimal

    from station.core.outcomes import Value
    from station.record.writing import Writing

_GRAMS = "ifnull(s.grams, (SELECT o.grams FROM scan o WHERE o.scan_id = s.about))"
"""An override tells no weight of its own: the parcel weighs what its stopped scan says."""
_NEWEST = (
    f"SELECT s.scan_id, {_GRAMS} FROM scan s INDEXED BY scan_accepted "  # noqa: S608  # own words
    f"WHERE s.parcel_id = ? AND s.code IS NULL AND {NOT_VOID} ORDER BY s.seq DESC LIMIT 1"
)
_PUT = _NEWEST.replace(_GRAMS, f"{_GRAMS}, s.bin, s.seq")
_STOPPED = (
    "SELECT s.scan_id, s.grams, s.bin, s.code FROM scan s WHERE s.parcel_id = ? AND s.seq > ? AND s.code IS NOT NULL "  # noqa: S608
    f"AND s.code <> 'DUP' AND {NOT_VOID} ORDER BY s.seq DESC LIMIT 1"
)
"""A duplicate goes where it went before."""


def moved(writing: Writing, parcel: str, bag: str, who: str, why: str) -> Done | Nothing:
    """From its bag, or from none, into another open one."""
    connection = writing.connection
    place = tables.place_of(connection, parcel)
    if place is not None and place.bag == bag:
        return Nothing(Reason.PARCEL_IN_BAG, {"parcel_id": parcel, "bag": bag})
    if place is not None and (nothing := unchangeable(connection, place.bag)) is not None:
        return nothing
    by = (place.scan, place.grams) if place is not None else _accepted(connection, parcel)
    if by is None:
        return Nothing(Reason.NOT_ACCEPTED, {"parcel_id": parcel})
    told = {"is": "moved", "parcel_id": parcel, "from": place.bag if place is not None else None, "why": why}
    return _into(writing, {**told, **_by(*by)}, by[1], bag, who)


def put(writing: Writing, parcel: str, label: str, who: str | None) -> Done | Nothing:
    """Into the bin of its verdict, and the open bag of that; any other label is wrong."""
    connection = writing.connection
    accepted = connection.execute(_PUT, (parcel,)).fetchone()
    stopped = connection.execute(_STOPPED, (parcel, accepted[3] if accepted is not None else 0)).fetchone()
    if stopped is not None:
        return _put_aside(writing, parcel, label, who, stopped)
    if accepted is None:
        return Nothing(Reason.NOT_ACCEPTED, {"parcel_id": parcel})
    scan, grams, into = accepted[0], tables.amount(accepted[1]), accepted[2]
    bag, place = tables.bag_of_bin(connection, into), tables.place_of(connection, parcel)
    told: dict[str, Value] = {"parcel_id": parcel, "into": into} | ({} if bag is None else {"bag": bag.number})
    if label not in {into.upper(), bag.number if bag is not None else None}:
        return Nothing(Reason.WRONG_BAG, {**told, "label": label})
    if bag is not None and place is not None and place.bag == bag.number:
        return Nothing(Reason.PARCEL_IN_BAG, {"parcel_id": parcel, "bag": bag.number})
    if place is not None and (nothing := unchangeable(connection, place.bag)) is not None:
        return nothing
    if bag is not None and (nothing := takes_no_parcel(bag, grams)) is not None:
        return nothing
    details = {"is": "put", "parcel_id": parcel, "from": place.bag if place is not None else None, "label": label}
    add(writing, {**details, "bag": told.get("bag"), **_by(scan, grams)}, who, into)
    return Done(Reason.PARCEL_PUT, told)


def _put_aside(
    writing: Writing, parcel: str, label: str, who: str | None, stopped: tuple[bytes, str | None, str, str]
) -> Done | Nothing:
    """A stopped parcel lies in the bin of its stop, and in no bag."""
    scan, grams, into, code = stopped
    told: dict[str, Value] = {"parcel_id": parcel, "into": into, "code": code}
    if label != into.upper():
        return Nothing(Reason.WRONG_BAG, {**told, "label": label})
    details = {"is": "put", "parcel_id": parcel, "label": label}
    add(writing, {**details, **_by(scan, tables.amount(grams))}, who, into)
    return Done(Reason.PARCEL_PUT, told)


def lost(writing: Writing, parcel: str, who: str, why: str) -> Done | Nothing:
    """It leaves its bag, which has to be open, and is looked for."""
    connection = writing.connection
    place = tables.place_of(connection, parcel)
    if place is not None and (nothing := unchangeable(connection, place.bag)) is not None:
        return nothing
    if connection.execute("SELECT 1 FROM lost WHERE parcel_id = ?", (parcel,)).fetchone() is not None:
        return Nothing(Reason.ALREADY_LOST, {"parcel_id": parcel})
    by = (place.scan, place.grams) if place is not None else _accepted(connection, parcel)
    if by is None:
        return Nothing(Reason.NOT_ACCEPTED, {"parcel_id": parcel})
    told = {"is": "lost", "parcel_id": parcel, "from": place.bag if place is not None else None}
    add(writing, {**told, "why": why, **_by(*by)}, who)
    return Done(Reason.PARCEL_LOST, {"parcel_id": parcel})


def found(writing: Writing, parcel: str, who: str, bag: str | None) -> Done | Nothing:
    """It is here again, and goes into an open bag, or into none."""
    row = writing.connection.execute("SELECT scan, grams FROM lost WHERE parcel_id = ?", (parcel,)).fetchone()
    if row is None:
        return Nothing(Reason.NOT_LOST, {"parcel_id": parcel})
    told = {"is": "found", "parcel_id": parcel, "scan": uuid_text(row[0]), "grams": row[1]}
    if bag is not None:
        return _into(writing, told, tables.amount(row[1]), bag, who)
    add(writing, told, who)
    return Done(Reason.PARCEL_FOUND, {"parcel_id": parcel})


def _into(writing: Writing, told: dict[str, object], grams: Decimal | None, number: str, who: str) -> Done | Nothing:
    bag = tables.bag(writing.connection, number)
    if bag is None:
        return no_such(number)
    if (nothing := takes_no_parcel(bag, grams)) is not None:
        return nothing
    add(writing, {**told, "bag": number}, who, bag.bin)
    return Done(Reason.PARCEL_MOVED, {"parcel_id": str(told["parcel_id"]), "bag": number})


def _by(scan: bytes, grams: Decimal | None) -> dict[str, object]:
    """By which scan the parcel is in a bag at all, and its weight."""
    return {"scan": uuid_text(scan), "grams": tables.text_of(grams)}


def _accepted(connection: sqlite3.Connection, parcel_id: str) -> tuple[bytes, Decimal | None] | None:
    """The newest scan, or override, by which it was accepted here."""
    row = connection.execute(_NEWEST, (parcel_id,)).fetchone()
    return None if row is None else (row[0], tables.amount(row[1]))
