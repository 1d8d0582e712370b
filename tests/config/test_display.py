"""What a configuration may say about the second display."""

from __future__ import annotations

import pytest

from config import ConfigError, parse, split_address


@pytest.mark.parametrize(("address", "where"), [("127.0.0.1:8090", ("127.0.0.1", 8090)), ("[::1]:1", ("::1", 1))])
def test_this_machine_needs_no_word(address: str, where: tuple[str, int]) -> None:
    assert split_address(parse(f'[display]\naddress = "{address}"\n', "station.toml").display.address) == where


def test_others_come_in_by_a_word_alone() -> None:
    with pytest.raises(ConfigError, match=r"display\.token_file"):
        parse('[display]\naddress = "0.0.0.0:8090"\n', "station.toml")
    assert parse('[display]\naddress = "0.0.0.0:8090"\ntoken_file = "/word"\n', "station.toml").display.token_file


@pytest.mark.parametrize("wrong", ["8090", "host:", "host:port", "host:99999"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"display\.address"):
        parse(f'[display]\naddress = "{wrong}"\n', "station.toml")
