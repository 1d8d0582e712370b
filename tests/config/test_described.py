"""Each key of the configuration as a screen lists it."""

from __future__ import annotations

from config import Config, described, dump


def test_every_key_is_told_once_with_its_meaning_and_default() -> None:
    told = described(Config())
    assert [(each.key, each.value) for each in told] == dump(Config())
    assert all(each.meaning for each in told)
    assert [each.key for each in told if each.value != each.default] == []
