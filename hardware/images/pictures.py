"""Picture and video files as arrays."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason
from hardware.images.c_stderr import c_stderr_silenced
from hardware.images.wholeness import why_not_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hardware.images.pixels import Pixels

PICTURE_SUFFIXES = frozenset(
    {".png", ".apng", ".jpg", ".jpeg", ".jpe", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pbm", ".jp2"}
    | {".avif"}
)
VIDEO_SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".mjpeg", ".mjpg"})

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_AS_THEY_ARE = (b"\x89PNG", b"RIFF", b"GIF8", *_TIFF)
"""Formats that may be transparent or deeper than 8 bits; of the others OpenCV makes 8-bit grey or BGR, upright."""
MOST_PAGES = 60
"""Of one file; decoded they are all in memory at once."""
_LEAST_BITS = 10
"""A camera's pixels that are stored as 16 bits have at least so many."""
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""Brands of ISO/IEC 23008-12 behind `ftyp`."""


def load_picture(path: Path) -> Pixels:
    """The pixels of a picture file, of several pages the first: uint8, height x width, x 3 (BGR) or x 4 (BGRA).

    DeviceError with words when there is no such file, or it is empty, cut off, damaged or no picture.
    """
    return _eight_bits(_first(_whole(path)))


def load_pages(path: Path) -> list[Pixels]:
    """As `load_picture`, all pages of a TIFF and all pictures of an animated GIF, PNG or WebP, at most one more than
    `MOST_PAGES`.
    """
    data = _whole(path)
    pages: Any = []
    with silent_codecs(), suppress(cv2.error):
        if data.startswith(_TIFF):
            pages = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED, range=(0, MOST_PAGES + 1))[1]
        elif _is_animated(data):
            pages = cv2.imdecodeanimation(np.frombuffer(data, np.uint8), count=MOST_PAGES + 1)[1].frames
    return [_eight_bits(np.asarray(page)) for page in (pages if len(pages) > 1 else [_first(data)])]


def pictures_of(folder: Path) -> list[Path]:
    """The picture files of a folder by name, without those of its folders. DeviceError when it cannot be listed."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file())
    except OSError as error:
        raise DeviceError(notice("folder_unlisted", reason=os_reason(error))) from None


def is_video(path: Path) -> bool:
    """Whether the name is that of a video."""
    return path.suffix.lower() in VIDEO_SUFFIXES


def video_frames(path: Path) -> Iterator[tuple[Pixels, float]]:
    """Every frame of a video (uint8, BGR or grey) and the seconds from its start.

    DeviceError with words when there is no such file, or it is empty or holds no frame that can be decoded.
    """
    _check_there(path)
    with silent_codecs():
        capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    try:
        rate = capture.get(cv2.CAP_PROP_FPS) if capture.isOpened() else 0.0
        number = 0
        while True:
            with silent_codecs():
                there, pixels = capture.read()
            if not there:
                break
            yield np.asarray(pixels), number / rate if rate > 0 else 0.0
            number += 1
    finally:
        capture.release()
    if number == 0:
        raise DeviceError("not a video that can be read, or it was cut off: give an MP4, MKV, AVI or MOV file")


@contextmanager
def silent_codecs() -> Iterator[None]:
    """Keep OpenCV (from here on) and its codecs (for the while) from writing to the terminal."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    with c_stderr_silenced():
        yield


def _whole(path: Path) -> bytes:
    data = _bytes(path)
    why = why_not_whole(data)
    if why is not None:
        raise DeviceError(why)
    return data


def _first(data: bytes) -> Pixels:
    flags = cv2.IMREAD_UNCHANGED if data.startswith(_AS_THEY_ARE) else cv2.IMREAD_ANYCOLOR
    with silent_codecs():
        try:
            pixels: Any = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), flags)
        except cv2.error:
            raise DeviceError("the picture cannot be decoded: save it again as PNG or JPEG") from None
    if pixels is None or pixels.size == 0:
        raise DeviceError(_why_no_picture(data))
    return np.asarray(pixels)


def _is_animated(data: bytes) -> bool:
    """Whether it may hold a second picture: a PNG says so before its first, a WebP in its head."""
    return data.startswith(b"GIF8") or b"acTL" in data.partition(b"IDAT")[0] or b"ANIM" in data[:64]


def _why_no_picture(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return "a HEIC picture, as telephones store them, is not read: save it as JPEG, or set the camera to JPEG"
    if b"%PDF-" in data[:1024]:
        return "a PDF document is not read: save its pages as pictures (pdftoppm -r 300 -png FILE PAGE)"
    return "not a picture that can be read: give a PNG, JPEG, BMP, GIF, WebP, AVIF or TIFF file"


def _bytes(path: Path) -> bytes:
    _check_there(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeviceError(f"the file cannot be read: {error.strerror}") from None


def _check_there(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DeviceError(f"the file cannot be opened: {error.strerror}") from None
    except ValueError:
        raise DeviceError("the file name holds a NUL character") from None
    if not path.is_file():
        raise DeviceError("not a file: give a picture, a video or a folder")
    if size == 0:
        raise DeviceError("the file is empty")


def _eight_bits(pixels: Pixels) -> Pixels:
    """Deeper pictures (16-bit PNG, floating-point TIFF) scaled down to uint8."""
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype == np.uint16:
        # Cameras of 10 and 12 bits store them in the low bits of 16.
        bits = max(_LEAST_BITS, int(pixels.max()).bit_length())
        return (pixels >> (bits - 8)).astype(np.uint8)
    finite = np.nan_to_num(pixels.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    return np.asarray((finite - low) * (255 / (high - low) if high > low else 0.0), dtype=np.uint8)
