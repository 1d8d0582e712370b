"""Where and when something happened, as an event tells it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.sync.epcis.naming import Naming


def where_and_when(entry: Mapping[str, Any], naming: Naming) -> dict[str, Any]:
    """`scanned_at_corrected` beside the time that a wrong clock gave it is believed."""
    at = entry.get("scanned_at_corrected", entry["scanned_at"])
    told = {
        "eventTime": to_millisecond(at),
        "eventTimeZoneOffset": offset(moment_of(at), naming.zone),
        "readPoint": {"id": naming.read_point} if naming.read_point else None,
        "bizLocation": {"id": naming.biz_location} if naming.biz_location else None,
    }
    return {key: value for key, value in told.items() if value is not None}


def moment_of(text: str) -> datetime | None:
    """The moment of an ISO 8601 text; None: it is none, or names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def to_millisecond(text: str) -> str:
    """A moment in UTC with exactly three decimals: cut, for hashes of others differ on rounded ones."""
    return f"{text[:19]}.{text[20:23]:0<3}Z"


def offset(moment: datetime | None, zone: tzinfo) -> str:
    """Local time less UTC, as `+08:00`; cut to minutes, as no zone has had seconds for a century."""
    try:
        shift = moment.astimezone(zone).utcoffset() if moment is not None else None
    except OverflowError:
        shift = None
    minutes = int((shift or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
