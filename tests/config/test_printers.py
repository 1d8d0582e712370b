"""What a configuration may say about printers: each by its own name and port."""

from __future__ import annotations

import pytest

from config import Config, ConfigError, parse
from config.printers import printer_contradictions

TWO = '[[printer]]\nname = "a"\nport = "/dev/usb/lp0"\n[[printer]]\nname = "{name}"\nport = "{port}"\n'


def test_two_printers_of_their_own_are_right() -> None:
    config = parse(TWO.format(name="b", port="lp:hub"), "station.toml")
    assert [each.name for each in config.printer] == ["a", "b"]
    assert list(printer_contradictions(Config().printer)) == []


@pytest.mark.parametrize(("name", "port", "key"), [("a", "lp:hub", "printer.2.name"), ("b", "/dev/usb/lp0", "2.port")])
def test_what_two_share_is_named(name: str, port: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key.replace(".", r"\.")):
        parse(TWO.format(name=name, port=port), "station.toml")


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ConfigError, match=r"printer\.1\.kinds"):
        parse('[[printer]]\nkinds = ["poster"]\n', "station.toml")
