"""Since when a parcel that was here is a duplicate: by the hours of the lane, in whole seconds, or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.core import Facts, PreviousScan, duplicates_since, utc_text

moments = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # a bound


@given(now=moments, hours=st.floats(0.001, 1000))
def test_the_window_begins_so_many_hours_ago_in_whole_seconds(now: datetime, hours: float) -> None:
    since = duplicates_since(now, hours)
    assert since is not None
    begin = datetime.fromisoformat(since)
    assert since == utc_text(begin)
    assert begin.microsecond == 0
    assert timedelta(0) <= (now - timedelta(hours=hours)) - begin < timedelta(seconds=1)


@given(now=moments)
def test_without_hours_a_parcel_may_come_as_often_as_it_likes(now: datetime) -> None:
    assert duplicates_since(now, 0) is None


def test_facts_without_duplicates_keep_all_else() -> None:
    facts = Facts(previous=PreviousScan(1, "2026-11-22T10:00:00.000Z", "A01", "ana"), stops=3, bag="S9", online=True)
    assert facts.without_duplicates() == Facts(bag="S9", online=True)
