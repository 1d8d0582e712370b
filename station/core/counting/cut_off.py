"""Whether the parcels of a departure will be ready: the cut-off clock. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from station.core.moments import utc_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.counting.tally import Line

SHOWN = timedelta(minutes=30)
"""A departure is told so long after it left."""
CLOCK_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Departure:
    """One line of the file."""

    name: str
    leaves_at: str
    """`HH:MM` of every day, or a moment (ISO 8601; without an offset it is local time)."""
    bins: tuple[str, ...] = ()
    """Whose parcels it takes; none: all."""
    expected: int | None = None
    """Parcels; None: nobody has said."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """How a departure stands."""

    name: str
    leaves_at: str
    """UTC."""
    hours_left: float
    """Below 0: it has left."""
    accepted: int
    """Parcels in its bins so far."""
    rate: float
    """Of them in an hour, by the last whole quarter hour."""
    to_do: int | None = None
    needed: float | None = None
    """Parcels an hour that it takes; None: nothing is to be done, or no time is left."""
    late: int = 0
    """Parcels that will not be ready at this rate."""


def next_leaving(departure: Departure, now: datetime) -> datetime:
    """When it leaves next, or has left not longer than `SHOWN` ago; of a moment, that. `now`: local, with its zone."""
    clock = CLOCK_TIME.fullmatch(departure.leaves_at)
    if clock is None:
        moment = datetime.fromisoformat(departure.leaves_at)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=now.tzinfo)
    today = now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    return today if today >= now - SHOWN else today + timedelta(days=1)


def cut_off(departure: Departure, bins: Mapping[str, Line], last_quarter: Mapping[str, Line], now: datetime) -> CutOff:
    """`bins`: figures so far, by bin; `last_quarter`: those of the last whole quarter hour."""
    leaves = next_leaving(departure, now)
    hours = (leaves - now).total_seconds() / 3600
    accepted, rate = _sum(departure, bins), 4.0 * _sum(departure, last_quarter)
    whole = CutOff(departure.name, utc_text(leaves.astimezone(UTC)), hours, accepted, rate)
    if departure.expected is None:
        return whole
    to_do = max(0, departure.expected - accepted)
    needed = to_do / hours if to_do and hours > 0 else None
    late = max(0, math.ceil(to_do - rate * max(0.0, hours)))
    return CutOff(whole.name, whole.leaves_at, hours, accepted, rate, to_do, needed, late)


def _sum(departure: Departure, bins: Mapping[str, Line]) -> int:
    return sum(line.accepted for name, line in bins.items() if not departure.bins or name in departure.bins)
