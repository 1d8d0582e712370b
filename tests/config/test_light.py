"""A lamp at each relay."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


def test_two_lamps_at_one_relay_are_refused_and_none_is_allowed() -> None:
    with pytest.raises(ConfigError, match=r"light\.red"):
        parse('[light]\nport = "/dev/ttyUSB0"\nred = 2\n', "station.toml")
    assert parse('[light]\nport = "/dev/ttyUSB0"\nred = 2\nyellow = 0\n', "station.toml").light.yellow == 0
