"""Every station of the hub, a row each, of what the centre tells. Pure: any JSON may come in, nothing is raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core.counting.wilson import interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WELL = ("up", "off")
"""Of a device; every other health is told."""
MOST = 2**53
"""Numbers beyond are no counts."""


@dataclass(frozen=True, slots=True)
class HubRow:
    """One station; None: the centre does not know it."""

    station_id: str
    last_contact: str | None
    """UTC, by the centre's clock."""
    age_s: float | None
    """Seconds since then."""
    silent: bool | None
    """It should have been heard of by now. None: it never told how it is."""
    operator: str | None
    operation: str | None
    presented: int | None
    """Parcels of its last 60 minutes when it told them last."""
    first_time: int | None
    """Those of them that were read the first time."""
    rate: tuple[float, float, float] | None
    """First-time reads as a share of the presented, and its 95 % interval; None: nothing was presented."""
    pending: int | None
    """Entries that wait there to be sent."""
    oldest: str | None
    """When the oldest of them was made, UTC."""
    refused: int | None
    """Entries that the centre refused."""
    clock: str | None
    """synced, unsynced or stepped."""
    not_up: tuple[str, ...]
    """Devices that are not well: kind, name, health."""
    version: str | None
    is_shared: bool
    """Entries of another computer come in under the same id."""


def hub_rows(stations: Sequence[Mapping[str, Any]]) -> list[HubRow]:
    """In the order of their ids."""
    return sorted(map(_row, stations), key=lambda row: row.station_id)


def _row(told: Mapping[str, Any]) -> HubRow:
    backlog, hour = _object(told.get("backlog")), _object(told.get("hour"))
    presented, first_time = _count(hour.get("presented")), _count(hour.get("first_time"))
    silent = told.get("silent")
    return HubRow(
        station_id=_text(told.get("station_id")) or "",
        last_contact=_text(told.get("last_contact")),
        age_s=_number(told.get("age_s")),
        silent=silent if isinstance(silent, bool) else None,
        operator=_text(told.get("operator")),
        operation=_text(told.get("operation")),
        presented=presented,
        first_time=first_time,
        rate=_rate(first_time, presented),
        pending=_count(backlog.get("pending")),
        oldest=_text(backlog.get("oldest")),
        refused=_count(backlog.get("refused")),
        clock=_text(told.get("clock")),
        not_up=_not_up(told.get("devices")),
        version=_text(told.get("version")),
        is_shared=bool(told.get("other_epochs")),
    )


def _rate(hits: int | None, tries: int | None) -> tuple[float, float, float] | None:
    if hits is None or not tries or hits > tries:
        return None
    return (hits / tries, *interval(hits, tries))


def _not_up(devices: Any) -> tuple[str, ...]:
    known = [_object(each) for each in devices] if isinstance(devices, list) else []
    return tuple(
        " ".join(filter(None, (_text(each.get("kind")), _text(each.get("name")), health)))
        for each in known
        if (health := _text(each.get("health"))) is not None and health not in WELL
    )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _count(value: Any) -> int | None:
    return int(value) if (number := _number(value)) is not None and number == int(number) else None


def _number(value: Any) -> float | None:
    right = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST
    return value if right else None
