"""What a single scan must be to be stored; pure."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Any

from station.tracking_server.quarters import counted
from station.tracking_server.verdicts import Checked, Verdict, rejected

LARGEST_SEQ = 2**63 - 1
LONGEST_PARCEL_ID = 64

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|\+00:00)")


def check_scan(scan: Any, first_seq: int, last_seq: int) -> Checked | Verdict:
    """The scan, or why it is refused; any JSON value may come in, nothing is raised."""
    if not isinstance(scan, dict):
        return rejected("not_an_object", "a scan must be a JSON object")
    scan_id, seq, scanned_at = scan.get("scan_id"), scan.get("seq"), scan.get("scanned_at")
    operation, parcel_id, decision = scan.get("operation"), scan.get("parcel_id"), scan.get("decision")
    if not isinstance(scan_id, str) or not _UUID.fullmatch(scan_id):
        return rejected("scan_id", "scan_id must be a UUID of 36 characters")
    if type(seq) is not int or not 0 < seq <= LARGEST_SEQ:
        return rejected("seq", "seq must be a whole number from 1 to 2^63-1")
    if not first_seq <= seq <= last_seq:
        return rejected("seq_range", "seq lies outside first_seq..last_seq of its batch")
    if not isinstance(scanned_at, str) or not is_utc(scanned_at):
        return rejected("scanned_at", "scanned_at must be ISO 8601 in UTC, such as 2026-01-31T23:59:59.123Z")
    if not isinstance(operation, str) or not operation:
        return rejected("operation", "operation must be a text that is not empty")
    if parcel_id is not None and not (isinstance(parcel_id, str) and 0 < len(parcel_id) <= LONGEST_PARCEL_ID):
        return rejected("parcel_id", f"parcel_id must be absent, null or a text of 1 to {LONGEST_PARCEL_ID} characters")
    if decision is not None and not isinstance(decision, str):
        return rejected("decision", "decision must be absent, null or a text")
    scan_id = scan_id.lower()
    try:
        body = canonical({**scan, "scan_id": scan_id})
        content_hash = hashlib.sha256(body.encode()).digest()
    except (ValueError, RecursionError):  # lone surrogates, numbers beyond a double, nesting
        return rejected("not_storable", "the scan holds a value that is no Unicode text or no finite number")
    is_scan = decision is not None or scan.get("kind") in (None, "scan")  # an older station names the number by `kind`
    parcel_id = _on_label(scan, parcel_id)
    accepts = _accepts(scan, decision, is_scan=is_scan)
    counts = counted(scan, is_scan=is_scan, accepts=accepts)
    return Checked(scan_id, seq, scanned_at, parcel_id, decision, body, content_hash, is_scan, accepts, counts)


def _on_label(entry: dict[str, Any], parcel_id: str | None) -> str | None:
    """The number under which an entry is looked up. About a new label: the old one where it was asked for, the new one
    where it was read.
    """
    if entry.get("kind") != "relabel":
        return parcel_id
    details = entry.get("details")
    number = details.get("new" if details.get("is") == "read" else "old") if isinstance(details, dict) else None
    return number if isinstance(number, str) and 0 < len(number) <= LONGEST_PARCEL_ID else None


def _accepts(entry: dict[str, Any], decision: str | None, *, is_scan: bool) -> int:
    """As a station counts its own accepted parcels: see `station.record.last_hour`."""
    if is_scan:
        return int(decision != "exception")
    if entry.get("kind") == "void":
        return -1 if entry.get("code") is None else 0
    return int(entry.get("kind") == "override")


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(scan: dict[str, Any]) -> str:
    """The one spelling of a scan by which two are compared. ValueError on numbers that JSON has not."""
    return _encode(scan)


def is_utc(text: str) -> bool:
    """Whether a text is a moment in UTC, spelled as ISO 8601."""
    if not _UTC.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
