"""Events of EPCIS 2.0: every scan of the record has one that GS1's schema takes, the same one each time."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ConfigError, parse
from hardware.reading.engines import gs1_digit
from station.core.exception_codes import Code
from station.core.models import Refusal, ScanDraft
from station.sync.epcis.events import HELD, STEPS, Event, declared_wrong, document, event_of, events_of, write_document
from station.sync.epcis.naming import Naming, bag_event_id, event_id
from tests.station.record.drafts import OVERWEIGHT, draft, drafts
from tests.station.sync.epcis.namings import BAGS, NAMED, NOW, PLAIN, S9, SSCC, namings, scan
from tests.station.sync.epcis_schema import complaints, needs_schema


@given(st.lists(drafts, max_size=4), namings)
def test_every_scan_has_an_event_that_the_schema_takes(many: list[ScanDraft], naming: Naming) -> None:
    needs_schema()
    events = [event for number, one in enumerate(many) for event in events_of(scan(one, number), naming)]

    assert complaints(json.loads(json.dumps(document(events, NOW)))) == []


@pytest.mark.parametrize(
    ("operation", "action", "step"),
    [
        ("arrival", "DELETE", "unpacking"),
        ("induct", "DELETE", "unpacking"),
        ("sort", "DELETE", "unpacking"),
        ("dispatch", "ADD", "packing"),
    ],
)
def test_a_parcel_that_goes_on_leaves_the_bag_in_view_or_goes_into_it(operation: str, action: str, step: str) -> None:
    needs_schema()
    one = scan(replace(draft(), operation=operation, bag=S9))
    seen, bagged = events_of(one, BAGS)

    assert seen == event_of(one, BAGS)
    assert (bagged["type"], bagged["action"], bagged["bizStep"]) == ("AggregationEvent", action, step)
    assert (bagged["parentID"], bagged["childEPCs"]) == (f"https://hub.example/bag/{S9}", seen["epcList"])
    assert (bagged["eventID"], seen["eventID"]) == (bag_event_id(one["scan_id"]), event_id(one["scan_id"]))
    assert bagged["eventTime"] == seen["eventTime"]
    assert complaints(document([seen, bagged], NOW)) == []


@pytest.mark.parametrize(
    ("of", "naming"),
    [
        (replace(draft(), bag=S9), PLAIN),
        (draft(), BAGS),
        (replace(draft(None), bag=S9), BAGS),
        (replace(draft(decision=OVERWEIGHT), bag=S9), BAGS),
    ],
    ids=["bags have no URI", "no bag was seen", "not identified", "stopped"],
)
def test_else_nothing_is_told_of_a_bag(of: ScanDraft, naming: Naming) -> None:
    assert events_of(scan(of), naming) == (event_of(scan(of), naming),)


def test_a_correction_declares_each_event_wrong_by_that_of_its_kind() -> None:
    needs_schema()
    original = events_of(scan(replace(draft(), bag=S9), 1), BAGS)
    successors = events_of(scan(replace(draft("RR123456799CN"), bag=S9), 2), BAGS)
    unbagged = events_of(scan(draft("RR123456799CN"), 2), BAGS)

    declared = [declared_wrong(event, successors, {}) for event in original]
    assert [one["errorDeclaration"]["correctiveEventIDs"] for one in declared] == [
        [event["eventID"]] for event in successors
    ]
    (only,) = declared_wrong(original[1], unbagged, {})["errorDeclaration"]["correctiveEventIDs"]
    assert only == unbagged[0]["eventID"]
    assert complaints(document([*declared, *successors], NOW)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bizStep", "sorting"),
        ("bizStep", "urn:epcglobal:cbv:bizstep:arriving"),
        ("epcList", ["1Z999AA10123456784"]),
        ("epcList", ["https://tracking.example/p/a\x1db"]),
        ("eventTime", "2026-11-22 10:00"),
        ("sensorElementList", [{"sensorReport": [{"type": "Weight", "value": 1}]}]),
        ("sensorElementList", [{"sensorReport": [{"type": "Mass", "value": "2.35"}]}]),
        ("station", "hub-1"),
    ],
)
def test_the_schema_refuses_what_the_standard_does_not_know(key: str, value: object) -> None:
    needs_schema()
    assert complaints(document([event_of(scan(draft()), PLAIN) | {key: value}], NOW))


@given(drafts, namings)
def test_an_event_is_the_same_each_time_and_names_its_scan(of: ScanDraft, naming: Naming) -> None:
    sent = scan(of)

    event = event_of(sent, naming)

    assert json.dumps(event) == json.dumps(event_of(json.loads(json.dumps(sent)), naming))
    assert event["eventID"] == f"urn:uuid:{sent['scan_id']}"
    assert (event["type"], event["action"]) == ("ObjectEvent", "OBSERVE")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["eventTime"])
    assert event["eventTime"] == of.clock.utc
    assert bool(event["epcList"]) == ("parcel_id" in sent)
    assert not any(":" in key for key in event)


@pytest.mark.parametrize("operation", STEPS)
def test_what_a_scan_means_follows_from_the_operation(operation: str) -> None:
    event = event_of(scan(draft()) | {"operation": operation}, PLAIN)

    assert (event["bizStep"], event["disposition"]) == STEPS[operation]


def test_an_operation_without_a_word_in_the_vocabulary_claims_no_step() -> None:
    assert "bizStep" not in event_of(scan(draft()) | {"operation": "x-ray"}, PLAIN)


@pytest.mark.parametrize("code", Code)
def test_what_stopped_is_held_but_for_what_was_only_seen_again_or_went_on(code: Code) -> None:
    event = event_of(scan(draft(decision=Refusal(code, (), "REJECT"))), PLAIN)

    if code is Code.DUPLICATE:
        assert "bizStep" not in event
    elif code is Code.OVERRIDE:
        assert event["bizStep"] == STEPS["sort"][0]
    else:
        assert (event["bizStep"], event["disposition"]) == ("holding", HELD[code])


def test_places_are_those_of_the_configuration_or_not_told() -> None:
    named, plain = event_of(scan(draft()), NAMED), event_of(scan(draft()), PLAIN)

    assert named["readPoint"] == {"id": "https://id.gs1.org/414/4012345000009"}
    assert named["bizLocation"] == {"id": "https://hub.example/halls/3"}
    assert named["eventTimeZoneOffset"] == "+08:00"
    assert not {"readPoint", "bizLocation"} & set(plain)


def labelled(parcel_id: str, raw: bytes) -> dict[str, Any]:
    return scan(draft(parcel_id)) | {"raw_hex": raw.hex()}


def test_an_sscc_is_a_digital_link_when_the_label_says_so_and_only_then() -> None:
    digit = gs1_digit(SSCC)
    good, bad = f"{SSCC}{digit}", f"{SSCC}{(digit + 1) % 10}"
    link = f"https://id.gs1.org/00/{good}"

    for raw in (f"00{good}", f"]C100{good}", f"\x1d00{good}\x1d420"):
        assert event_of(labelled(good, raw.encode()), PLAIN)["epcList"] == [link]
    assert event_of(labelled(f"00{good}", f"00{good}".encode()), PLAIN)["epcList"] == [link]
    for number, raw in ((good, good), (bad, f"00{bad}"), (good, ""), (f"00{bad}", f"00{bad}")):
        assert event_of(labelled(number, raw.encode()), PLAIN)["epcList"] == [f"https://tracking.example/p/{number}"]


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_no_number_breaks_its_uri_and_different_ones_differ(one: str, other: str) -> None:
    needs_schema()
    uris = [event_of(labelled("x", b"") | {"parcel_id": text}, PLAIN)["epcList"] for text in (one, other or "y")]

    assert complaints(document([{**event_of(scan(draft()), PLAIN), "epcList": uris[0]}], NOW)) == []
    assert (uris[0] == uris[1]) == (one == (other or "y"))
    assert all(uri.isascii() and uri.isprintable() for (uri,) in uris)


@given(
    st.from_regex(
        r"(https://[a-z]{1,5}\.example(:[0-9]{1,4})?/|urn:[a-z]{2,5}:)[ -~]{0,12}\{id\}[ -~]{0,6}", fullmatch=True
    )
)
def test_any_template_that_the_configuration_takes_makes_uris(template: str) -> None:
    needs_schema()
    text = "[epcis]\nparcel_uri = " + json.dumps(template)
    try:
        taken = parse(text, "x").epcis.parcel_uri
    except ConfigError:
        return
    assert complaints(document([event_of(scan(draft()), Naming(taken))], NOW)) == []


def test_a_correction_declares_the_original_wrong_and_points_to_what_stands_in_its_place() -> None:
    needs_schema()
    original = event_of(scan(draft(decision=OVERWEIGHT), 1), NAMED)
    successor = event_of(scan(draft(at="2026-11-22T10:05:00.000Z"), 2), NAMED)
    read_back = {**original, "@context": "https://x.example/", "recordTime": NOW}

    declared = declared_wrong(read_back, [successor], {"corrected_at": "2026-11-29T07:19:09.123Z"})

    assert {key: value for key, value in declared.items() if key != "errorDeclaration"} == original
    assert declared["errorDeclaration"] == {
        "declarationTime": "2026-11-29T07:19:09.123Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": [successor["eventID"]],
    }
    assert complaints(document([declared, successor], NOW)) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_written_document_is_the_document(count: int) -> None:
    events = [event_of(scan(draft(f"P{n}\u2028\x1d"), n), PLAIN) for n in range(count)]
    out = io.StringIO()

    assert write_document(out, iter(events), NOW) == count
    assert json.loads(out.getvalue()) == json.loads(json.dumps(document(events, NOW)))


def test_a_document_of_a_hundred_thousand_events_is_written_as_they_come() -> None:
    needs_schema()
    alive = most = 0

    class Counted(dict[str, Any]):
        def __init__(self, event: Event) -> None:
            nonlocal alive, most
            super().__init__(event)
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    one = event_of(scan(draft()), NAMED)
    out = io.StringIO()

    assert write_document(out, (Counted(one) for _ in range(100_000)), NOW) == 100_000
    assert most <= 3
    assert complaints(json.loads(out.getvalue())) == []
