"""A camera without hardware: parcels are placed under it, and its frames show them as a real one would."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hardware.contract import CameraState, DeviceError, Frame, notice
from hardware.simulated.camera.labels import RenderedLabel, render_label
from hardware.simulated.camera.noise import SensorNoise
from hardware.simulated.camera.scene import MARGIN, Belt, Pose, draw_pose

if TYPE_CHECKING:
    from hardware.simulated.camera.page import Picture
    from hardware.simulated.camera.parcels import SimulatedParcel

_SLIDE_S = 0.25
"""How long a parcel slides until it lies still."""
_STRAIGHTEN_S = 1.0
"""A parcel that still lies there after this time is put straighter, so that none stays unreadable for ever."""
_RATE_WINDOW_S = 2.0


@dataclass(frozen=True, slots=True)
class _Lying:
    """A parcel under the camera, drawn once."""

    parcel: SimulatedParcel
    label: RenderedLabel
    pose: Pose
    picture: Picture
    since: float
    straightened: int


class SimulatedCamera:
    """Implements `hardware.contract.Camera`. Every method may be called from any thread.

    Frames are uint8 BGR, made when they are asked for and at most `fps` a second. `difficulty` from 0 (square, sharp,
    clean) to 1 (any angle, blurred, noisy) says how the parcels come to lie.
    """

    def __init__(
        self,
        width: int = 1280,
        height: int = 720,
        fps: float = 30,
        seed: int = 0,
        name: str = "simulated camera",
        difficulty: float = 0.4,
    ) -> None:
        if width < 960 or height < 720:
            raise ValueError(f"a simulated frame of {width} x {height} cannot hold a label: use 960 x 720 or more")
        if not 0 < fps <= 1000:
            raise ValueError(f"a simulated camera cannot give {fps} frames a second: use more than 0, at most 1000")
        if not 0.0 <= difficulty <= 1.0:
            raise ValueError(f"difficulty {difficulty} is not between 0 and 1")
        self.name = name
        self._width, self._height, self._fps, self._seed, self._difficulty = width, height, float(fps), seed, difficulty
        self._poses = np.random.default_rng((seed, 3))
        self._belt = Belt(width, height, seed)
        self._noise = SensorNoise(width, height, 2.0 + 6.0 * difficulty, seed)
        self._changed = threading.Condition()
        self._plugged = True
        self._opened_at: float | None = None
        self._lying: _Lying | None = None
        self._last_number = 0
        self._last_at = 0.0
        self._dropped = 0
        self._delivered: deque[float] = deque(maxlen=2048)

    @property
    def parcel(self) -> SimulatedParcel | None:
        """What lies under the camera."""
        lying = self._lying
        return lying.parcel if lying else None

    def place(self, parcel: SimulatedParcel) -> None:
        """Put this parcel under the camera, in the place of what lies there. Takes some ten milliseconds."""
        with self._changed:
            pose = draw_pose(self._poses, self._difficulty)
        label = render_label(parcel.label)
        picture = self._belt.with_parcel(label, pose)
        with self._changed:
            self._lying = _Lying(parcel, label, pose, picture, time.monotonic(), 0)

    def remove(self) -> None:
        """Take away what lies under the camera."""
        with self._changed:
            self._lying = None

    def unplug(self) -> None:
        """Pull the cable: whoever waits for a frame gets a DeviceError, and so does `open` until `plug`."""
        with self._changed:
            self._plugged = False
            self._opened_at = None
            self._changed.notify_all()

    def plug(self) -> None:
        """Put the cable back; as with a real camera, `open` has to be called again."""
        with self._changed:
            self._plugged = True

    def open(self) -> None:
        """Start the frames, counted from 1. DeviceError while it is unplugged."""
        with self._changed:
            self._require_plugged()
            self._opened_at = time.monotonic()
            self._last_number = 0
            self._dropped = 0
            self._delivered.clear()

    def newest(self, after: int, timeout: float, pause: float = 0.0) -> Frame | None:
        """See `hardware.contract.Camera`. DeviceError when it is unplugged or not open."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._changed.wait(min(timeout, max(0.0, self._last_at + pause - time.monotonic())))
            while (number := self._due_number()) <= after:
                now = time.monotonic()
                if now >= deadline:
                    return None
                self._changed.wait(min(self._due_in(after + 1, now), deadline - now))
            now = time.monotonic()
            self._count(number, now)
            self._last_at = now
            lying = self._lying
        if lying:
            lying = self._put_straighter(lying, now)
        return Frame(self._noise.over(self._view(lying, now), number), number, now)

    def state(self) -> CameraState:
        """What a technician wants to know."""
        with self._changed:
            now = time.monotonic()
            recent = sum(1 for at in self._delivered if now - at <= _RATE_WINDOW_S)
            opened = self._opened_at
            span = min(_RATE_WINDOW_S, now - opened) if opened is not None else 0.0
            return CameraState(self._width, self._height, recent / max(span, 1 / self._fps), self._dropped, "BGR3")

    def close(self) -> None:
        """Stop the frames; may be called twice."""
        with self._changed:
            self._opened_at = None
            self._changed.notify_all()

    def _require_plugged(self) -> None:
        if not self._plugged:
            raise DeviceError(notice("camera_cable_out", name=self.name))

    def _due_number(self) -> int:
        self._require_plugged()
        if self._opened_at is None:
            raise DeviceError(notice("camera_not_open", name=self.name))
        return int((time.monotonic() - self._opened_at) * self._fps) + 1

    def _due_in(self, number: int, now: float) -> float:
        opened_at = self._opened_at if self._opened_at is not None else now
        return max(0.0005, opened_at + (number - 1) / self._fps - now)

    def _count(self, number: int, now: float) -> None:
        self._dropped += max(0, number - self._last_number - 1)
        self._last_number = max(number, self._last_number)
        self._delivered.append(now)

    def _put_straighter(self, lying: _Lying, now: float) -> _Lying:
        times = min(3, int((now - lying.since) / _STRAIGHTEN_S))
        if times <= lying.straightened:
            return lying
        picture = self._belt.with_parcel(lying.label, lying.pose.straightened(times))
        straighter = _Lying(lying.parcel, lying.label, lying.pose, picture, lying.since, times)
        with self._changed:
            if self._lying is lying:
                self._lying = straighter
        return straighter

    def _view(self, lying: _Lying | None, now: float) -> Picture:
        x = y = MARGIN
        if lying:
            left = max(0.0, 1.0 - (now - lying.since) / _SLIDE_S) ** 2
            x += round(lying.pose.slide[0] * left * MARGIN)
            y += round(lying.pose.slide[1] * left * MARGIN)
        picture = lying.picture if lying else self._belt.empty
        return picture[y : y + self._height, x : x + self._width]
