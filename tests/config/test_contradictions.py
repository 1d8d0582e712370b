"""Cross-field validation."""

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


@pytest.mark.parametrize(
    ("text", "key", "cure"),
    [
        ('protocol = "yaohua-eq"\nsettings = { order = "reversed", unti = "kg" }', "scale.settings.unti", "unit"),
        ('protocol = "yaohua-eq"\nsettings = { order = "reversed" }', "scale.settings.unit", 'unit = "kg"'),
        ('protocol = "yaohua-eq"\nsettings = { unit = "kg" }', "scale.settings.order", 'order = "forward"'),
        ('protocol = "yaohua-eq"\nsettings = { order = "down", unit = "kg" }', "scale.settings.order", "reversed"),
        ('protocol = "mt-sics"\nsettings = { unit = "kg" }', "scale.settings.unit", "mask_high_bit"),
        ('protocol = "nci-ecr"\nsettings = { invert = 1 }', "scale.settings.invert", "true or false"),
    ],
)
def test_a_setting_that_the_protocol_does_not_know_or_lacks_is_named(text: str, key: str, cure: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(f"[scale]\n{text}\n", "x")

    assert any(problem.key == key and cure in problem.cure for problem in caught.value.problems), caught.value


def test_a_scale_that_is_switched_off_lacks_no_setting() -> None:
    assert parse('[scale]\nenabled = false\nprotocol = "yaohua-eq"\n', "x").scale.protocol == "yaohua-eq"
