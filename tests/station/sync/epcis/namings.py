"""Scans as they are sent, and names for their events."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from station.core.models import ScanDraft
from station.record.log.rows import row_of
from station.record.log.wire import wire_of
from station.sync.epcis.naming import Naming

NOW = "2026-11-22T12:00:00.000Z"


PLAIN = Naming("https://tracking.example/p/{id}")


NAMED = Naming(
    "urn:example:parcel:{id}",
    "https://id.gs1.org/414/4012345000009",
    "https://hub.example/halls/3",
    ZoneInfo("Asia/Shanghai"),
)


S9 = "CNBJSAUSJFKAACN60001001100125"


BAGS = Naming("https://tracking.example/p/{id}", "https://hub.example/lane-1", bag_uri="https://hub.example/bag/{id}")


namings = st.sampled_from(
    [PLAIN, NAMED, BAGS, Naming("https://a.example:8443/t?n={id}", zone=ZoneInfo("America/St_Johns"))]
)


SSCC = "34012345123456789"


def scan(of: ScanDraft, number: int = 1) -> dict[str, Any]:
    return wire_of(row_of(number, uuid.uuid5(uuid.NAMESPACE_OID, str(number)).bytes, of))
