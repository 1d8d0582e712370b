"""What a configuration may say about the camera."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from config.section import Section

CameraSource = Annotated[
    str, BeforeValidator(lambda value: str(value) if type(value) is int else value), Field(min_length=1)
]


def _a_part(roi: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """ValueError: it is no part of a picture."""
    left, top, right, bottom = roi
    if not (0 <= left <= right - 10 <= 90 and 0 <= top <= bottom - 10 <= 90):
        raise ValueError("no part of a picture")
    return roi


Roi = Annotated[
    tuple[int, int, int, int],
    AfterValidator(_a_part),
    Field(json_schema_extra={"allowed": "[left, top, right, bottom] in percent, at least 10 wide and high"}),
]


class CameraSection(Section):
    enabled: bool = True
    """false: keyed entry only."""
    source: CameraSource = "0"
    """Device index (0), device path (/dev/v4l/by-id/...), rtsp:// or http:// URL, video file, or folder of pictures."""
    width: int = Field(default=1280, ge=160, le=16384)
    """Pixels asked of a UVC camera."""
    height: int = Field(default=720, ge=120, le=16384)
    """Pixels asked of a UVC camera."""
    fps: float = Field(default=30, gt=0, le=240)
    """Frames a second asked of a UVC camera; of a folder of pictures, each shown for 15 frames."""
    stall_s: float = Field(default=1.5, ge=0.3, le=60)
    """Seconds without a new, different frame until the camera counts as lost."""
    roi: Roi = (0, 0, 100, 100)
    """Part of the picture that is read: left, top, right, bottom in percent. Codes beside it are never seen."""
    exposure: int = Field(default=-1, ge=-1, le=100_000)
    """Exposure at which a UVC camera is locked, in units of 100 microseconds; -1: left to the camera."""
    focus: int = Field(default=-1, ge=-1, le=100_000)
    """Focus at which a UVC camera is locked, in its own units; -1: left to the camera."""
    gain: int = Field(default=-1, ge=-1, le=100_000)
    """Gain at which a UVC camera is locked, in its own units; -1: left to the camera."""
    loop: bool = False
    """Start a file or folder again at its end."""
