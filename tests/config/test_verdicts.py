"""Where verdicts may go: nowhere in the clear, no word without its place."""

from __future__ import annotations

import pytest

from config import Config, ConfigError, parse


@pytest.mark.parametrize("url", ["http://hub.example/v", "ftp://hub.example", "https://", "https://a b", "verdicts"])
def test_an_address_that_others_could_read_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"verdicts\.webhook"):
        parse(f'[verdicts]\nwebhook = "{url}"\n', "station.toml")


@pytest.mark.parametrize("url", ["https://hub.example/v?key=1", "http://127.0.0.1:9000/", "http://localhost/v", ""])
def test_https_and_this_machine_are_taken(url: str) -> None:
    loaded: Config = parse(f'[verdicts]\nwebhook = "{url}"\n', "station.toml")
    assert loaded.verdicts.webhook == url


@pytest.mark.parametrize("key", ["token_file", "webhook_token_file"])
def test_a_word_without_its_place_is_told(key: str) -> None:
    with pytest.raises(ConfigError, match=rf"verdicts\.{key}"):
        parse(f'[verdicts]\n{key} = "/tmp/word"\n', "station.toml")
