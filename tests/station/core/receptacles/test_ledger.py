"""Bags recounted from entries alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from station.core.bag import BagState
from station.core.receptacles import Ledger

AT = "2026-11-30T10:00:00.000Z"


def scan(name: str, parcel: str, bag: str, grams: str | None = "1000", **more: Any) -> dict[str, Any]:
    weight = {} if grams is None else {"weight": {"grams": grams}}
    told = {"kind": "scan", "scan_id": name, "scanned_at": AT, "parcel_id": parcel, "decision": "accept"}
    return {**told, "details": {"bag": bag}, **weight, **more}


def about(what: str, bag: str, **details: Any) -> dict[str, Any]:
    return {"kind": "receptacle", "scanned_at": AT, "bin": "A01", "details": {"is": what, "bag": bag, **details}}


def ledger(*entries: dict[str, Any]) -> Ledger:
    told = Ledger()
    for entry in (about("opened", "B1"), about("opened", "B2"), *entries):
        told.add(entry)
    return told


def held(told: Ledger, bag: str) -> tuple[int, Decimal, int]:
    now = told.bags[bag]
    return now.count, now.net_g, now.unweighed


def test_scans_add_up_and_a_void_takes_out() -> None:
    told = ledger(scan("1", "P1", "B1"), scan("2", "P2", "B1", None), {"kind": "void", "about": "1"})
    assert held(told, "B1") == (1, Decimal(0), 1)
    assert set(told.parcels) == {"P2"}


def test_a_parcel_is_in_one_bag() -> None:
    moved = {"kind": "receptacle", "scanned_at": AT, "details": {"is": "moved", "parcel_id": "P1", "bag": "B1"}}
    moved["details"] = {**dict(moved["details"]), "scan": "2", "grams": "1000"}  # type: ignore[arg-type]
    told = ledger(scan("1", "P1", "B1"), scan("2", "P1", "B2"))
    assert (held(told, "B1")[0], held(told, "B2")[0]) == (0, 1)
    told.add(moved)
    assert (held(told, "B1")[0], held(told, "B2")[0]) == (1, 0)
    told.add({"kind": "void", "about": "2"})
    assert held(told, "B1") == (0, Decimal(0), 0)


def test_a_correction_follows_into_an_open_bag_and_into_one_that_left() -> None:
    told = ledger(scan("1", "P1", "B1"), scan("2", "P9", "B1", corrects="1"))
    assert set(told.parcels) == {"P9"}
    told.add(about("closed", "B1", seal="S1", gross_g="1200"))
    told.add(about("dispatched", "B1", despatch="D1"))
    told.add(scan("3", "P8", "B1", corrects="2"))
    assert (told.bags["B1"].state, told.bags["B1"].despatch) == (BagState.DISPATCHED, "D1")
    assert (set(told.sent["B1"]), held(told, "B1")[0], told.parcels) == ({"P8"}, 1, {})


def test_a_bag_that_was_never_opened_changes_nothing() -> None:
    told = ledger(scan("1", "P1", "B9"), about("closed", "B9"), {"kind": "void", "about": "9"})
    assert (set(told.bags), told.parcels) == ({"B1", "B2"}, {})


def test_scans_of_before_there_were_kinds_and_other_entries_are_passed_over() -> None:
    told = ledger({"kind": "parcel_id", "scan_id": "1", "decision": "accept"}, {"kind": "shift", "details": {}})
    assert held(told, "B1") == (0, Decimal(0), 0)
