"""Moments as the record spells them: ISO 8601, UTC, cut to milliseconds, `Z`. They sort as text."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """An aware moment as it is stored."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def utc_now() -> str:
    """Now, as it is stored."""
    return utc_text(datetime.now(UTC))


def stamp(now_utc: str) -> str:
    """A moment as a part of a file's name, to the second."""
    return now_utc[:19].replace(":", "").replace("-", "")
