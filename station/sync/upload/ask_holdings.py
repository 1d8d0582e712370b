"""Ask the centre what it holds of some parcels: the proof that what was committed here arrived there, once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from station.sync.transport.errors import LineError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.sync.transport.client import TrackingClient


@dataclass(frozen=True, slots=True)
class CentreView:
    """`stored`: parcels that the centre holds; `duplicates`: accepted scans beyond one for a parcel."""

    stored: int
    duplicates: int


def view(client: TrackingClient, station_id: str, parcel_ids: Iterable[str]) -> CentreView | None:
    """What the centre holds of these parcels from this station; None when it is away or does not answer this."""
    stored = duplicates = 0
    for parcel_id in parcel_ids:
        try:
            status, _, body = client.parcel(quote(parcel_id, safe=""))
            accepted = _accepted(json.loads(body), station_id) if status == 200 else 0
        except (LineError, ValueError, RecursionError):
            return None
        if status not in (200, 404):
            return None
        stored += accepted > 0
        duplicates += max(0, accepted - 1)
    return CentreView(stored, duplicates)


def _accepted(body: Any, station_id: str) -> int:
    scans = body.get("scans", []) if isinstance(body, dict) else []
    return sum(
        1
        for scan in scans
        if isinstance(scan, dict)
        and scan.get("station_id", station_id) == station_id
        and scan.get("decision", "accept") == "accept"
    )
