"""Departures: any file is read or its rows are named, and the cut-off clock adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.core import parse_departures
from station.core.counting import Departure, Line, cut_off

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_good_rows_are_read_and_bad_ones_named() -> None:
    text = (
        "name,leaves_at,bins,expected\nCZ 331,15:30,A01 A02,240\n,25:00,,\nTruck,2026-11-24T06:00,,many\nVan,18:00,,\n"
    )
    found, problems = parse_departures(text.splitlines(keepends=True), "departures.csv")
    assert found[0] == Departure("CZ 331", "15:30", ("A01", "A02"), 240)
    assert [problem.line for problem in problems] == [3, 4]
    assert found[-1] == Departure("Van", "18:00")


@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_read_or_its_problems_named(texts: list[str]) -> None:
    found, problems = parse_departures(["leaves_at,expected\n", *texts], "d.csv")
    assert all(each.leaves_at for each in found)
    assert len(problems) <= len(texts) + 1


@given(st.integers(0, 2000), st.integers(0, 900), st.integers(0, 900), st.integers(1, 600))
def test_what_will_be_late_is_what_the_rate_leaves_undone(expected: int, done: int, quarter: int, minutes: int) -> None:
    leaves = (NOW + timedelta(minutes=minutes)).isoformat()
    whole = {"A01": Line(accepted=done), "B01": Line(accepted=7)}
    found = cut_off(Departure("x", leaves, ("A01",), expected), whole, {"A01": Line(accepted=quarter)}, NOW)
    assert found.to_do == max(0, expected - done)
    ready = done + quarter * 4 * minutes / 60
    assert (found.late > 0) == (ready < expected - 1e-9)
    assert found.late == 0 or expected - ready <= found.late < expected - ready + 1
    if found.needed is not None and quarter * 4 >= found.needed:
        assert found.late == 0


def test_a_time_of_day_is_todays_until_half_an_hour_after_it() -> None:
    def leaves(at: str) -> str:
        return cut_off(Departure("x", at), {}, {}, NOW).leaves_at[:16]

    assert (leaves("15:30"), leaves("13:45"), leaves("13:15")) == (
        "2026-11-23T15:30",
        "2026-11-23T13:45",
        "2026-11-24T13:15",
    )
