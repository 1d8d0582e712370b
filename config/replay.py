"""What a configuration may say about the recording of the last seconds, from which a fault is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from config.section import OptionalFile, Section

if TYPE_CHECKING:
    from collections.abc import Iterator


class ReplaySection(Section):
    """The last seconds of the lane, kept when something went wrong. They stay on this machine."""

    enabled: bool = False
    """true: pictures of labels are kept here for a while, after a no-read, a misread that was taken back or corrected,
    an override or a weight mismatch."""
    folder: OptionalFile = None
    """Where recordings are kept. Empty: the folder `recordings` in data_dir."""
    seconds: float = Field(default=20, ge=2, le=300)
    """How far a recording reaches back."""
    memory_mb: int = Field(default=256, ge=16, le=8192)
    """Memory for pictures, MB: half of it for the last seconds, half for what is being written. Where it does not
    suffice, a recording reaches back less far."""
    keep_mb: int = Field(default=2048, ge=16, le=1048576)
    """Disk for recordings, MB: the oldest go first. At least memory_mb."""
    keep_days: int = Field(default=14, ge=1, le=3650)
    """Days until a recording is removed."""
    mask: bool = False
    """true: of a picture only codes and what may be one are kept, the rest is grey. Such pictures may be read otherwise
    than the whole ones were."""


def replay_contradictions(replay: ReplaySection) -> Iterator[tuple[str, str]]:
    """A recording that would not find room."""
    if replay.keep_mb < replay.memory_mb:
        yield "replay.keep_mb", f"one recording may be larger: write at least {replay.memory_mb}, as replay.memory_mb"
