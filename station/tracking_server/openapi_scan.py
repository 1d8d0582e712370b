"""What a scan says beside what the centre itself looks at: words for whoever reads the centre's data."""

from __future__ import annotations

from typing import Any

from station.core import Code, EntryKind

Part = dict[str, Any]

WEIGHT = {
    "grams": "Decimal, as text.",
    "value": "As the scale displayed it, decimal, as text; in `unit`.",
    "unit": "kg, g, lb, oz and so on.",
    "mode": "gross or net; manual or forced: no scale measured it, a worker or a supervisor told it.",
    "tare": "Decimal in `unit`, as text.",
    "stable": "The scale itself said that it had settled.",
    "settle_ms": "From the first load, or the last disturbance, to the capture.",
    "samples": "Frames of the scale in that time.",
    "age_ms": "How old the weight was at the scan.",
    "raw_hex": "The scale's own frame, bytes as hex.",
    "scale_serial": "The scale's serial number.",
    "capture_id": "Counts the station's captures; each is booked once.",
    "settled_by": "Why it counts as stable.",
    "alibi": "The id under which the scale itself has stored it.",
}

KEYS = {
    "mono_ns": "Monotonic nanoseconds; within one `boot_id` they order scans though wall time jumped.",
    "boot_id": "Names the boot of the station's computer.",
    "clock_state": "What `scanned_at` is worth: synced, unsynced or stepped.",
    "raw_hex": "What was read or keyed, bytes as hex.",
    "symbology": "Of the barcode; keyed when a person typed it, keyboard when a scanner did, text when it was printed; "
    "absent when nothing was read.",
    "aim": "AIM symbology identifier (ISO/IEC 15424), such as ]C1.",
    "frames": "Frames of the camera in which it was read.",
    "keyed": "Typed by a person.",
    "source": "ocr: read from the number printed on the label, as its bars could not be read. Absent: as engine and "
    "keyed say.",
    "engine": "Which reader read it, several joined by + when they agree; scanner:NAME for a scanner of that name, "
    "scanner:keyboard for one that acts as a keyboard, text for print.",
    "kind": "scan, void, override, receptacle, shift, check, recall or relabel. In a scan of an older station that has "
    "no presentation_id: what its number is.",
    "id_kind": "What the number is: parcel_id, receptacle_id, reference and so on.",
    "carrier": "Whose number it is.",
    "country": "ISO 3166-1 alpha-2.",
    "service": "The carrier's service.",
    "postal_code": "Of the recipient, as far as the label tells.",
    "check": "Whether its check digit holds; absent where it has none.",
    "references": "Other numbers on the label, an array of texts.",
    "bin": "Where it was sent.",
    "plan_version": "Of the sort plan that decided.",
    "code": "Of the exception, such as NR or HD; absent on accept. In a scan of an older station: exception.",
    "values": "What belongs to the code or to the bin, by name: a limit, a weight, a moment.",
    "presentation_id": "scan_id of the first scan of the presentation: one parcel until it is done with.",
    "read_before": "How the parcel was read by the earlier scans of its presentation: not_read, keyed, after_retries "
    "or first_time; absent in the first.",
    "about": "scan_id of the entry that this one is about: of the scan that a void takes back.",
    "details": "What an entry says that is no scan, by name. In a scan: size_mm, length, width and height as a machine "
    "measured them, decimals as text; scanner, what saw a parcel and read nothing; reason, why it came back.",
    "message": "What the worker was told.",
    "cause": "Why nothing was read.",
    "operator": "Who was at the station.",
    "verdict_ms": "From the first frame that showed the label to the verdict.",
    "event_code": "The partner's code of this operation or exception.",
    "corrects": "scan_id of the refused scan in whose place this one stands.",
    "corrected_by": "Who at the station put this scan in the place of the refused one; operator is who made that one.",
    "correction_reason": "Why, in that person's words.",
    "corrected_at": "When, UTC; scanned_at is the time of the refused one.",
    "bag": "The receptacle whose label the camera had seen last: the bag that is emptied or, at dispatch, filled.",
    "weight": "As it was captured; absent when there was none.",
}


_WHOLE: Part = {"type": ["integer", "null"], "minimum": 0}
_FLAG: Part = {"type": ["boolean", "null"]}
_MOMENT: Part = {"type": ["string", "null"], "format": "date-time"}
_DECIMAL: Part = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
_HEX: Part = {"type": ["string", "null"], "pattern": "^([0-9a-f]{2})*$"}
_TEXT: Part = {"type": ["string", "null"]}
TYPES: dict[str, Part] = {
    "mono_ns": _WHOLE,
    "clock_state": _TEXT | {"examples": ["synced", "unsynced", "stepped"]},
    "raw_hex": _HEX,
    "frames": _WHOLE,
    "keyed": _FLAG,
    "source": _TEXT | {"examples": ["ocr"]},
    "kind": _TEXT | {"examples": [each.value for each in EntryKind]},
    "check": _FLAG,
    "references": {"type": ["array", "null"], "items": {"type": "string"}},
    "code": _TEXT | {"examples": [each.value for each in Code]},
    "values": {"type": ["object", "null"]},
    "read_before": _TEXT | {"examples": ["not_read", "keyed", "after_retries", "first_time"]},
    "details": {"type": ["object", "null"]},
    "verdict_ms": {"type": ["number", "null"], "minimum": 0},
    "corrected_at": _MOMENT,
}
"""Of a scan's keys; every other one is a text."""
WEIGHT_TYPES: dict[str, Part] = {
    "grams": _DECIMAL,
    "value": _DECIMAL,
    "mode": _TEXT | {"examples": ["gross", "net", "manual", "forced"]},
    "tare": _DECIMAL,
    "stable": _FLAG,
    "settle_ms": _WHOLE,
    "samples": _WHOLE,
    "age_ms": _WHOLE,
    "raw_hex": _HEX,
    "capture_id": _WHOLE,
}
EXAMPLE: Part = {
    "scan_id": "3d0c5c2e-7d0a-4b53-9a3c-0f5a5b1f7a01", "seq": 81235, "kind": "scan",
    "scanned_at": "2026-01-31T10:20:30.123Z", "mono_ns": 13744247659515,
    "boot_id": "893c7139-010b-4447-a0c7-77943ad52a3a", "clock_state": "synced", "operation": "sort",
    "parcel_id": "LX123456785CN", "id_kind": "parcel_id", "carrier": "china-post", "country": "CN", "check": True,
    "symbology": "Code 128", "aim": "]C0", "raw_hex": "4c58313233343536373835434e", "frames": 5, "keyed": False,
    "engine": "zxing+zbar", "decision": "accept", "bin": "A12", "plan_version": "2026-01", "operator": "Ana",
    "presentation_id": "3d0c5c2e-7d0a-4b53-9a3c-0f5a5b1f7a01", "verdict_ms": 69.1,
    "weight": {
        "grams": "641.000", "value": "0.641", "unit": "kg", "mode": "net", "stable": True, "settle_ms": 131,
        "samples": 8, "age_ms": 132, "capture_id": 4, "settled_by": "flag", "raw_hex": "5320",
    },
}  # fmt: skip


def described() -> dict[str, Part]:
    """The properties of a scan as a station sends them; the centre keeps any value, and keys that are not here too."""
    properties = {key: TYPES.get(key, _TEXT) | {"description": words} for key, words in KEYS.items()}
    weight = {key: WEIGHT_TYPES.get(key, _TEXT) | {"description": words} for key, words in WEIGHT.items()}
    return properties | {"weight": {"type": ["object", "null"], "description": KEYS["weight"], "properties": weight}}
