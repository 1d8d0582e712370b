"""Sounds: tones and spoken words rendered to WAV files, and the system's player."""

from __future__ import annotations

from hardware.sound.player import PLAYERS, SystemPlayer
from hardware.sound.speech import VOICES, has_speech, spoken
from hardware.sound.tones import MELODIES, seconds_of, tone

__all__ = ["MELODIES", "PLAYERS", "VOICES", "SystemPlayer", "has_speech", "seconds_of", "spoken", "tone"]
