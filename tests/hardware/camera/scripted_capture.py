"""A stand-in for `cv2.VideoCapture` whose every read is told by the test."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.images.pixels import Pixels

SIZE = (48, 64, 3)


def picture(shade: int) -> Pixels:
    """Grey of one shade; frames of different shades differ."""
    return np.full(SIZE, shade % 256, dtype=np.uint8)


def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Return as soon as it holds; fail after the deadline."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.005)


class ScriptedCapture:
    """Gives a new picture every 5 ms until it is told to do something else."""

    def __init__(self) -> None:
        self.mode = "new"
        self.opens = True
        self.calls: list[tuple[str, int, list[int]]] = []
        self.settings: list[tuple[int, float]] = []
        self.released = 0
        self.reads = self.grabs = 0
        self.let_go = threading.Event()
        """Ends the reads that hang."""

    def __call__(self, address: str, backend: int, parameters: list[int]) -> ScriptedCapture:
        self.calls.append((address, backend, parameters))
        return self

    def isOpened(self) -> bool:  # noqa: N802  # OpenCV's name
        return self.opens

    def get(self, number: int, /) -> float:
        return float(cv2.VideoWriter.fourcc(*"MJPG")) if number == cv2.CAP_PROP_FOURCC else 0.0

    def set(self, number: int, value: float, /) -> bool:
        self.settings.append((number, value))
        return True

    def grab(self) -> bool:
        self.grabs += 1
        return self.read()[0]

    def read(self) -> tuple[bool, Any]:
        time.sleep(0.005)
        self.reads += 1
        match self.mode:
            case "hang":
                self.let_go.wait(30)
                return True, picture(self.reads)
            case "same":
                return True, picture(7)
            case "nothing":
                return False, None
            case "raise":
                raise cv2.error("the driver is confused")
            case "odd":
                return True, np.zeros((0, 0), dtype=np.uint8)
            case "one pixel":
                pixels = picture(7)
                pixels[5, 5, 0] = self.reads % 2
                return True, pixels
            case _:
                return True, picture(self.reads)

    def release(self) -> None:
        self.released += 1
