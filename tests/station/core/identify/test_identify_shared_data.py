"""Against the collection of published numbers beside the checkout."""

from __future__ import annotations

import json
from typing import Any

import pytest

from station.core.identify import identify
from station.core.models import Kind
from tests.shared_data import shared_file

COLLECTION = shared_file("identifiers.json")
WHERE_GIVEN = {"service", "postal_code", "printed_form"}
"""The file leaves these out where its own source does."""
DIFFERENT = {
    "0017": "DHL waybills are printed 2-4-4, as the file itself has it for 0338 to 0340",
    "0019": "as 0017",
    "0020": "as 0017",
    "0023": "as 0017",
    "0411": "a number that the file calls good although its check digit fails: unverified, so its check says nothing",
}
"""Entries of which this file is believed more than that one."""
FIELDS = {
    "kind": "kind",
    "carrier": "carrier",
    "country": "country",
    "country_role": "country_role",
    "service": "service",
    "postal_code": "postal_code",
    "normalized": "normalized",
    "printed": "printed_form",
    "check": "check_ok",
}


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    if COLLECTION is None:
        pytest.skip("the collection of numbers is not beside this checkout")
    read: list[dict[str, Any]] = json.loads(COLLECTION.read_text(encoding="utf-8"))
    return read


def test_every_good_number_is_fully_described(entries: list[dict[str, Any]]) -> None:
    positives = [entry for entry in entries if not entry["negative"]]
    assert positives
    wrong = {}
    for entry in positives:
        identity = identify(entry["raw"], entry.get("symbology"), entry.get("aim"))
        expect = entry["expect"]
        given = {name: key for name, key in FIELDS.items() if key not in WHERE_GIVEN or expect.get(key) is not None}
        said = {name: getattr(identity, name) for name in given}
        wanted = {name: expect.get(key) for name, key in given.items()}
        if said != wanted:
            wrong[entry["id"]] = (said, wanted)
    assert {id_: wrong[id_] for id_ in wrong if id_ not in DIFFERENT} == {}


def test_every_difference_that_is_excused_is_still_one(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        if entry["id"] in DIFFERENT:
            identity = identify(entry["raw"], entry.get("symbology"), entry.get("aim"))
            expect = entry["expect"]
            assert (identity.printed, identity.check) != (expect.get("printed_form"), expect.get("check_ok"))


def test_nothing_that_is_no_good_parcel_id_is_accepted(entries: list[dict[str, Any]]) -> None:
    negatives = [entry for entry in entries if entry["negative"]]
    assert negatives
    accepted = [e["raw"] for e in negatives if identify(e["raw"], e.get("symbology"), e.get("aim")).accepted]
    assert accepted == []


def test_what_is_accepted_has_the_carrier_of_the_collection(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        identity = identify(entry["raw"], entry.get("symbology"), entry.get("aim"))
        if identity.accepted:
            assert identity.carrier == entry["expect"]["carrier"], entry["id"]


def test_no_negative_looks_like_a_parcel_id_that_may_be_booked(entries: list[dict[str, Any]]) -> None:
    for entry in (each for each in entries if each["negative"]):
        identity = identify(entry["raw"], entry.get("symbology"), entry.get("aim"))
        assert identity.kind is not Kind.PARCEL or identity.check is False or identity.refused, entry["id"]
