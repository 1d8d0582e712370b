"""Where the station is scraped: nothing that others reach without a token."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('address = "0.0.0.0:9108"', "metrics.token_file"),
        ('address = "9108"', "metrics.address"),
        ('address = "127.0.0.1:99999"', "metrics.address"),
    ],
)
def test_a_wrong_address_names_its_key(text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        parse(f"[metrics]\n{text}\n", "station.toml")


def test_this_machine_needs_no_token_and_nothing_listens_without_an_address() -> None:
    assert parse('[metrics]\naddress = "127.0.0.1:9108"\n', "station.toml").metrics.address == "127.0.0.1:9108"
    assert parse("", "station.toml").metrics.address == ""
