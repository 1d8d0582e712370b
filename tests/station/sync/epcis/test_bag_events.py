"""What happens to bags is told as events that GS1's schema takes: into a bag, out of it, and away."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from station.core import EntryDraft, EntryKind
from station.record.log.rows import entry_row, row_of
from station.record.log.wire import wire_of
from station.sync.epcis.events import document, events_of
from station.sync.epcis.naming import bag_event_id, event_id, event_names
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.sync.epcis.namings import BAGS, NOW, PLAIN
from tests.station.sync.epcis_schema import complaints, needs_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = uuid.UUID("01a202b2-c500-7333-a4ce-bb94a25dc906")
PARCEL = "RR123456785CN"
CHILD = f"https://tracking.example/p/{PARCEL}"


def uri(bag: str) -> str:
    return f"https://hub.example/bag/{bag}"


def entry(kind: EntryKind, details: Mapping[str, object], parcel_id: str | None = None) -> dict[str, Any]:
    of = EntryDraft(kind, draft().clock, "sort", "Ana", parcel_id=parcel_id, details=details)
    return wire_of(entry_row(1, NAME.bytes, of))


def told(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    needs_schema()
    events = events_of(of, BAGS)
    assert complaints(document(events, NOW)) == []
    assert {event["eventID"] for event in events} <= set(event_names(str(NAME), BAGS))
    assert len({event["eventID"] for event in events}) == len(events)
    assert events == () or events[0]["eventID"] == event_id(str(NAME)), "by this name the repository is asked"
    return [
        (event["action"], event["bizStep"], event.get("parentID"), event.get("childEPCs", event.get("epcList")))
        for event in events
    ]


IN = ("ADD", "packing", uri("BAG-1"), [CHILD])
OUT = ("DELETE", "unpacking", uri("BAG-2"), [CHILD])


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"is": "moved", "parcel_id": PARCEL, "bag": "BAG-1", "from": "BAG-2"}, [OUT, IN]),
        ({"is": "moved", "parcel_id": PARCEL, "bag": "BAG-1"}, [IN]),
        ({"is": "found", "parcel_id": PARCEL, "bag": "BAG-1"}, [IN]),
        ({"is": "found", "parcel_id": PARCEL}, []),
        ({"is": "lost", "parcel_id": PARCEL, "from": "BAG-2"}, [OUT]),
        ({"is": "nested", "bag": "BAG-1", "container": "CAGE-1"}, [("ADD", "packing", uri("CAGE-1"), [uri("BAG-1")])]),
        (
            {"is": "taken_out", "bag": "BAG-1", "container": "CAGE-1"},
            [("DELETE", "unpacking", uri("CAGE-1"), [uri("BAG-1")])],
        ),
        ({"is": "dispatched", "bag": "BAG-1", "despatch": "D"}, [("OBSERVE", "departing", None, [uri("BAG-1")])]),
        ({"is": "loaded", "bag": "BAG-1"}, [("OBSERVE", "loading", None, [uri("BAG-1")])]),
        ({"is": "unloaded", "bag": "BAG-1"}, [("OBSERVE", "unloading", None, [uri("BAG-1")])]),
        ({"is": "put", "parcel_id": PARCEL, "bag": "BAG-1", "from": "BAG-2"}, [OUT, IN]),
        ({"is": "opened", "bag": "BAG-1"}, []),
        ({"is": "closed", "bag": "BAG-1"}, []),
        ({"is": "reopened", "bag": "BAG-1"}, []),
    ],
)
def test_what_happens_to_a_bag(details: dict[str, object], expected: list[object]) -> None:
    assert told(entry(EntryKind.RECEPTACLE, details)) == expected


def test_an_override_puts_its_parcel_into_the_bag() -> None:
    assert told(entry(EntryKind.OVERRIDE, {"bag": "BAG-1", "from": "BAG-2"}, PARCEL)) == [OUT, IN]
    assert told(entry(EntryKind.OVERRIDE, {}, PARCEL)) == []


def test_a_scan_puts_its_parcel_into_the_bag_and_out_of_the_one_before() -> None:
    seen, *bags = told(wire_of(row_of(1, NAME.bytes, draft(), {"bag": "BAG-1", "from": "BAG-2"})))
    assert seen[0] == "OBSERVE"
    assert bags == [OUT, IN]


def test_a_stop_takes_its_parcel_out_of_the_bag() -> None:
    stopped = replace(draft(), decision=OVERWEIGHT)
    seen, *bags = told(wire_of(row_of(1, NAME.bytes, stopped, {"from": "BAG-2"})))
    assert seen[:2] == ("OBSERVE", "holding")
    assert bags == [OUT]


def test_without_uris_of_bags_nothing_is_told() -> None:
    moved = entry(EntryKind.RECEPTACLE, {"is": "moved", "parcel_id": PARCEL, "bag": "BAG-1"})
    assert events_of(moved, PLAIN) == ()
    assert event_names(str(NAME), PLAIN) == [event_id(str(NAME))]
    assert bag_event_id(str(NAME)) != bag_event_id(str(NAME), "bag")
