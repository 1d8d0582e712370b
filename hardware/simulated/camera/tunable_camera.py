"""A simulated camera that has controls: exposure, focus and gain, with what they do to its pictures."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.camera import Range
from hardware.contract import DeviceError, notice
from hardware.simulated.camera.simulated_camera import SimulatedCamera

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Frame

RANGES = {"exposure": Range(3, 2047, 1, 250), "focus": Range(0, 250, 5, 0), "gain": Range(0, 255, 1, 64)}
"""Those of a common USB camera."""
SHARP_AT, PX_A_STEP = 120, 0.05
"""Focus at which its picture is sharp, and sigma of the blur for each step beside it."""
USUAL = RANGES["exposure"].usual * (1 + RANGES["gain"].usual / 64)
"""Light of a picture as it is drawn."""


class TunableCamera(SimulatedCamera):
    """Implements `hardware.camera.Controls` too."""

    def __init__(self, seed: int = 0, **values: int) -> None:
        """`values`: controls that begin with another value."""
        super().__init__(seed=seed)
        self._values: dict[str, int | None] = {name: values.get(name, each.usual) for name, each in RANGES.items()}
        self._grain = np.random.default_rng(seed)
        self._changing = threading.Lock()

    def ranges(self) -> Mapping[str, Range]:
        """See `hardware.camera.Controls`."""
        return RANGES

    def get(self, name: str) -> int | None:
        """See `hardware.camera.Controls`."""
        return self._values[name]

    def set(self, name: str, value: int | None) -> None:
        """See `hardware.camera.Controls`."""
        if name not in RANGES or (value is not None and not RANGES[name].low <= value <= RANGES[name].high):
            raise DeviceError(notice("camera_control_refused", name=self.name, control=name, value=value))
        with self._changing:
            self._values[name] = value

    def newest(self, after: int, timeout: float, pause: float = 0.0) -> Frame | None:
        """As the controls make it."""
        frame = super().newest(after, timeout, pause)
        if frame is None:
            return None
        with self._changing:
            now = {name: RANGES[name].usual if value is None else value for name, value in self._values.items()}
        exposure, focus, gain = now["exposure"], now["focus"], now["gain"]
        light = exposure * (1 + gain / 64) / USUAL
        pixels = frame.pixels.astype(np.float32) * light
        blur = abs(focus - SHARP_AT) * PX_A_STEP
        if blur > 0.3:
            pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur))
        noise = self._grain.integers(-1 - gain // 24, 2 + gain // 24, pixels.shape[:2])
        pixels += noise if pixels.ndim == 2 else noise[..., None]
        return replace(frame, pixels=np.clip(pixels, 0, 255).astype(np.uint8))
