"""Moments as text: one spelling, which sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from station.core import utc_text

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001  # a zone is drawn


@given(MOMENTS)
def test_a_moment_of_any_zone_is_told_in_utc_cut_to_milliseconds(moment: datetime) -> None:
    told = datetime.fromisoformat(utc_text(moment))

    assert told.utcoffset() == timedelta(0)
    assert timedelta(0) <= moment - told < timedelta(milliseconds=1)


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_their_moments_do(one: datetime, other: datetime) -> None:
    if one <= other:
        assert utc_text(one) <= utc_text(other)
    else:
        assert utc_text(one) >= utc_text(other)


def test_the_text_is_always_of_one_length() -> None:
    assert utc_text(datetime(2026, 1, 31, 10, 20, 30, tzinfo=UTC)) == "2026-01-31T10:20:30.000Z"
