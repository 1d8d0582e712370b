"""From the word that names a camera to the camera."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.camera.address import device_path, is_url
from hardware.camera.camera import GrabbedCamera
from hardware.camera.capture import StreamSource, UvcSource, VideoSource, opencv_capture
from hardware.camera.folder import FolderSource
from hardware.camera.mjpeg import mjpeg_source
from hardware.contract import DeviceError, notice
from hardware.images import PICTURE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.camera.capture import OpenCapture
    from hardware.camera.source import Source


def open_camera(  # noqa: PLR0913  # what a camera is asked for
    source: str,
    width: int = 1280,
    height: int = 720,
    fps: float = 30,
    stall_s: float = 1.5,
    loop: bool = False,
    *,
    name: str = "",
    locked: Mapping[str, int] | None = None,
    open_capture: OpenCapture = opencv_capture,
) -> GrabbedCamera:
    """The camera that `source` names, not opened yet.

    `source` is a device index (`0`), a device path, a URL, a video file, a picture or a folder of pictures. `width`,
    `height` and `fps` are asked of a device; `fps` is also the pace of pictures. After `stall_s` seconds without an
    answer, or without a different picture from a device or URL, the camera counts as lost. `locked`: controls of a
    device (exposure, focus, gain) and their values. `name`: how a stream is
    shown; empty: by its scheme alone, for a URL may hold a password.
    """
    node = device_path(source)
    if node is not None:
        device = partial(UvcSource, node, width, height, fps, open_capture, locked)
        return GrabbedCamera(str(node), device, stall_s, live=True)
    if is_url(source):
        name = name or f"{source.partition('://')[0]} stream"
        return GrabbedCamera(name, partial(_stream_source, source, name, open_capture), stall_s, live=True)

    def start() -> Source:
        return _file_source(source, fps, loop=loop, open_capture=open_capture)

    return GrabbedCamera(source or "camera", start, stall_s, live=False)


def _stream_source(url: str, name: str, open_capture: OpenCapture) -> Source:
    mjpeg = mjpeg_source(url, name) if url.lower().startswith(("http://", "https://")) else None
    return mjpeg or StreamSource(url, name, open_capture)


def _file_source(source: str, fps: float, *, loop: bool, open_capture: OpenCapture) -> Source:
    if not source.strip() or "\0" in source:
        raise DeviceError(notice("source_unnamed"))
    path = Path(source).expanduser()
    if path.is_dir() or path.suffix.lower() in PICTURE_SUFFIXES:
        return FolderSource(path, fps, loop=loop)
    if not path.exists():
        raise DeviceError(notice("source_absent", name=str(path)))
    return VideoSource(path, fps, loop=loop, open_capture=open_capture)
