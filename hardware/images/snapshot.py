"""Write one picture to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

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
