"""Figures are alarms beyond their limits alone, and of few parcels never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from station.core import AlarmLimits, figure_alarms
from station.core.counting import CutOff, ReadCounts
from station.core.events import HourCounts

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
COUNT = st.integers(0, 200)


def codes(limits: AlarmLimits, hour: HourCounts, oldest: str | None = None, *late: CutOff) -> set[str]:
    return {each.code for each in figure_alarms(limits, hour, oldest, (), late, NOW)}


@given(st.builds(ReadCounts, COUNT, COUNT, COUNT, COUNT), st.floats(0, 100), st.floats(0, 100))
def test_rates_are_alarms_beyond_their_limits_and_of_thirty_parcels_or_more(
    read: ReadCounts, first: float, unread: float
) -> None:
    found = codes(AlarmLimits(first, unread), HourCounts(scans=read.presented, read=read))
    enough = read.presented >= 30
    assert ("read_rate_low" in found) == (enough and 100 * read.first_time / read.presented < first)
    assert ("no_reads_many" in found) == (enough and unread > 0 and 100 * read.not_read / read.presented > unread)


def test_nothing_is_an_alarm_where_no_limit_is_set() -> None:
    hour = HourCounts(scans=99, read=ReadCounts(not_read=99), exceptions=(("WM", 99),))
    assert not codes(AlarmLimits(), hour, "2026-11-01T00:00:00.000Z")


def test_mismatches_a_backlog_and_a_departure_are_alarms() -> None:
    hour = HourCounts(scans=100, read=ReadCounts(first_time=100), exceptions=(("WM", 6),))
    late = CutOff("CZ 331", "2026-11-23T15:00:00.000Z", 1.0, 80, 40.0, 120, 120.0, 80)
    limits = AlarmLimits(mismatch_percent=5, backlog_min=10)
    assert codes(limits, hour, "2026-11-23T13:49:00.000Z", late) == {"mismatches_many", "backlog_old", "departure_late"}
    assert codes(limits, hour, "2026-11-23T13:51:00.000Z") == {"mismatches_many"}
    assert not codes(AlarmLimits(), hour, None, replace(late, hours_left=7.0))
