"""Device watch: the threads that hold the camera and the scale open, and what they saw last."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from station.core import DeviceKind, DeviceStatus, Health, standing
from station.runtime.device_troubles import device_troubles, reader_trouble
from station.runtime.lane_ports import nothing
from station.runtime.reconnect import keep_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Camera, CameraState, Defect, Frame, Notice, Reader, Reading, Scale, Weight
    from hardware.picture_contract import PictureFigures
    from station.core import Event, Trouble
    from station.core.weighing import ScaleJudge
    from station.runtime.inbox import Inbox

LOOK_S = 0.25
"""How long one wait for a frame or a message of the scale lasts; bounds how fast a thread stops."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A camera, what reads its pictures, and what judges them."""

    camera: Camera
    reader: Reader
    focus: Callable[[object], float]
    """Sharpness of a picture, for the technician."""
    reader_warning: Notice | None = None
    judge: FrameJudge | None = None
    figures: Callable[[object], PictureFigures | None] = lambda _: None
    """Light, sharpness and size of a picture, for the technician."""
    memory: Callable[[], object] | None = None
    """What the frames so far have left in the reader; None: it cannot tell, or nobody asks."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of one station, each made by its own thread, so that no screen waits for its libraries.

    None: switched off.
    """

    open_sight: Callable[[], Sight] | None
    open_scale: Callable[[], Scale] | None
    scale_judge: ScaleJudge | None = None


class FrameJudge(Protocol):
    """Remembers what the last frames of the camera were like. `see` costs little, whoever asks for how long."""

    def see(self, frame: Frame) -> None: ...

    def forget(self) -> None: ...

    def defects(self, fourcc: str) -> tuple[Defect, ...]: ...


