"""The group in which stations meet is a multicast group."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


def test_a_group_is_a_multicast_address() -> None:
    assert str(parse('[peers]\ngroup = "239.1.2.3"\n', "station.toml").peers.group) == "239.1.2.3"
    with pytest.raises(ConfigError, match=r"peers\.group"):
        parse('[peers]\ngroup = "10.0.0.1"\n', "station.toml")
