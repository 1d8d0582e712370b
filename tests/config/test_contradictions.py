"""Values that are allowed each for itself and not together."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


def text(keep_days: int, duplicate_hours: float) -> str:
    return f"[station]\nkeep_days = {keep_days}\n[lane]\nduplicate_hours = {duplicate_hours}\n"


@pytest.mark.parametrize(("days", "hours"), [(1, 24), (0, 8760), (90, 24), (1, 0), (365, 8760)])
def test_scans_are_kept_for_as_long_as_duplicates_are_looked_for(days: int, hours: float) -> None:
    assert parse(text(days, hours), "x").station.keep_days == days


def test_keeping_less_than_the_duplicate_check_needs_is_one_problem_with_its_cure() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text(2, 49), "station.toml")

    (problem,) = caught.value.problems
    assert (problem.file, problem.key) == ("station.toml", "station.keep_days")
    assert "lane.duplicate_hours = 49" in problem.cure
    assert "at least 3" in problem.cure
