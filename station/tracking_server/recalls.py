"""Recalled parcels, and where each was sorted: which station, bin and bag. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.core.sort_plan import parse_holds
from station.core.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.tracking_server.lists_store import TextList

MOST_SEEN = 20
"""Entries of one parcel that are told, the newest."""
_NAMES = {"application/jsonl": "recalls.jsonl"}
_SAME = ("station_id", "scanned_at", "scanned_at_corrected", "operation", "code", "bin", "operator")


def recalls_answer(text: TextList, entries_of: Callable[[str], list[dict[str, Any]]]) -> dict[str, Any]:
    """`entries_of`: what is held of a parcel, by time."""
    lines = lines_of(text.content.decode("utf-8-sig"))
    recalls, _ = parse_holds(lines, _NAMES.get(text.media, "recalls.csv"))
    return {
        "recalls": [
            {
                "parcel_id": each.parcel_id,
                "reason": each.reason,
                "until": each.until,
                "seen": [_place(entry) for entry in reversed(entries_of(each.parcel_id)[-MOST_SEEN:])],
            }
            for each in recalls
        ]
    }


def _place(entry: dict[str, Any]) -> dict[str, Any]:
    """Where it went by one entry; what that does not tell is absent."""
    details = entry.get("details")
    bag = details.get("bag") if isinstance(details, dict) else None
    told = {key: entry[key] for key in _SAME if isinstance(entry.get(key), str)}
    return {"kind": entry.get("kind", "scan"), **told} | ({"bag": bag} if isinstance(bag, str) else {})
