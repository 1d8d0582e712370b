"""Versions of the configuration: each once, in their order, for the owner alone; a damaged file hides no other."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, ConfigError, Difference, differences, history, keep, parse, parsed_version, version_of
from config.history import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-12-01T10:00:00.000Z"
TEXTS = ("", '[station]\nid = "a"\n', '[station]\nid = "b"\n', "[scale]\nbaudrate = 4800\n")


@given(st.lists(st.sampled_from(TEXTS), max_size=12))
def test_every_change_is_a_version_and_no_other(tmp_path_factory: pytest.TempPathFactory, written: list[str]) -> None:
    folder = tmp_path_factory.mktemp("data")
    for number, text in enumerate(written):
        keep(folder, text, AT, "ana", str(number))
    kept = history(folder)
    assert [each.text for each in kept] == [t for i, t in enumerate(written) if i == 0 or written[i - 1] != t]
    assert [each.number for each in kept] == list(range(1, len(kept) + 1))


def test_it_is_for_the_owner_alone_and_a_damaged_file_hides_no_other(tmp_path: Path) -> None:
    for text in TEXTS[1:]:
        keep(tmp_path, text, AT, "ana", "why")
    files = sorted((tmp_path / FOLDER).iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in (tmp_path / FOLDER, *files)} == {0}
    files[1].write_text('{"number": 2')
    assert [each.number for each in history(tmp_path)] == [1, 3]
    assert parsed_version(version_of(tmp_path, 3)).scale.baudrate == 4800
    with pytest.raises(ConfigError, match="there is no version 2; there: 1 to 3"):
        version_of(tmp_path, 2)


def test_what_differs_is_told_with_both_values() -> None:
    now = parse("[scale]\nbaudrate = 4800\n", "x")
    assert differences(Config(), now) == (Difference("scale.baudrate", "9600", "4800"),)
    assert differences(now, now) == ()
    scanner = parse('[[scanner]]\nname = "hand"\nport = "/dev/ttyACM0"\n', "x")
    found = {each.key: (each.before, each.after) for each in differences(Config(), scanner)}
    assert found["scanner.hand.port"] == (None, '"/dev/ttyACM0"')
