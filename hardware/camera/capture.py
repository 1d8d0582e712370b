"""OpenCV's `VideoCapture` as a source: UVC devices, network streams and video files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import cv2
import numpy as np

from hardware.access import holders, permission_cure
from hardware.camera.controls import DeviceControls, lock
from hardware.camera.no_stream import why_no_stream
from hardware.camera.opencv_log import quiet_capture
from hardware.contract import DeviceError, notice
from hardware.images import silent_codecs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hardware.contract import Notice
    from hardware.images import Pixels

STREAM_ANSWER_MS = 4000
"""Longest wait for a stream to open, and for its next frame, until FFmpeg gives up by itself."""
_HD = (1280, 720)
"""From this size on uncompressed frames do not fit through USB 2 at 30 a second."""


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used."""

    def isOpened(self) -> bool: ...  # noqa: N802  # OpenCV's name

    def get(self, propId: int, /) -> float: ...  # noqa: N803  # OpenCV's name

    def set(self, propId: int, value: float, /) -> bool: ...  # noqa: N803  # OpenCV's name

    def read(self) -> tuple[bool, Any]: ...

    def grab(self) -> bool: ...

    def release(self) -> None: ...


OpenCapture: TypeAlias = "Callable[[str, int, list[int]], Capture]"
"""Opens an address with an OpenCV backend and its parameters."""


def opencv_capture(address: str, backend: int, parameters: list[int]) -> Capture:
    """OpenCV's own."""
    quiet_capture()
    with silent_codecs():
        return cv2.VideoCapture(address, backend, parameters)


class _CaptureSource:
    """What the three kinds share."""

    period: float | None = None
    ended = False
    broken = 0

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self.fourcc = _fourcc(capture)

    def read(self) -> Pixels | None:
        return _next_picture(self._capture)

    def skip(self) -> bool:
        with silent_codecs():
            return bool(self._capture.grab())

    def release(self) -> None:
        self._capture.release()


class UvcSource(_CaptureSource):
    """A camera of the kernel's Video4Linux. Asked for MJPG at 1280 x 720 and above, and for one buffered frame."""

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        fps: float,
        open_capture: OpenCapture,
        locked: Mapping[str, int] | None = None,
    ) -> None:
        """`locked`: controls and the values at which they are locked; one that it does not have is left out."""
        self._path = path
        capture = open_capture(str(path), cv2.CAP_V4L2, [])
        if not capture.isOpened():
            capture.release()
            raise DeviceError(_why_not_open(path))
        with silent_codecs():
            if width >= _HD[0] and height >= _HD[1]:
                capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
            capture.set(cv2.CAP_PROP_FPS, fps)
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if locked:
            lock(DeviceControls(str(path)), locked)
        super().__init__(capture)

    def read(self) -> Pixels | None:
        pixels = super().read()
        if pixels is None and not self._path.exists():
            raise DeviceError(notice("camera_unplugged", name=str(self._path)))
        return pixels

    def skip(self) -> bool:
        there = super().skip()
        if not there and not self._path.exists():
            raise DeviceError(notice("camera_unplugged", name=str(self._path)))
        return there


class StreamSource(_CaptureSource):
    """An RTSP or HTTP stream."""

    def __init__(self, url: str, name: str, open_capture: OpenCapture) -> None:
        waits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_ANSWER_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_ANSWER_MS]
        capture = open_capture(url, cv2.CAP_FFMPEG, waits)
        if not capture.isOpened():
            capture.release()
            raise DeviceError(why_no_stream(url, name) or notice("stream_unreadable", name=name))
        super().__init__(capture)


class VideoSource(_CaptureSource):
    """A video file, played at its own pace."""

    def __init__(self, path: Path, fps: float, *, loop: bool, open_capture: OpenCapture) -> None:
        self._path, self._loop, self._open_capture = path, loop, open_capture
        super().__init__(self._opened())
        own = self._capture.get(cv2.CAP_PROP_FPS)
        self.period = 1 / (own if 0 < own <= 1000 else fps)
        self._played = 0

    def read(self) -> Pixels | None:
        pixels = super().read()
        if pixels is None and self._played and self._loop:
            self._capture.release()
            self._capture = self._opened()
            pixels = super().read()
        if pixels is not None:
            self._played += 1
        elif self._played:
            self.ended = True
        else:
            raise DeviceError(notice("video_unreadable", name=str(self._path)))
        return pixels

    def skip(self) -> bool:
        # The end of a file is found by reading alone.
        return self.read() is not None

    def _opened(self) -> Capture:
        return self._open_capture(str(self._path), cv2.CAP_FFMPEG, [])


def _next_picture(capture: Capture) -> Pixels | None:
    with silent_codecs():
        try:
            there, pixels = capture.read()
        except cv2.error:
            return None
    if not there or pixels is None:
        return None
    picture = np.asarray(pixels)
    return picture if picture.dtype == np.uint8 and picture.ndim in {2, 3} and picture.size else None


def _fourcc(capture: Capture) -> str:
    number = int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
    text = number.to_bytes(4, "little").decode("latin-1")
    return text.strip() if text.isascii() and text.isprintable() else ""


def _why_not_open(path: Path) -> Notice:
    name = str(path)
    if not path.exists():
        return notice("camera_absent", name=name)
    if not path.is_char_device():
        return notice("camera_no_device", name=name)
    if not os.access(path, os.R_OK | os.W_OK):
        return notice("camera_no_permission", name=name, **permission_cure(path, "video"))
    if who := holders(path):
        return notice("camera_in_use", name=name, who=tuple(who))
    return notice("camera_does_not_open", name=name)