class DeviceThreads:
    """Each `watch_` runs in a thread of its own until `stop`; the attributes may be read from any thread."""

    def __init__(
        self,
        devices: Devices,
        inbox: Inbox,
        publish: Callable[[Event], None],
        for_lane: Callable[[float, Reading], Reading],
        taped: Callable[[Frame, Reading, object], None] = nothing,
    ) -> None:
        """`for_lane`: takes out of what a frame gave what is not for the lane. `taped`: hears of every frame."""
        self._devices = devices
        self._for_lane, self._taped = for_lane, taped
        self._inbox = inbox
        self._publish = publish
        self._stop = threading.Event()
        self._zero = threading.Event()
        self._store_weight = threading.Event()
        self.health = {
            kind: DeviceStatus(kind, "", _first_health(device), "", time.monotonic())
            for kind, device in ((DeviceKind.CAMERA, devices.open_sight), (DeviceKind.SCALE, devices.open_scale))
        }
        self._sight: Sight | None = None
        self._scale: Scale | None = None
        self.frame: Frame | None = None
        self._focus: tuple[int, float] | None = None
        """Number of the frame, and its sharpness."""
        self.read_ms: float | None = None
        self.weight: Weight | None = None
        self._troubles: tuple[Trouble, ...] = ()

    def stop(self) -> None:
        """End both threads."""
        self._stop.set()

    def zero_scale(self) -> None:
        """Ask the scale for zero; done by its thread."""
        self._zero.set()

    def store_weight(self) -> None:
        """Ask the scale to put its weight into its alibi memory; done by its thread."""
        self._store_weight.set()

    def camera_state(self) -> CameraState | None:
        """What the camera tells of itself; None while it is away."""
        sight = self._sight
        return sight.camera.state() if sight and self.health[DeviceKind.CAMERA].health is Health.UP else None

    def troubles(self, devices: tuple[DeviceStatus, ...]) -> tuple[Trouble, ...]:
        """What is wrong with these and with the reader, each since it came."""
        at, sight = time.monotonic(), self._sight
        now = list(device_troubles(devices, at))
        if sight is not None and sight.reader_warning is not None:
            now.append(reader_trouble(sight.reader_warning, at))
        down = {device.key: device.since for device in devices if device.health is Health.DOWN}
        self._troubles = tuple(
            replace(each, since=down.get(each.key, each.since)) for each in standing(now, self._troubles)
        )
        return self._troubles

    def devices(self) -> tuple[DeviceStatus, ...]:
        """Each device, and what is wrong with what it sends."""
        return tuple(
            replace(each, defects=self._defects(each.kind)) if each.health is Health.UP else each
            for each in self.health.values()
        )

    def _defects(self, kind: DeviceKind) -> tuple[Defect, ...]:
        if kind is DeviceKind.SCALE:
            return self._devices.scale_judge.defects() if self._devices.scale_judge else ()
        state, sight = self.camera_state(), self._sight
        return sight.judge.defects(state.fourcc) if sight and sight.judge and state else ()

    def scale_serial(self) -> str | None:
        """The serial number of the scale, where it tells one."""
        return self._scale.serial_number() if self._scale else None

    @property
    def focus(self) -> float | None:
        """Sharpness of the newest frame, measured when it is asked for; None: there is none."""
        frame, sight = self.frame, self._sight
        if frame is None or sight is None:
            return None
        if self._focus is None or self._focus[0] != frame.number:
            self._focus = (frame.number, sight.focus(frame.pixels))
        return self._focus[1]

    def picture_figures(self) -> PictureFigures | None:
        """Those of the newest frame, measured by whoever asks; None: there is none."""
        frame, sight = self.frame, self._sight
        return None if frame is None or sight is None else sight.figures(frame.pixels)

    def watch_camera(self) -> None:
        """Grab and read."""
        if self._devices.open_sight is None:
            return
        self._sight = sight = self._devices.open_sight()
        camera, judge = sight.camera, sight.judge
        self._named(DeviceKind.CAMERA, camera.name)

        def use() -> bool:
            after = self.frame.number if self.frame is not None else 0
            frame = camera.newest(after, LOOK_S, sight.reader.pause)
            if frame is None:
                return False
            memory = sight.memory() if sight.memory is not None else None
            reading = sight.reader.read(frame.pixels)
            self._taped(frame, reading, memory)
            self.frame, self.read_ms = frame, reading.ms
            self._inbox.frame_read(frame.at, self._for_lane(frame.at, reading))
            if judge is not None:
                judge.see(frame)
            return True

        def report(health: Health, words: str, about: Notice | None) -> None:
            self.frame = None
            if judge is not None:
                judge.forget()
            self._report(DeviceKind.CAMERA, health, words, about)

        keep_open(camera, use, report, self._stop)

    def watch_scale(self) -> None:
        """Read weights, and ask the scale for what the others want of it."""
        if self._devices.open_scale is None:
            return
        self._scale = scale = self._devices.open_scale()
        self._named(DeviceKind.SCALE, scale.name)

        def use() -> bool:
            if self._zero.is_set():
                self._zero.clear()
                scale.zero()
            if self._store_weight.is_set():
                self._store_weight.clear()
                scale.store()
            weight = scale.read(LOOK_S)
            if weight is None:
                return False
            if weight.kind in ("weight", "status_only"):
                self._weighed(weight)
            return True

        def report(health: Health, words: str, about: Notice | None) -> None:
            if health is Health.DOWN:
                self._scale_lost()
            self._report(DeviceKind.SCALE, health, words, about)

        keep_open(scale, use, report, self._stop)

    def _named(self, kind: DeviceKind, name: str) -> None:
        self.health[kind] = replace(self.health[kind], name=name)

    def _weighed(self, weight: Weight) -> None:
        self.weight = weight
        self._inbox.weighed(weight)
        if self._devices.scale_judge is not None:
            self._devices.scale_judge.hear(weight, time.monotonic())

    def _scale_lost(self) -> None:
        self.weight = None
        self._inbox.scale_lost()
        if self._devices.scale_judge is not None:
            self._devices.scale_judge.forget()

    def _report(self, kind: DeviceKind, health: Health, words: str, about: Notice | None) -> None:
        self.health[kind], changed = self.health[kind].after(health, words, about, time.monotonic())
        if changed is not None:
            self._publish(changed)


def _first_health(device: object | None) -> Health:
    return Health.OFF if device is None else Health.STARTING
