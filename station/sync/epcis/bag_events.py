"""Events of bags: what went into them or came out, and that they left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.core import EntryKind
from station.sync.epcis.naming import bag_event_id, event_id, filled, parcel_uri
from station.sync.epcis.times import where_and_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.sync.epcis.naming import Naming

    Event = dict[str, Any]


STEPS = {
    "loaded": ("loading", "in_progress"),
    "unloaded": ("unloading", "in_progress"),
    "dispatched": ("departing", "in_transit"),
}
"""What happened to a bag as a whole -> bizStep and disposition."""


def bag_events(entry: Mapping[str, Any], naming: Naming) -> tuple[Event, ...]:
    """What happened to a bag without a scan; nothing where bags have no URI. The first has the name of the entry."""
    details, kind = entry.get("details") or {}, entry.get("kind")
    if not naming.bag_uri or kind not in {EntryKind.RECEPTACLE.value, EntryKind.OVERRIDE.value}:
        return ()
    name, told = event_id(entry["scan_id"]), details.get("is")
    if kind == EntryKind.OVERRIDE.value or told in {"moved", "put", "found", "lost"}:
        named = {"parcel_id": entry.get("parcel_id", details.get("parcel_id")), **entry}
        return tuple(
            event | ({"eventID": name} if place == 0 else {}) for place, event in enumerate(put_events(named, naming))
        )
    if told in {"nested", "taken_out"}:
        inside = (details["container"], [filled(naming.bag_uri, details["bag"])])
        return (aggregation(entry, naming, name, inside, "ADD" if told == "nested" else "DELETE"),)
    if told not in STEPS:
        return ()
    step, disposition = STEPS[told]
    seen = {"type": "ObjectEvent", "eventID": name, "epcList": [filled(naming.bag_uri, details["bag"])]}
    meant = {"action": "OBSERVE", "bizStep": step, "disposition": disposition}
    return (seen | meant | where_and_when(entry, naming),)


def put_events(entry: Mapping[str, Any], naming: Naming) -> tuple[Event, ...]:
    """A parcel left the bag in which it was, and went into the one that the entry names."""
    details, child = entry.get("details") or {}, [parcel_uri(entry, naming)]
    steps = (("from", "DELETE"), ("bag", "ADD"))
    if not naming.bag_uri:
        return ()
    return tuple(
        aggregation(entry, naming, bag_event_id(entry["scan_id"], key), (details[key], child), action)
        for key, action in steps
        if key in details
    )


def aggregation(entry: Mapping[str, Any], naming: Naming, name: str, held: tuple[str, list[str]], action: str) -> Event:
    """Things (`held[1]`, URIs) that went into the bag `held[0]` (`ADD`), or came out of it (`DELETE`)."""
    return {
        "type": "AggregationEvent",
        "eventID": name,
        "parentID": filled(naming.bag_uri, held[0]),
        "childEPCs": held[1],
        "action": action,
        "bizStep": "packing" if action == "ADD" else "unpacking",
        "disposition": "in_progress",
        **where_and_when(entry, naming),
    }
