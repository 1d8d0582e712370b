"""The moments at which the record is written."""

from __future__ import annotations

from datetime import UTC, datetime

from station.core import utc_text


def utc_now() -> str:
    """Now, as it is stored."""
    return utc_text(datetime.now(UTC))


def stamp(now_utc: str) -> str:
    """A moment as a part of a file's name, to the second."""
    return now_utc[:19].replace(":", "").replace("-", "")
