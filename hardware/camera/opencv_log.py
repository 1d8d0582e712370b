"""OpenCV and FFmpeg without their own log lines, which would land in the middle of the screen."""

from __future__ import annotations

import os

_SETTINGS = {
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    # Seconds that the kernel is asked for a frame; the default of 10 keeps the device of a hung read busy that long.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
}


def quiet_capture() -> None:
    """Before the first capture, which is when OpenCV looks. What a technician has set in the environment stays."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
