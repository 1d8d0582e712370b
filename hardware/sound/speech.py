"""Spoken words by espeak-ng, rendered to WAV before they are needed."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = "espeak-ng"
VOICES: Mapping[str, str] = {"en": "en-us", "zh_CN": "cmn", "es": "es", "pt_BR": "pt-br", "ru": "ru"}
"""Of each language that is spoken."""
RENDER_S = 5.0
_WORDS_A_MINUTE = 165


def has_speech() -> bool:
    """Whether the program is there."""
    return shutil.which(PROGRAM) is not None


def spoken(text: str, language: str, volume: int) -> bytes | None:
    """The WAV of a text; None: the program is missing or fails. `volume`: percent."""
    command = [
        PROGRAM,
        "--stdout",
        "-v",
        VOICES[language],
        "-s",
        str(_WORDS_A_MINUTE),
        "-a",
        str(2 * volume),
        "--stdin",
    ]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=RENDER_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _whole(done.stdout) if done.returncode == 0 and done.stdout.startswith(b"RIFF") else None


def _whole(wav: bytes) -> bytes:
    """With its true sizes: written to a pipe the program does not know them."""
    data = wav.index(b"data")
    size = len(wav) - data - 8
    return (
        wav[:4]
        + (len(wav) - 8).to_bytes(4, "little")
        + wav[8 : data + 4]
        + size.to_bytes(4, "little")
        + wav[data + 8 :]
    )
