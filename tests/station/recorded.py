"""Recordings of no-reads that a running station made, over simulated devices."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from hardware.contract import CameraState, Frame
from hardware.simulated.camera import hard_parcels, make_parcels
from station.demo.worker import Worker
from station.runtime.recorder import recordings_in
from tests.station.hall import Hall, hall, take_away
from tests.waiting import until


class StillCamera:
    """Shows one picture, with the noise of a sensor."""

    name = "still"

    def __init__(self, picture: Any, fps: float = 8) -> None:
        self.picture, self._period, self._last = picture, 1 / fps, 0.0
        self._noise = np.random.default_rng(5)

    def open(self) -> None: ...

    def close(self) -> None: ...

    def state(self) -> CameraState:
        height, width = self.picture.shape[:2]
        return CameraState(width, height, 1 / self._period, 0, "BGR3")

    def newest(self, after: int, timeout: float, pause: float = 0.0) -> Frame:
        time.sleep(max(0.0, self._last + self._period - time.monotonic()))
        self._last = time.monotonic()
        noisy = self.picture + self._noise.normal(0, 2, self.picture.shape)
        return Frame(np.clip(np.rint(noisy), 0, 255).astype(np.uint8), after + 1, self._last)


def small_label() -> Any:
    """A label so far away that one engine alone does not read it."""
    picture = list(hard_parcels("low resolution", 2, 21, passes=False))[1][0].pixels
    return cv2.resize(picture, None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA)


def recorded(folder: Path, parcels: int = 2, **sections: Any) -> Path:
    """The folder of the recording: `parcels` that are read, and a load on which there is nothing to read."""
    with hall(folder, replay={"enabled": True}, **sections) as here:
        here.up()
        Worker(here.station, here.table, 4).run(list(islice(make_parcels(7), parcels)))
        take_away(here)
        return no_read(here, parcels)


def recorded_small(folder: Path) -> Path:
    """The same of a small label, by a station that was told to use one engine alone."""
    still = StillCamera(small_label())
    with hall(folder, camera_of=still, reader={"engines": ["zbar"]}, replay={"enabled": True}) as here:
        here.up()
        return no_read(here, 0)


def no_read(here: Hall, before: int) -> Path:
    """Something lies there that nobody can read; it is recorded."""
    here.table.scale.place(700)
    until(lambda: len(here.scans()) > before, "the no-read")
    place = here.config.station.data_dir / "recordings"
    until(lambda: bool(recordings_in(place)), "the recording")
    return recordings_in(place)[-1]
