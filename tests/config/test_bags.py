"""What a configuration says about bags."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config import ConfigError, parse


def test_bags_have_their_keys() -> None:
    bags = parse('[bags]\nprefix = "HUB1"\noffice = "CNSHAA"\nrequired = true\ntolerance_g = 50\n', "x").bags
    assert (bags.prefix, bags.office, bags.required, bags.tolerance_g) == ("HUB1", "CNSHAA", True, Decimal(50))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('prefix = "hub"', "up to 20 capital letters and digits"),
        ('prefix = "HUB-1"', "up to 20 capital letters and digits"),
        ('office = "CNSHA"', "an IMPC code of 6 capital letters"),
        ("tolerance_g = -1", "from 0"),
        ("nets = 1", "nets"),
    ],
)
def test_what_is_wrong_is_named_with_its_cure(line: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse(f"[bags]\n{line}\n", "station.toml")
