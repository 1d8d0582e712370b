"""One thread that reads a source and keeps only its newest frame."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from hardware.contract import CameraState, DeviceError, Frame, notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.camera.source import Source
    from hardware.contract import Notice
    from hardware.images import Pixels

RATE_WINDOW_S = 2.0
_RETRY_S = 0.02
_LOOK_S = 0.05
"""How often a waiting consumer looks whether the camera was lost."""
_JOIN_S = 1.0
_COARSE = 16


class Grab:
    """The life of a source from one opening to its end. Never used again: a hung read leaves its thread behind, and
    whatever that thread brings later lands in an object that nobody looks at any more.
    """

    def __init__(self, name: str, start: Callable[[], Source], stall_s: float, *, live: bool) -> None:
        """Start the thread. `live`: it must go on giving new, different frames within `stall_s` seconds."""
        self._name, self._start, self._stall_s, self._live = name, start, stall_s, live
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._frame: Frame | None = None
        self._taken = 0
        self._dropped = 0
        self._arrivals: deque[float] = deque(maxlen=1024)
        self._lost: Notice | None = None
        self._reading_since: float | None = None
        self._different_at = time.monotonic()
        self._pause = 0.0
        """Seconds after a frame for which nobody needs one."""
        self.fourcc = ""
        self.ended = False
        self.broken = 0
        self.thread = threading.Thread(target=self._run, name=f"camera {name}", daemon=True)
        self.thread.start()

    def wait_first(self, timeout: float) -> None:
        """Return when there is a frame; DeviceError when there is none within `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._lost or self._stop.is_set(), timeout)
            if self._frame is None:
                self._lose(notice("camera_no_first_picture", name=self._name, seconds=f"{timeout:g}"))
                raise DeviceError(self._lost or notice("camera_closed_while_opening", name=self._name))

    def newest(self, after: int, timeout: float, pause: float) -> Frame | None:
        """See `hardware.contract.Camera.newest`."""
        self._pause = pause
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                now = time.monotonic()
                self._check(now)
                if self._frame is not None and self._frame.number > after:
                    self._taken = max(self._taken, self._frame.number)
                    return self._frame
                if now >= deadline or self._stop.is_set():
                    return None
                self._changed.wait(min(deadline - now, _LOOK_S))

    def state(self) -> CameraState:
        """See `hardware.contract.Camera.state`."""
        with self._changed:
            now = time.monotonic()
            recent = [at for at in self._arrivals if now - at <= RATE_WINDOW_S]
            fps = (len(recent) - 1) / (now - recent[0]) if len(recent) > 1 and now > recent[0] else 0.0
            shape = (0, 0) if self._frame is None else self._frame.pixels.shape
            return CameraState(int(shape[1]), int(shape[0]), fps, self._dropped, self.fourcc)

    def close(self) -> bool:
        """Stop reading. False when the thread hangs in a read and was left behind."""
        with self._changed:
            hung = self._hangs(time.monotonic())
            self._stop.set()
            self._changed.notify_all()
        if self.thread is not threading.current_thread():
            self.thread.join(0 if hung else _JOIN_S)
        return not self.thread.is_alive()

    def _check(self, now: float) -> None:
        """Raise when the camera is lost, or is found to be so now."""
        if self._lost is None and not self.ended:
            self._lost = self._stalled(now)
        if self._lost is not None:
            self._stop.set()
            raise DeviceError(self._lost)

    def _hangs(self, now: float) -> bool:
        reading = self._reading_since
        return reading is not None and now - reading > self._stall_s

    def _stalled(self, now: float) -> Notice | None:
        limit = f"{self._stall_s:g}"
        if self._hangs(now):
            return notice("camera_hangs", name=self._name, seconds=limit)
        if not self._live or self._frame is None or now - self._different_at <= self._stall_s:
            return None
        if now - self._frame.at > self._stall_s:
            return notice("camera_no_picture", name=self._name, seconds=limit)
        return notice("camera_repeats", name=self._name, seconds=limit)

    def _lose(self, why: Notice) -> None:
        with self._changed:
            if self._lost is None and not self.ended and not self._stop.is_set():
                self._lost = why
                self._stop.set()
                self._changed.notify_all()

    def _run(self) -> None:
        source: Source | None = None
        try:
            source = self._start()
            self.fourcc = source.fourcc
            self._grab(source)
        except DeviceError as error:
            self._lose(error.about or notice("camera_read_failed", name=self._name))
        finally:
            if source is not None:
                source.release()
            self._lose(notice("camera_read_failed", name=self._name))

    def _grab(self, source: Source) -> None:
        due = time.monotonic()
        while not self._stop.is_set():
            self._reading_since = time.monotonic()
            skipped = self._is_unneeded(self._reading_since) and source.skip()
            pixels = None if skipped else source.read()
            at = time.monotonic()
            self._reading_since = None
            self.broken = source.broken
            if skipped:
                with self._changed:
                    self._arrivals.append(at)
            elif pixels is not None:
                self._publish(pixels, at)
            elif source.ended:
                self.ended = True
                return
            elif source.period is None:
                self._stop.wait(_RETRY_S)
            if source.period is not None:
                due = max(due + source.period, at)
                self._stop.wait(due - time.monotonic())

    def _is_unneeded(self, now: float) -> bool:
        """Whether a picture that comes now need not be decoded."""
        return self._frame is not None and now - self._frame.at < self._pause

    def _publish(self, pixels: Pixels, at: float) -> None:
        before = self._frame
        different = not self._live or before is None or not _same(before.pixels, pixels)
        with self._changed:
            if self._stop.is_set():
                return
            number = 1 if before is None else before.number + 1
            if before is not None and before.number > self._taken:
                self._dropped += 1
            if different:
                self._different_at = at
            self._arrivals.append(at)
            self._frame = Frame(pixels, number, at)
            self._changed.notify_all()


def _same(one: Pixels, other: Pixels) -> bool:
    """Whether every pixel is equal; nearly all pairs already differ in the few that are looked at first."""
    few = slice(None, None, _COARSE)
    return one.shape == other.shape and np.array_equal(one[few, few], other[few, few]) and np.array_equal(one, other)
