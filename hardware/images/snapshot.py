"""Write one picture to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.images.pixels import Pixels

SNAPSHOT_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff")


def save_picture(pixels: Pixels, path: Path) -> None:
    """Write the picture in the format of the file's suffix. ValueError for another suffix, OSError from the disk."""
    if path.suffix.lower() not in SNAPSHOT_SUFFIXES:
        raise ValueError(f"{path.name}: not the name of a picture; end it with one of {', '.join(SNAPSHOT_SUFFIXES)}")
    _, data = cv2.imencode(path.suffix.lower(), pixels)
    path.write_bytes(data.tobytes())


def grey_picture(path: Path) -> Pixels:
    """What `save_picture` wrote of a grey picture (uint8, height x width). ValueError: it is damaged or not there."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise ValueError(f"{path.name}: {error.strerror}") from None
    picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
    if picture is None:
        raise ValueError(f"{path.name} is damaged")
    return np.asarray(picture)
