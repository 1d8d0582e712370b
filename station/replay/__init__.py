"""A recording of the lane, run again: by the settings of then it gives the same, by others what they change."""

from __future__ import annotations

from station.replay.compare import Replayed, compared
from station.replay.recording import BadRecordingError, Recording, load, with_settings
from station.replay.rerun import FrameRun, Handover, rerun

__all__ = [
    "BadRecordingError",
    "FrameRun",
    "Handover",
    "Recording",
    "Replayed",
    "compared",
    "load",
    "rerun",
    "with_settings",
]
