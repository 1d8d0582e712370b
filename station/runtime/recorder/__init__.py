"""The last seconds of the lane, kept on this machine when something went wrong."""

from __future__ import annotations

from station.runtime.recorder.folder import PICTURES_END, RECORD, SETTINGS, KeepRules, recordings_in
from station.runtime.recorder.recorder import Pictures, Recorder, RecorderSetup
from station.runtime.recorder.written import FORMAT

__all__ = [
    "FORMAT",
    "PICTURES_END",
    "RECORD",
    "SETTINGS",
    "KeepRules",
    "Pictures",
    "Recorder",
    "RecorderSetup",
    "recordings_in",
]
