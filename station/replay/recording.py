"""A recording as it lies on the disk. What is damaged or none is told in one sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import config as configuration
from station.assembly import recorded_classes
from station.core import printable
from station.core.recording import NotPlainError, made_of
from station.runtime.recorder import FORMAT, RECORD, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from config import Config

FREE = ("reader", "weigh", "lane")
"""Tables that a replay can change."""
LONGEST = 2**28
"""Bytes of the largest file of lines that is read."""


class BadRecordingError(Exception):
    """It is damaged or none. The text says what and where."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded, and by which settings."""

    folder: Path
    head: dict[str, Any]
    lines: tuple[dict[str, Any], ...]
    config: Config

    def value(self, written: object) -> Any:
        """A value of it. BadRecordingError."""
        try:
            return made_of(written, recorded_classes())
        except NotPlainError as error:
            raise _bad(self.folder, f"a value cannot be understood ({error})") from None


def load(folder: Path) -> Recording:
    """The recording in a folder. BadRecordingError."""
    try:
        if (folder / RECORD).stat().st_size > LONGEST:
            raise _bad(folder, f"{RECORD} is too large")
        text = (folder / RECORD).read_text(encoding="utf-8")
        head, *lines = (json.loads(line) for line in text.splitlines())
        settings = (folder / SETTINGS).read_text(encoding="utf-8")
    except OSError as error:
        raise _bad(folder, f"{error.strerror}: {error.filename}") from None
    except (ValueError, RecursionError):
        raise _bad(folder, f"{RECORD} is damaged") from None
    if not isinstance(head, dict) or not all(isinstance(line, dict) for line in lines):
        raise _bad(folder, f"{RECORD} is damaged")
    if head.get("format") != FORMAT:
        raise _bad(folder, f"its format is {head.get('format')}, this version reads {FORMAT}")
    try:
        config = configuration.parse(settings, str(folder / SETTINGS))
    except configuration.ConfigError as error:
        raise _bad(folder, f"{SETTINGS} is damaged: {error}") from None
    return Recording(folder, head, tuple(lines), config)


def with_settings(recording: Recording, pairs: Sequence[tuple[str, str]]) -> Config:
    """Its configuration with these keys set. ConfigError: one is refused, or changes nothing in a replay."""
    for key, _ in pairs:
        if key.partition(".")[0] not in FREE and key != "camera.roi":
            cure = f"pictures and weights are as they came; set camera.roi, or keys of {', '.join(FREE)}"
            raise configuration.ConfigError([configuration.Problem("configuration", key, cure)])
    return configuration.with_values(recording.folder / SETTINGS, pairs)[1]


def _bad(folder: Path, why: str) -> BadRecordingError:
    return BadRecordingError(printable(f"{folder}: not a recording that can be replayed: {why}", 400))
