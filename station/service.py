"""Station: the one object that screens and commands talk to.

Threads: `camera` (grab and read), `scale`, `core` (lane, decision, the only write connection), `gauges` (counts from
the record), `sync`, `lists`. Facts go to listeners as events, gauges are polled with `status()`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from station.core.events import (
    DeviceChanged,
    DeviceKind,
    DeviceStatus,
    Health,
    LaneStatus,
    StationFailed,
    Status,
    SyncStatus,
)
from station.gauges import Gauges
from station.keeper import Keeper
from station.keyed import KeyedCheck
from station.store.reads import Reads
from station.watch import keep_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Camera, Frame, Reader, Scale, Weight
    from station.core.events import Event, RecentScan
    from station.core.models import Identity
    from station.store.reads import DeadScan
    from station.sync.downlink import Downlink
    from station.sync.loop import SyncLoop

LOOK_S = 0.25
"""How long one wait for a frame or a message of the scale lasts; bounds how fast a thread stops."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of one station; None: switched off."""

    camera: Camera | None
    reader: Reader
    scale: Scale | None
    focus: Callable[[object], float]
    """Sharpness of a picture, for the technician."""
    reader_words: str | None = None


class Station:
    """Life is a `with` block; leaving it stops every thread and closes every device."""

    def __init__(
        self,
        station_id: str,
        devices: Devices,
        keeper: Keeper,
        sync: SyncLoop | None,
        settings: tuple[tuple[str, str], ...] = (),
        downlink: Downlink | None = None,
        *,
        sound: bool = True,
        theme: str = "hub-dark",
    ) -> None:
        self.station_id = station_id
        self.settings = settings
        self.sound = sound
        self.theme = theme
        self._devices = devices
        self._keeper = keeper
        self._sync, self._downlink = sync, downlink
        self._gauges = Gauges(keeper.path)
        self._keyed = KeyedCheck(keeper.path, keeper.choice_rules)
        self._listeners: tuple[Callable[[Event], None], ...] = ()
        self._stop_devices = threading.Event()
        self._stop_rest = threading.Event()
        self._threads: dict[str, threading.Thread] = {}
        self._health = {
            kind: DeviceStatus(kind, device.name if device else "", _first_health(device), "", time.monotonic())
            for kind, device in ((DeviceKind.CAMERA, devices.camera), (DeviceKind.SCALE, devices.scale))
        }
        self._frame: Frame | None = None
        self._focus: float | None = None
        self._read_ms: float | None = None
        self._weight: Weight | None = None
        self._zero = threading.Event()
        self.failure: str | None = None
        """Set when a thread died: the process has to end non-zero."""

    # -- life

    def __enter__(self) -> Self:
        """Start the threads."""
        scale, sync = self._devices.scale, self._sync
        self._keeper.attach(
            self._publish,
            scale_serial=scale.serial_number if scale else lambda: None,
            wake_sync=sync.wake if sync else lambda: None,
            online=lambda: sync.status().online if sync else None,
        )
        self._start("core", self._keeper.run)
        if self._devices.camera is not None:
            self._start("camera", self._watch_camera)
        if scale is not None:
            self._start("scale", self._watch_scale)
        self._start("gauges", lambda: self._gauges.run(self._stop_rest))
        if sync is not None:
            self._start("sync", lambda: sync.run(self._stop_rest))
        if (downlink := self._downlink) is not None:
            self._start("lists", lambda: downlink.run(self._stop_rest))
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop the devices, then sync while the core can still settle, then the core."""
        self._stop_devices.set()
        self._join("camera", "scale")
        self._stop_rest.set()
        if self._sync is not None:
            self._sync.wake()
        self._join("sync", "lists", "gauges")
        self._keeper.stop()
        self._join("core")
        self._keeper.close()
        self._keyed.close()

    def _start(self, name: str, loop: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._guarded, args=(name, loop), name=name)
        self._threads[name] = thread
        thread.start()

    def _join(self, *names: str) -> None:
        for name in names:
            if name in self._threads:
                self._threads[name].join()

    def _guarded(self, name: str, loop: Callable[[], None]) -> None:
        """The one place where any error is caught: a dead thread is a failed station, and everybody is told."""
        try:
            loop()
        except Exception as error:  # noqa: BLE001  # the guard of every thread
            self.failure = f"{name}: {type(error).__name__}: {error}"
            self._publish(StationFailed(name, self.failure))

    # -- listeners

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with every event, from the thread that made it; returns the way to stop."""
        self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not listener)

        return unsubscribe

    def _publish(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    # -- questions

    def status(self) -> Status:
        """Every gauge now. Never blocks: assembled from values that the threads left."""
        camera = self._devices.camera
        numbers = self._gauges.now
        return Status(
            at=time.monotonic(),
            station_id=self.station_id,
            devices=tuple(self._health.values()),
            lane=self._keeper.lane_status() if self.failure is None else LaneStatus(),
            live_weight=self._weight,
            camera=camera.state() if camera and self._health[DeviceKind.CAMERA].health is Health.UP else None,
            focus=self._focus,
            read_ms=self._read_ms,
            sync=self._sync_status(),
            hour=numbers.hour,
            plan_version=self._keeper.plan_version,
            plan_words=self._keeper.plan_words,
            lists=self._downlink.judged(numbers.lists) if self._downlink is not None else numbers.lists,
            clock=self._keeper.clock_state,
            disk_words=numbers.disk_words,
            reader_words=self._devices.reader_words,
            failed=self.failure,
        )

    def _sync_status(self) -> SyncStatus:
        backlog = self._gauges.now.backlog
        status = (
            SyncStatus("", None, "switched off in the configuration") if self._sync is None else self._sync.status()
        )
        return replace(status, pending=backlog.pending, oldest_pending=backlog.oldest, dead=backlog.dead)

    def recent(self, count: int) -> tuple[RecentScan, ...]:
        """The newest scans, newest first. Reads the database: call it from a worker thread."""
        with Reads(self._keeper.path) as reads:
            return reads.recent(count)

    def refused(self, count: int) -> tuple[DeadScan, ...]:
        """The scans that the centre refused, oldest first. Reads the database."""
        with Reads(self._keeper.path) as reads:
            return reads.refused(count)

    def newest_frame(self) -> Frame | None:
        """The frame that the reader saw last, for the technician's picture."""
        return self._frame

    def check_keyed(self, text: str) -> Identity:
        """What a keyed text would be, for the live check as one types."""
        return self._keyed.of(text)

    # -- commands

    def key_in(self, text: str) -> None:
        """A keyed parcel id enters the same flow as a scanned one, marked `keyed`."""
        self._keeper.key_in(text)

    def resend_refused(self) -> None:
        """Put every refused scan back into the queue; done by the core thread."""
        self._keeper.resend_refused()

    def zero_scale(self) -> None:
        """Ask the scale for zero; done by the scale thread."""
        self._zero.set()

    # -- device threads

    def _watch_camera(self) -> None:
        camera, reader = self._devices.camera, self._devices.reader
        if camera is None:
            return

        def use() -> bool:
            after = self._frame.number if self._frame is not None else 0
            frame = camera.newest(after, LOOK_S)
            if frame is None:
                return False
            reading = reader.read(frame.pixels)
            self._frame, self._read_ms = frame, reading.ms
            self._focus = self._devices.focus(frame.pixels)
            self._keeper.looked(frame.at, reading)
            return True

        def report(health: Health, words: str) -> None:
            self._frame = self._focus = None
            self._report(DeviceKind.CAMERA, health, words)

        keep_open(camera, use, report, self._stop_devices)

    def _watch_scale(self) -> None:
        scale = self._devices.scale
        if scale is None:
            return

        def use() -> bool:
            if self._zero.is_set():
                self._zero.clear()
                scale.zero()
            weight = scale.read(LOOK_S)
            if weight is None:
                return False
            if weight.kind in ("weight", "status_only"):
                self._weight = weight
                self._keeper.weighed(weight)
            return True

        def report(health: Health, words: str) -> None:
            if health is Health.DOWN:
                self._weight = None
                self._keeper.scale_lost()
            self._report(DeviceKind.SCALE, health, words)

        keep_open(scale, use, report, self._stop_devices)

    def _report(self, kind: DeviceKind, health: Health, words: str) -> None:
        old = self._health[kind]
        if (old.health, old.words) == (health, words):
            return
        self._health[kind] = replace(old, health=health, words=words, since=time.monotonic())
        if old.health is not health:
            self._publish(DeviceChanged(kind, health, words))


def _first_health(device: object | None) -> Health:
    return Health.OFF if device is None else Health.STARTING
