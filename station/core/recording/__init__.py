"""What a recording of the lane consists of, and how it is written."""

from __future__ import annotations

from station.core.recording.plain_values import NotPlainError, made_of, plain
from station.core.recording.recorded_classes import RECORDED_CLASSES

__all__ = ["RECORDED_CLASSES", "NotPlainError", "made_of", "plain"]
