"""A test label, and the tones: whether they come out."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.assembly import open_printer, open_speaker, outcome_tones, sound_seconds, spoken_sound
from station.language import spoken_phrase
from station.reports import trial_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config, PrinterSection

TRIAL_S, LOOK_S = 10.0, 0.2


def print_trial(printer: PrinterSection, station_id: str) -> str:
    """Print a test label without the queue, and wait until it is out; what came of it. DeviceError."""
    zpl, opened = trial_label(printer.name, station_id).encode(), open_printer(printer)
    try:
        opened.open()
        before = opened.state()
        if before.faults:
            raise DeviceError(f"{printer.port}: prints nothing now: {before.faults[0].replace('_', ' ')}")
        opened.print(zpl)
        until = time.monotonic() + TRIAL_S
        while before.printed is not None and time.monotonic() < until:
            time.sleep(LOOK_S)
            if (opened.state().printed or 0) > before.printed:
                return f"{printer.port}: printed; its count of labels is {before.printed + 1}"
    finally:
        opened.close()
    if before.printed is None:
        return f"{printer.port}: sent; this printer does not count, so look whether it came out"
    raise DeviceError(f"{printer.port}: took the label and has not printed it in {TRIAL_S:g} s; look at its display")


def trial_sounds(config: Config, place: str) -> tuple[dict[str, bytes], bool]:
    """Each tone, and the bin as it is said, as configured; whether it can be said here."""
    sounds, language = outcome_tones(config), config.sound.speech
    for outcome in ("good", "stop") if language != "none" else ():
        said = spoken_sound(config, spoken_phrase(language, outcome, place))
        if said is None:
            return sounds, False
        sounds[f"said-{outcome}"] = said
    return sounds, True


def play_trial(config: Config, sounds: dict[str, bytes], playing: Callable[[str, float], None]) -> None:
    """Play one after the other; `playing` is told the name and the seconds of each. DeviceError."""
    with tempfile.TemporaryDirectory() as folder:
        speaker = open_speaker(config)
        try:
            speaker.open()
            for name, sound in sounds.items():
                file = Path(folder) / f"{name}.wav"
                file.write_bytes(sound)
                playing(name, sound_seconds(sound))
                speaker.play(file, sound_seconds(sound))
        finally:
            speaker.close()
