"""Into which bag a parcel goes, and which one it leaves, when it is scanned, let go or corrected; its entry says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from station.core import Accept, Refusal
from station.core.receptacles import BagState, not_open, takes_no_parcel
from station.record.bags import tables
from station.record.log.rows import json_text
from station.record.log.scan_columns import NAMES

if TYPE_CHECKING:
    import sqlite3
    import uuid

    from station.core import ScanDraft
    from station.core.outcomes import Nothing
    from station.record.log.scan_columns import Row


def place_of_scan(connection: sqlite3.Connection, draft: ScanDraft) -> dict[str, Any]:
    """`{"bag": number}` of an accepted parcel whose bin has an open bag, `from` the bag in which it was; else empty.

    A full bag takes no parcel, and a parcel does not leave a closed one: the lane has stopped it before. A parcel that
    is held back leaves its open bag: `{"from": number}`. A duplicate stays where it is.
    """
    identity = draft.identity
    if identity is None or not identity.accepted or identity.normalized is None:
        return {}
    before = tables.place_of(connection, identity.normalized)
    if isinstance(draft.decision, Refusal):
        held = before is not None and draft.decision.code.disposition and not _is_shut(connection, before.bag)
        return {"from": before.bag} if before is not None and held else {}
    if not isinstance(draft.decision, Accept) or not draft.is_put or not draft.decision.bin:
        return {}
    bag = tables.bag_of_bin(connection, draft.decision.bin)
    if bag is None or (before is not None and _is_shut(connection, before.bag)):
        return {}
    grams = draft.capture.grams if draft.capture is not None else None
    again = before is not None and before.bag == bag.number
    if not again and takes_no_parcel(bag, grams) is not None:
        return {}
    return {"bag": bag.number} | ({"from": before.bag} if before is not None and not again else {})


def place_of_override(
    connection: sqlite3.Connection, parcel_id: str, bin_: str, grams: str | None
) -> dict[str, Any] | Nothing:
    """The same for a stopped parcel that goes into this bin, or why it does not."""
    before = tables.place_of(connection, parcel_id)
    held = tables.bag(connection, before.bag) if before is not None else None
    if held is not None and (shut := not_open(held)) is not None:
        return shut
    bag = tables.bag_of_bin(connection, bin_)
    if bag is None:
        return {}
    again = held is not None and held.number == bag.number
    if not again and (nothing := takes_no_parcel(bag, tables.amount(grams))) is not None:
        return nothing
    weight = {} if grams is None else {"grams": grams}
    return {"bag": bag.number, **weight} | ({"from": held.number} if held is not None and not again else {})


def not_to_leave(connection: sqlite3.Connection, scan: bytes) -> Nothing | None:
    """Why the parcel of this scan or override cannot be taken out of its bag: closed ones stay as they are."""
    place = tables.place_by(connection, scan)
    bag = tables.bag(connection, place.bag) if place is not None else None
    return None if bag is None else not_open(bag)


def corrected(connection: sqlite3.Connection, row: Row, of: uuid.UUID) -> Row | Nothing:
    """The row of a correction, which tells the bag of the corrected scan, or the open one of another bin.

    A bag that is closed keeps its parcel; only the parcel's number may change.
    """
    values = dict(zip(NAMES, row, strict=True))
    place = tables.place_by(connection, of.bytes)
    held = tables.bag(connection, place.bag) if place is not None else None
    details = {key: value for key, value in json.loads(values["details"] or "{}").items() if key not in _PLACES}
    if held is None or place is None:
        return _with(values, details)
    same_bin = values["bin"] == held.bin
    if not same_bin and (nothing := not_open(held)) is not None:
        return nothing
    bag = held if same_bin else tables.bag_of_bin(connection, values["bin"])
    elsewhere = tables.place_of(connection, values["parcel_id"]) if values["parcel_id"] is not None else None
    if elsewhere is not None and elsewhere.scan != place.scan:
        return _with(values, details)
    if bag is None or (not same_bin and takes_no_parcel(bag, place.grams) is not None):
        return _with(values, details)
    return _with(values, details | {"bag": bag.number})


_PLACES = ("bag", "from")


def _with(values: dict[str, Any], details: dict[str, Any]) -> Row:
    told = values | {"details": json_text(details) if details else None}
    return tuple(told[name] for name in NAMES)


def _is_shut(connection: sqlite3.Connection, number: str) -> bool:
    bag = tables.bag(connection, number)
    return bag is not None and bag.state is not BagState.OPEN
