"""Against the collection of published numbers beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from station.core.identify import identify

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data" / "identifiers.json"
FORMATS = {"s10", "usps-impb", "usps-impb-420", "ups", "ups-maxicode", "cainiao-lp", "cainiao-cn"}
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
    if not COLLECTION.exists():
        pytest.skip("the collection of numbers is not beside this checkout")
    read: list[dict[str, Any]] = json.loads(COLLECTION.read_text(encoding="utf-8"))
    return read


def test_every_number_of_the_four_formats_is_fully_described(entries: list[dict[str, Any]]) -> None:
    wrong = []
    for entry in entries:
        if entry["format"] in FORMATS and not entry["negative"]:
            identity = identify(entry["raw"], entry.get("symbology"), entry.get("aim"))
            expect = entry["expect"]
            said = {name: getattr(identity, name) for name in FIELDS}
            wanted = {name: expect.get(key) for name, key in FIELDS.items()}
            if said != wanted:
                wrong.append((entry["id"], said, wanted))
    assert wrong == []


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
