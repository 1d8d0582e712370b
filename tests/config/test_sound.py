"""What a configuration may say about sound."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


def test_without_a_word_the_bell_rings_and_nothing_is_said() -> None:
    sound = parse("", "station.toml").sound
    assert (sound.player, sound.speech, sound.volume) == ("bell", "none", 100)


@pytest.mark.parametrize("wrong", ["volume = 101", 'player = "mplayer"', 'speech = "fr"'])
def test_what_is_not_there_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigError, match="is not allowed here"):
        parse(f"[sound]\n{wrong}\n", "station.toml")
