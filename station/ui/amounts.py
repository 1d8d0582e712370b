"""Times, ages, weights and rates in the form in which the screens say them."""

from __future__ import annotations

import re
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


_UTC = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC")


def with_local_times(text: str) -> str:
    """`2026-11-29 07:28 UTC` in a sentence, as the time where the station stands; the day only when it is another."""

    def local(found: re.Match[str]) -> str:
        try:
            moment = datetime.fromisoformat(f"{found[1]}T{found[2]}+00:00").astimezone()
        except ValueError:
            return found[0]
        today = moment.date() == datetime.now(moment.tzinfo).date()
        return f"{moment:%H:%M}" if today else f"{moment:%Y-%m-%d %H:%M}"

    return _UTC.sub(local, text)


def grams(value: Decimal | None) -> str:
    """`1234 g`, exact."""
    return "" if value is None else f"{value.normalize():f} g"
