"""From configuration to sounds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.runtime import Sounds, SoundSetup

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config
    from hardware.output_contract import Speaker
    from station.core import Event


def sounds_of(config: Config, publish: Callable[[Event], None], bins: Callable[[], tuple[str, ...]]) -> Sounds:
    """The sounds of the station; `bins` of the plan in force are said."""
    sound = config.sound
    used = config.screen.sound and sound.player != "bell"
    say = None if sound.speech == "none" else partial(spoken_sound, config)
    folder = config.station.data_dir / "sounds"
    setup = SoundSetup(partial(open_speaker, config), partial(tone_sound, config), say, sound_seconds, folder)
    made = Sounds(setup if used else None, publish)
    made.bins = lambda: (*bins(), config.lane.reject_bin, config.lane.hold_bin)
    return made


def open_speaker(config: Config) -> Speaker:
    """The configured player, not opened yet."""
    from hardware.sound import SystemPlayer

    return SystemPlayer("auto" if config.sound.player == "bell" else config.sound.player, config.sound.device)


def tone_sound(config: Config, outcome: str) -> bytes:
    """The tone of an outcome as WAV."""
    from hardware.sound import tone

    return tone(outcome, config.sound.volume)


def spoken_sound(config: Config, text: str) -> bytes | None:
    """A sentence as WAV; None: nothing here can say it."""
    from hardware.sound import spoken

    return spoken(text, config.sound.speech, config.sound.volume)


def sound_seconds(sound: bytes) -> float:
    """How long a WAV lasts."""
    from hardware.sound import seconds_of

    return seconds_of(sound)


def outcome_tones(config: Config) -> dict[str, bytes]:
    """The tone of every outcome as WAV, by its name."""
    from hardware.sound import MELODIES

    return {name: tone_sound(config, name) for name in MELODIES}
