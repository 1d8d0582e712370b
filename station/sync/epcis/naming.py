"""Names and URIs of events and of what they are about."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from station.core.identify import gs1_holds

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Naming:
    """URIs of things that have other names here."""

    parcel_uri: str
    """`{id}` stands for the percent-encoded number."""
    read_point: str = ""
    biz_location: str = ""
    """Empty: not told."""
    zone: tzinfo = UTC
    bag_uri: str = ""
    """`{id}` stands for the percent-encoded receptacle; empty: nothing is told of bags."""


def event_id(scan_id: str) -> str:
    """The name of a scan's event."""
    return f"urn:uuid:{scan_id}"


def bag_event_id(scan_id: str, which: str = "in view") -> str:
    """The name of an event of a scan's bag (RFC 9562, version 5): the one in view, the one it came `from`, or the `bag`
    into which it went.
    """
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(scan_id), _BAG_NAMES[which])}"


_BAG_NAMES = {"in view": "bag", "from": "from", "bag": "into"}


def event_names(scan_id: str, naming: Naming) -> list[str]:
    """Every name that an event of an entry may have."""
    bags = [bag_event_id(scan_id, which) for which in _BAG_NAMES] if naming.bag_uri else []
    return [event_id(scan_id), *bags]


def parcel_uri(scan: Mapping[str, Any], naming: Naming) -> str:
    """The URI of a scan's parcel: a GS1 Digital Link for an SSCC, else the configured one."""
    number = scan["parcel_id"]
    sscc = _sscc(number, bytes.fromhex(scan.get("raw_hex", "")))
    if sscc is not None:
        return f"https://id.gs1.org/00/{sscc}"
    return filled(naming.parcel_uri, number)


def filled(template: str, number: str) -> str:
    """The URI of a number, percent-encoded."""
    return template.replace("{id}", quote(number, safe="", errors="backslashreplace"))


def _sscc(number: str, label: bytes) -> str | None:
    """The 18 digits when the label itself says that they are an SSCC: 00 before them, and the check digit holds.

    Other carriers have numbers of 18 digits too, one in ten of which passes the check.
    """
    digits = number[2:] if len(number) == 20 and number.startswith("00") else number
    read = label.removeprefix(b"]C1").lstrip(b"\x1d")
    said = re.fullmatch(r"[0-9]{18}", digits, re.ASCII) and read.startswith(b"00" + digits.encode())
    return digits if said and gs1_holds(digits) else None
