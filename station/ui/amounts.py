"""Times in the form in which the screens say them; all else about amounts is `station.language`'s."""

from __future__ import annotations

from datetime import datetime


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


def local_day(utc: str) -> str:
    """A stored UTC text as `MM-DD` where the station stands."""
    try:
        return f"{datetime.fromisoformat(utc).astimezone():%m-%d}"
    except ValueError:
        return "--"
