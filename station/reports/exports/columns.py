"""The columns of every file that `station export` writes, in order, and what each means. Add one here.

What the record keeps comes from its own tables (`station/record/log/scan_columns.py`). What an export adds to it stands
here; `records` puts the value into the row. `make reference` writes docs/reference/export-columns.md from this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import MARKS, SCAN_KEYS, WEIGHT_KEYS
from station.record.outbox import ASKED, REFUSAL

if TYPE_CHECKING:
    from collections.abc import Mapping

_BESIDE = SCAN_KEYS.index("scanned_at") + 1
ENTRIES = (
    *SCAN_KEYS[:_BESIDE],
    "scanned_at_corrected",
    *SCAN_KEYS[_BESIDE:],
    "decision",
    "source",
    *(f"weight_{key}" for key in WEIGHT_KEYS),
)
"""Of `export entries`."""
SCANS = (*ENTRIES, *MARKS)
"""Of `export scans` and `export exceptions`."""
REFUSED = REFUSAL
"""Of `export refused`."""
REQUESTS = ASKED
"""Of `export requests`."""

BAGS = (
    "bag", "state", "bin", "destination", "count", "net_g", "unweighed", "gross_g", "tare_g", "seal", "container",
    "despatch", "most_parcels", "most_g", "most_l", "opened_at", "closed_at", "loaded_at", "dispatched_at",
)  # fmt: skip
"""Of `export bags`."""

MANIFEST = (
    "despatch",
    "dispatched_at",
    "container",
    "bag",
    "destination",
    "bin",
    "seal",
    "bag_gross_g",
    "parcel_id",
    "grams",
)
"""Of the manifest of a despatch: a row a parcel."""

MEANINGS: Mapping[str, str] = {
    "seq": "The number of the entry in the record of this station.",
    "scan_id": "The name of the entry, for good and everywhere.",
    "scanned_at": "When it was scanned, by the clock of the station.",
    "scanned_at_corrected": "The true time, where a wrong clock was found out later.",
    "operation": "What the scan meant: arrival, induct, sort, load, dispatch, return or audit.",
    "parcel_id": "The parcel; empty when no number was read.",
    "decision": "accept, or exception: the parcel stopped. Empty for an entry that is no scan.",
    "source": "ocr: read from the printed number, as the bars could not be. Empty: as engine and keyed say.",
    "taken_back": "true when somebody took the scan back: it counts no more. Not in `export entries`.",
    "override_bin": "The bin into which a supervisor let the stopped parcel go. Not in `export entries`.",
    "at": "When it was asked.",
    "request": "What was asked: the name of the kind of request.",
    "who": "Who asked.",
    "why": "Why, in that person's words.",
    "done": "true: it was done. false: there was nothing to do.",
    "reason": "A code for what came of it.",
    "request_id": "The name of the request: one that is handed in twice is done once.",
    "refused_at": "When the centre refused it.",
    "resolved": "What a person did about it: accepted (left as it is) or fixed.",
    "resolved_by": "Who.",
    "resolved_why": "Why, in that person's words.",
    "resolved_at": "When.",
    "successor": "The number of the scan that was sent in its place.",
}
"""Of columns whose meaning for a reader of the file is not that of the wire
(`station/tracking_server/openapi_scan.py`).
"""
MEANINGS_OF_REFUSED: Mapping[str, str] = {
    "code": "The centre's code for the refusal.",
    "message": "The centre's words.",
}
MEANINGS_OF_REQUESTS: Mapping[str, str] = {"details": "What belongs to the reason, JSON."}
MEANINGS_OF_BAGS: Mapping[str, str] = {
    "bag": "Its number.",
    "state": "open, closed or dispatched.",
    "bin": "Whose parcels go into it; empty: it is a container, which holds bags.",
    "destination": "Where it goes.",
    "count": "Parcels in it; of a container the bags.",
    "net_g": "The sum of their weights, grams; of a container of the gross weights of its bags.",
    "unweighed": "So many of them have no weight.",
    "gross_g": "What it weighed when it was closed, grams.",
    "tare_g": "Weight of the empty bag, grams.",
    "seal": "Number of its seal.",
    "container": "In which it lies.",
    "despatch": "With which it left.",
    "most_parcels": "So many parcels fill it.",
    "most_g": "So many grams of parcels fill it.",
    "most_l": "Its volume in litres, told to people alone.",
    "opened_at": "When it was opened.",
    "closed_at": "When it was closed.",
    "loaded_at": "When it was loaded onto the vehicle; empty: it was not.",
    "dispatched_at": "When it left.",
}

TIMES = {
    "scanned_at", "scanned_at_corrected", "refused_at", "resolved_at", "opened_at", "closed_at",
    "loaded_at", "dispatched_at",
}  # fmt: skip
"""For people: local, with the offset from UTC."""
FIGURES = {
    "weight_grams", "weight_value", "weight_tare",
    "grams", "net_g", "gross_g", "bag_gross_g", "tare_g", "most_g", "most_l",
}  # fmt: skip
"""Decimal numbers, which the wire has as text."""
