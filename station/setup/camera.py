"""A camera that is being set up: its newest picture, what is measured of it, and what a reader makes of it."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from hardware.picture_contract import advise
from station.assembly import camera_judge, open_camera, open_reader, picture_figures
from station.core.set_up import CameraLook, Trouble

if TYPE_CHECKING:
    from config import Config
    from hardware.contract import Camera, Frame, Reader

LOOKED = 100
WAIT_S, AGAIN_S, REST_S = 0.5, 1.0, 0.1
"""Longest wait for a picture, pause before a lost camera is opened again, and after each look."""
SAME = 5
"""Pictures in a row that are the same to the last bit until the camera counts as frozen."""


class CameraBench:
    """One thread has the camera open until `close`; a lost camera is opened again."""

    def __init__(self, config: Config) -> None:
        self._config, self._live = config, camera_judge(config).live
        self.look = CameraLook(config.camera.source)
        self._stop = threading.Event()
        self._reads: deque[tuple[bool, float]] = deque(maxlen=LOOKED)
        self._best = 0.0
        self._same = 0
        self._thread = threading.Thread(target=self._run, name="set-up camera", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give the camera back."""
        self._stop.set()
        self._thread.join(WAIT_S * 4)

    def _run(self) -> None:
        reader = open_reader(self._config, steady=False)
        while not self._stop.is_set():
            camera = open_camera(self._config)
            try:
                camera.open()
                self._watch(camera, reader)
            except DeviceError as error:
                self._tell(CameraLook(self.look.source, trouble=Trouble(str(error), error.about)))
                self._best = 0.0
            finally:
                camera.close()
            self._stop.wait(AGAIN_S)

    def _watch(self, camera: Camera, reader: Reader) -> None:
        before: Frame | None = None
        while not self._stop.is_set():
            frame = camera.newest(before.number if before is not None else 0, WAIT_S)
            if frame is None:
                continue
            self._seen(camera, reader, frame, before)
            before = frame
            self._stop.wait(REST_S)

    def _seen(self, camera: Camera, reader: Reader, frame: Frame, before: Frame | None) -> None:
        began = time.perf_counter()
        read = bool(reader.read(frame.pixels).symbols)
        self._reads.append((read, (time.perf_counter() - began) * 1000))
        figures, state = picture_figures(frame.pixels), camera.state()
        self._same = self._same + 1 if before is not None and _equal(before, frame) else 0
        if figures is None:
            return
        self._best = max(self._best, figures.sharpness)
        fps = state.fps if self._live and state.fps else None
        self._tell(
            CameraLook(
                self.look.source,
                frame,
                figures,
                advise(figures, fps, repeats=self._live and self._same >= SAME),
                state.fps,
                state.fourcc,
                self._best,
                sum(good for good, _ in self._reads),
                len(self._reads),
                sum(ms for _, ms in self._reads) / len(self._reads),
            )
        )

    def _tell(self, look: CameraLook) -> None:
        self.look = look


def _equal(one: Frame, other: Frame) -> bool:
    return one.pixels.shape == other.pixels.shape and bool((one.pixels == other.pixels).all())
