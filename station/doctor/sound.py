"""The sounds: whether there is a player, a device to play on, and a program that speaks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.assembly import open_speaker
from station.doctor.finding import FAULT, OK, WARNING, Finding

if TYPE_CHECKING:
    from config import Config
    from station.doctor.running import Running


def check_sound(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Plays a moment of silence: several programs may play at once."""
    sound = config.sound
    if not config.screen.sound:
        return Finding("sound", OK, "off in the configuration")
    if sound.player == "bell":
        return Finding("sound", OK, "the terminal's bell; sound.player names a loudspeaker")
    speaker = open_speaker(config)
    try:
        speaker.open()
    except DeviceError as error:
        return Finding("sound", FAULT, f"{error}; the terminal's bell rings in its place")
    finally:
        speaker.close()
    if sound.speech != "none" and shutil.which("espeak-ng") is None:
        return Finding("sound", WARNING, "nothing is said: no espeak-ng here; sudo apt-get install espeak-ng")
    return Finding("sound", OK, f"{speaker.name} plays; to hear it: station sound test")
