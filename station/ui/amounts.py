"""Times, ages, weights and rates in the form in which the screens say them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def seconds_since(utc: str, now: datetime) -> float:
    """Seconds from a stored UTC text to `now`; 0 for a text that is no time."""
    try:
        return (now - datetime.fromisoformat(utc)).total_seconds()
    except (ValueError, TypeError):
        return 0.0


def local_time(utc: str) -> str:
    """A stored UTC text as `HH:MM:SS` where the station stands."""
    try:
        return f"{datetime.fromisoformat(utc).astimezone():%H:%M:%S}"
    except ValueError:
        return "--:--:--"


def grams(value: Decimal | None) -> str:
    """`1234 g`, exact."""
    return "" if value is None else f"{value.normalize():f} g"


def share(value: float | None) -> str:
    """`98.1 %`; a dash while there is nothing to divide."""
    return "–" if value is None else f"{value * 100:.1f} %"
