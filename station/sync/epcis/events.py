"""Scans as EPCIS 2.0 events (JSON-LD), and documents of them. Pure; any scan of the record has an event.

Sources: EPCIS 2.0 (gs1/EPCIS: OpenAPI, JSON schema, Ontology/CBV.ttl). One scan is one ObjectEvent and, where bags have
URIs, one AggregationEvent of a parcel that came out of a bag or went into one. No extension fields: repositories refuse
namespaces that they do not know. A parcel that was not identified has no EPC: its event has an empty list.
"""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TextIO

from station.core import Code, EntryKind, utc_text
from station.sync.epcis.bag_events import aggregation, bag_events, put_events
from station.sync.epcis.naming import bag_event_id, event_id, parcel_uri
from station.sync.epcis.times import moment_of, to_millisecond, where_and_when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from station.sync.epcis.naming import Naming

Event = dict[str, Any]
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
VERSION = "2.0"

STEPS = {
    "arrival": ("arriving", "in_transit"),
    "induct": ("inspecting", "in_progress"),
    "sort": ("staging_outbound", "in_progress"),
    "dispatch": ("departing", "in_transit"),
    "return": ("receiving", "returned"),
}
"""Operation -> bizStep and disposition of a parcel that went on. CBV has no step for sorting itself."""
HELD = {code.value: code.disposition for code in Code if code.disposition}
"""Exception -> disposition of a parcel that stopped; its bizStep is `holding`. Not here: a duplicate, which was seen
again and is held by nobody, and an override, which went on."""
UNITS = {"kg": "KGM", "g": "GRM"}
"""UN/ECE Recommendation 20."""


def events_of(scan: Mapping[str, Any], naming: Naming) -> tuple[Event, ...]:
    """The event of a scan, and those of its bags, if it has any; of another entry those of bags alone."""
    if not is_scan(scan):
        return bag_events(scan, naming)
    event = event_of(scan, naming)
    if not (naming.bag_uri and "parcel_id" in scan):
        return (event,)
    told = put_events(scan, naming)
    if _code(scan) not in (None, Code.OVERRIDE.value):
        return event, *told
    if "bag" not in scan or (told and scan.get("operation") == "dispatch"):
        return (event, *told)
    action = "ADD" if scan.get("operation") == "dispatch" else "DELETE"
    name = bag_event_id(scan["scan_id"])
    return event, aggregation(scan, naming, name, (scan["bag"], event["epcList"]), action), *told


def is_scan(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is a scan: those of before database version 8 all are."""
    return "decision" in entry or entry.get("kind") == EntryKind.SCAN.value


def _code(scan: Mapping[str, Any]) -> Any:
    """Of its exception; entries of before database version 8 have another key."""
    return scan.get("code", scan.get("exception"))


def event_of(scan: Mapping[str, Any], naming: Naming) -> Event:
    """The event of a scan in its wire form; the same scan gives the same event. `scanned_at_corrected` beside the time
    that a wrong clock gave it is believed.
    """
    at = scan.get("scanned_at_corrected", scan["scanned_at"])
    moment = moment_of(at)
    step, disposition = _meaning(scan)
    event: Event = {
        "type": "ObjectEvent",
        "eventID": event_id(scan["scan_id"]),
        "epcList": [parcel_uri(scan, naming)] if "parcel_id" in scan else [],
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        **where_and_when(scan, naming),
        "sensorElementList": _weighed(scan.get("weight"), at, moment),
    }
    return {key: value for key, value in event.items() if value is not None}


def declared_wrong(original: Mapping[str, Any], successors: Sequence[Event], scan: Mapping[str, Any]) -> Event:
    """An event of a scan again, declared to hold wrong data, with that of its kind of the scan in its place.

    EPCIS repositories are journals: the original keeps its name, and everything else of it. `scan` is the one in its
    place, in its wire form; the time of the declaration is that of the correction, where an old record tells it.
    Without successors `scan` is the entry that took the original back: it did not occur.
    """
    kept = {key: value for key, value in original.items() if key not in ("@context", "recordTime", "errorDeclaration")}
    if not successors:
        declared = {"declarationTime": to_millisecond(scan["scanned_at"]), "reason": "did_not_occur"}
        return {**kept, "errorDeclaration": declared}
    successor = next((event for event in successors if event["type"] == original.get("type")), successors[0])
    declaration = {
        "declarationTime": to_millisecond(scan["corrected_at"]) if "corrected_at" in scan else successor["eventTime"],
        "reason": "incorrect_data",
        "correctiveEventIDs": [successor["eventID"]],
    }
    return {**kept, "errorDeclaration": declaration}


def rightly_timed(scan: Mapping[str, Any], clock: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The scan with `scanned_at_corrected` when its clock was not right and `clock` (a ClockReading of now) is: the
    monotonic clock of one boot ran on all the while.
    """
    now = moment_of(clock["utc"]) if clock is not None else None
    if clock is None or now is None or scan.get("clock_state") == "synced" or clock["state"] != "synced":
        return scan
    since_ns = clock["mono_ns"] - scan["mono_ns"]
    if clock["boot_id"] != scan.get("boot_id") or since_ns < 0:
        return scan
    return {**scan, "scanned_at_corrected": utc_text(now - timedelta(microseconds=since_ns / 1000))}


def _meaning(scan: Mapping[str, Any]) -> tuple[str | None, str | None]:
    code, operation = _code(scan), scan.get("operation", "")
    if code == Code.DUPLICATE.value:
        return None, "in_progress"
    if code is None or code == Code.OVERRIDE.value:
        return STEPS.get(operation, (None, None))
    return "holding", HELD.get(code, "unknown")


def _weighed(weight: Mapping[str, Any] | None, at: str, moment: datetime | None) -> list[Event] | None:
    """The weight as a sensor's report, at the moment at which it was captured: never after the event."""
    if weight is None:
        return None
    told = weight.get("unit") in UNITS
    unit, value = (str(weight["unit"]), float(weight["value"])) if told else ("g", float(weight["grams"]))
    if not math.isfinite(value):
        return None
    captured = to_millisecond(at)
    try:
        if moment is not None:
            earlier = moment - timedelta(milliseconds=weight.get("age_ms", 0))
            captured = to_millisecond(earlier.isoformat(timespec="milliseconds"))
    except OverflowError:
        pass
    report = {"type": "Mass", "value": int(value) if value.is_integer() else value, "uom": UNITS[unit]}
    return [{"sensorMetadata": {"time": captured}, "sensorReport": [report]}]


def document(events: Iterable[Event], now_utc: str) -> Event:
    """An EPCISDocument, for one request."""
    return {**_head(now_utc), "epcisBody": {"eventList": list(events)}}


def write_document(out: TextIO, events: Iterable[Event], now_utc: str) -> int:
    """Write an EPCISDocument, an event a line, holding one event at a time; how many."""
    out.write(json.dumps(_head(now_utc), ensure_ascii=False)[:-1] + ', "epcisBody": {"eventList": [')
    count = 0
    for event in events:
        out.write((",\n" if count else "\n") + json.dumps(event, ensure_ascii=False))
        count += 1
    out.write("\n]}}\n")
    return count


def _head(now_utc: str) -> Event:
    return {"@context": [CONTEXT], "type": "EPCISDocument", "schemaVersion": VERSION, "creationDate": now_utc}
