"""Moments as the station spells them: ISO 8601, UTC, cut to milliseconds, `Z`. They sort as text."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """An aware moment as text."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def utc_text_of(seconds: float) -> str:
    """Seconds since 1970 as text."""
    return utc_text(datetime.fromtimestamp(seconds, UTC))
