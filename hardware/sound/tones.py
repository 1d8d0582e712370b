"""The tones: a melody for each outcome, told apart by direction, number and length. Rendered once, as WAV.

All lie between 500 and 2,500 Hz, where a signal is heard best over noise (ISO 7731).
"""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE = 22_050
MELODIES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "good": ((1046.5, 0.10), (1568.0, 0.16)),
    "question": ((1174.7, 0.12), (0.0, 0.08), (1174.7, 0.12)),
    "alarm": ((1318.5, 0.18), (987.8, 0.18)) * 3,
    "stop": ((880.0, 0.22), (740.0, 0.22), (587.3, 0.34)),
}
"""Hz and seconds of each note; 0 Hz: a pause. Good rises, a question knocks twice, stop falls and lasts, an alarm
wails."""
_EDGE_S = 0.005
_SILENCE_S = 0.03


def tone(outcome: str, volume: int) -> bytes:
    """The WAV of an outcome, or of silence for another name. `volume`: percent of the loudest."""
    notes = MELODIES.get(outcome, ((0.0, _SILENCE_S),))
    samples = np.concatenate([_note(hertz, seconds) for hertz, seconds in notes])
    loud = np.round(samples * 32_767 * min(100, max(0, volume)) / 100).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(loud.tobytes())
    return file.getvalue()


def seconds_of(sound: bytes) -> float:
    """How long a WAV lasts."""
    with wave.open(io.BytesIO(sound)) as file:
        frames, rate = int(file.getnframes()), int(file.getframerate())
        return frames / rate


def _note(hertz: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A sine whose edges are rounded, so that it does not click."""
    at = np.arange(round(seconds * RATE)) / RATE
    edge = np.clip(np.minimum(at, seconds - at) / _EDGE_S, 0, 1)
    return np.sin(2 * np.pi * hertz * at) * edge
