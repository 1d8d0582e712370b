"""A folder of pictures, or one picture, as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import DeviceError, notice
from hardware.images import as_grey, load_picture, pictures_of

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.images import Pixels

FRAMES_A_PICTURE = 15
"""How many frames show one picture: half a second at 30 a second."""


class FolderSource:
    """The pictures by name, each shown for some frames. What cannot be read is left out and counted."""

    fourcc = ""

    def __init__(self, path: Path, fps: float, *, loop: bool) -> None:
        """`path` is the folder, or one picture file."""
        try:
            self._pictures = pictures_of(path) if path.is_dir() else [path]
        except DeviceError as error:
            values = dict(error.about.values) if error.about is not None else {}
            raise DeviceError(notice("folder_unlisted", **values | {"name": str(path)})) from None
        if not self._pictures:
            raise DeviceError(notice("folder_empty", name=str(path)))
        self._path, self._loop = path, loop
        self.period: float | None = 1 / fps
        self.ended = False
        self.broken = 0
        self._next = 0
        self._shown: Pixels | None = None
        self._left = 0

    def read(self) -> Pixels | None:
        if self._left == 0:
            self._turn()
        self._left -= 1
        return None if self.ended or self._shown is None else self._shown.copy()

    def skip(self) -> bool:
        return self.read() is not None

    def release(self) -> None:
        self._shown = None

    def _turn(self) -> None:
        """Go on to the next picture that can be read."""
        for _ in self._pictures:
            if self._next == len(self._pictures):
                if not self._loop and self._shown is not None:
                    break
                self._next = 0
            path = self._pictures[self._next]
            self._next += 1
            picture = self._read(path)
            if picture is not None:
                self._shown, self._left = picture, FRAMES_A_PICTURE
                return
        if self._shown is None or self._loop:
            raise DeviceError(notice("folder_unreadable", name=str(self._path), count=len(self._pictures)))
        self.ended = True

    def _read(self, path: Path) -> Pixels | None:
        try:
            picture = load_picture(path)
        except DeviceError:
            self.broken += 1
            return None
        if picture.ndim == 3 and picture.shape[2] == 4:
            grey = as_grey(picture)
            return None if grey is None else np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
        return picture
