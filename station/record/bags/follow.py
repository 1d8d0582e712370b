"""The bags follow the log: each entry that is added changes them, in its transaction, and nothing else does."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core import EntryKind
from station.core.receptacles import Bag, BagState, counted, opened
from station.record import relabels
from station.record.bags import tables
from station.record.log.entry_kinds import RELABEL
from station.record.log.scan_columns import KINDS, NAMES

if TYPE_CHECKING:
    import sqlite3

    from station.record.bags.tables import Place
    from station.record.log.scan_columns import Row

_SEQ, _SCAN_ID, _AT, _ENTRY, _ABOUT, _DETAILS, _CORRECTS, _PARCEL, _BIN, _GRAMS = map(
    NAMES.index,
    ("seq", "scan_id", "scanned_at", "entry", "about", "details", "corrects", "parcel_id", "bin", "grams"),
)
_SCAN, _VOID, _OVERRIDE, _RECEPTACLE = (
    KINDS.index(kind) for kind in (EntryKind.SCAN, EntryKind.VOID, EntryKind.OVERRIDE, EntryKind.RECEPTACLE)
)
_PUT = "INSERT OR REPLACE INTO bagged (bag, parcel_id, seq, scan, grams, has_left) VALUES (?, ?, ?, ?, ?, ?)"


def follow(connection: sqlite3.Connection, row: Row) -> None:
    """`row`: the entry in full, with its number."""
    kind = row[_ENTRY]
    if kind == _VOID:
        place = tables.place_by(connection, row[_ABOUT])
        if place is not None and not place.has_left:
            _leaves(connection, place, row[_SEQ])
    elif kind == _RECEPTACLE and row[_DETAILS] is not None:
        _changed(connection, row, json.loads(row[_DETAILS]))
    elif kind == RELABEL and row[_DETAILS] is not None:
        details = json.loads(row[_DETAILS])
        relabels.follow(connection, (row[_SEQ], row[_SCAN_ID], row[_AT], row[_ABOUT]), details)
        _renamed(connection, details)
    elif kind in {_SCAN, _OVERRIDE} and (row[_DETAILS] is not None or row[_CORRECTS] is not None):
        _scanned(connection, row, json.loads(row[_DETAILS] or "{}"))


def _scanned(connection: sqlite3.Connection, row: Row, details: dict[str, Any]) -> None:
    """A scan that corrects another takes its place, also in a bag that has left."""
    seq, scan = row[_SEQ], row[_SCAN_ID]
    if row[_CORRECTS] is not None:
        place = tables.place_by(connection, uuid.UUID(row[_CORRECTS]).bytes)
        if place is not None and place.has_left:
            connection.execute(
                "UPDATE OR REPLACE bagged SET parcel_id = ifnull(?, parcel_id), scan = ?, seq = ? "
                "WHERE bag = ? AND parcel_id = ?",
                (row[_PARCEL], scan, seq, place.bag, place.parcel_id),
            )
            return
        if place is not None:
            _leaves(connection, place, seq)
    if "bag" in details and row[_PARCEL] is not None:
        grams = row[_GRAMS] if row[_GRAMS] is not None else details.get("grams")
        _put(connection, str(details["bag"]), row[_PARCEL], scan, tables.amount(grams), seq)
    elif "from" in details and row[_PARCEL] is not None:
        place = tables.place_of(connection, row[_PARCEL])
        if place is not None:
            _leaves(connection, place, seq)


def _renamed(connection: sqlite3.Connection, details: dict[str, Any]) -> None:
    """What has left keeps its number: its papers tell that one."""
    if details.get("is") != relabels.READ:
        return
    for place in ("bagged SET parcel_id = ?2 WHERE has_left = 0 AND", "lost SET parcel_id = ?2 WHERE"):
        change = f"UPDATE OR REPLACE {place} parcel_id = ?1"  # own words
        connection.execute(change, (details.get("old"), details.get("new")))


def _changed(connection: sqlite3.Connection, row: Row, details: dict[str, Any]) -> None:
    at, seq = row[_AT], row[_SEQ]
    what = details.get("is")
    if what == "opened":
        tables.keep(connection, opened(details, at, row[_BIN] or None), seq)
        return
    if what in {"moved", "put", "lost", "found"}:
        _moved(connection, details, seq)
        return
    bag = tables.bag(connection, str(details.get("bag")))
    if bag is None:
        return
    match what:
        case "closed":
            gross, seal = tables.amount(details.get("gross_g")), details.get("seal")
            bag = replace(bag, state=BagState.CLOSED, gross_g=gross, seal=seal, closed_at=at)
            if seal is not None:
                connection.execute("INSERT OR REPLACE INTO seal VALUES (?, ?)", (seal, bag.number))
        case "reopened":
            bag = replace(bag, state=BagState.OPEN, gross_g=None, seal=None, closed_at=None)
        case "nested" | "taken_out":
            bag = _nested(connection, bag, details, seq)
        case "loaded" | "unloaded":
            bag = replace(bag, loaded_at=at if what == "loaded" else None)
        case "dispatched":
            bag = replace(bag, state=BagState.DISPATCHED, despatch=details.get("despatch"), dispatched_at=at)
            connection.execute("UPDATE bagged SET has_left = 1 WHERE bag = ?", (bag.number,))
        case _:
            pass
    tables.keep(connection, bag, seq)


def _nested(connection: sqlite3.Connection, bag: Bag, details: dict[str, Any], seq: int) -> Bag:
    inside = details["is"] == "nested"
    container = tables.bag(connection, str(details.get("container")))
    if container is not None:
        tables.keep(connection, counted(container, bag.gross_g, 1 if inside else -1), seq)
    return replace(bag, container=details.get("container") if inside else None)


def _moved(connection: sqlite3.Connection, details: dict[str, Any], seq: int) -> None:
    """`scan` names the scan by which the parcel is in a bag at all."""
    parcel, what = str(details.get("parcel_id")), details["is"]
    scan, grams = uuid.UUID(details["scan"]).bytes, details.get("grams")
    place = tables.place_of(connection, parcel)
    if place is not None:
        _leaves(connection, place, seq)
    if what == "lost":
        connection.execute("INSERT OR REPLACE INTO lost VALUES (?, ?, ?)", (parcel, scan, grams))
        return
    if what == "found":
        connection.execute("DELETE FROM lost WHERE parcel_id = ?", (parcel,))
    if "bag" in details:
        _put(connection, str(details["bag"]), parcel, scan, tables.amount(grams), seq)


def _put(
    connection: sqlite3.Connection, number: str, parcel: str, scan: bytes, grams: Decimal | None, seq: int
) -> None:
    """A parcel is in one bag; what names a bag that was never opened here changes nothing."""
    bag = tables.bag(connection, number)
    if bag is None or bag.state is BagState.DISPATCHED:
        return
    before = tables.place_of(connection, parcel)
    if before is not None:
        _leaves(connection, before, seq)
        bag = tables.bag(connection, number) or bag
    connection.execute(_PUT, (number, parcel, seq, scan, tables.text_of(grams), 0))
    tables.keep(connection, counted(bag, grams, 1), seq)


def _leaves(connection: sqlite3.Connection, place: Place, seq: int) -> None:
    connection.execute("DELETE FROM bagged WHERE bag = ? AND parcel_id = ?", (place.bag, place.parcel_id))
    bag = tables.bag(connection, place.bag)
    if bag is not None:
        tables.keep(connection, counted(bag, place.grams, -1), seq)
