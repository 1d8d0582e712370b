"""Station: the one object that screens and commands talk to.

Threads: `camera` (grab and read), `scale`, `scanner-NAME`, `core` (lane, decision, the only write connection), `gauges`
(counts), `alarms`, `record` (after an unclean end), `requests` (of commands), `backup`, `sync`, `lists`, `peers` and
`status`. Facts go to listeners as events, gauges are polled with `status()`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Self

from station.core import LaneStatus, ScreenSettings, Status, SyncStatus, grave_first
from station.record import Reads
from station.runtime import (
    GaugeThread,
    GuardedThreads,
    IncomingThread,
    StatusSocket,
    introduction,
    station_troubles,
    status_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from hardware.contract import Frame, Scanned
    from station.core import Code, DeviceStatus, Event, Identity, Leaving, RecentScan
    from station.core.outcomes import Nothing, Outcome, Problem
    from station.core.requests import Request
    from station.record import DeadScan
    from station.runtime import About, BackupThread, Output, Parts


class Station:
    """Life is a `with` block; leaving it stops every thread and closes every device."""

    def __init__(
        self,
        station_id: str,
        parts: Parts,
        about: About,
        settings: tuple[tuple[str, str], ...] = (),
        *,
        screen: ScreenSettings = ScreenSettings(),  # noqa: B008  # it is frozen
    ) -> None:
        self.station_id = station_id
        self.settings = settings
        self.sound, self.theme, self.language, self.help = screen.sound, screen.theme, screen.language, screen.help
        self.configuration: Any = None
        self.in_test = about.in_test
        self._parts = parts
        self.badges, self.supervisor, self.figures = parts.badges, parts.supervisor, parts.figures
        self._links = parts.links
        self._devices, self._scanners, self.printers = parts.devices, parts.scanners, parts.printers
        self.sounds, self.picture_figures = parts.sounds, parts.devices.picture_figures
        self.recorder = parts.recorder
        self._outputs: tuple[Output, ...] = ((parts.sounds,) if parts.sounds.is_used else ()) + parts.outputs
        self._lane_thread = parts.lane_thread
        self._backups: BackupThread | None = None
        self._about = about
        self._socket: StatusSocket | None = None
        self._gauges = GaugeThread(parts.database)
        self._incoming = IncomingThread(parts.database, parts.requests.ask, parts.listeners.publish)
        self._stop_rest = threading.Event()
        self._screen_first = False
        self._threads = GuardedThreads(parts.listeners.publish)

    def keep_backups(self, backups: BackupThread) -> None:
        """Have backups made while the station lives; call it before."""
        self._backups = backups

    def answer_status(self, data_dir: Path) -> None:
        """Tell other processes the status on a socket in `data_dir` while the station lives; call it before."""
        self._socket = StatusSocket(data_dir, self.report)

    def runs_headless(self) -> None:
        """There is no screen: the report tells it."""
        self._about = replace(self._about, headless=True)
        self.sounds.alone = True

    def wait_for_screen(self) -> None:
        """Leave devices and lines alone until the screen stands: their libraries load slowly. Call it before life."""
        self._screen_first = True

    def __enter__(self) -> Self:
        """Start the threads; those of devices and lines later, for `wait_for_screen`."""
        if (peers := self._links.peers) is not None:
            self.subscribe(peers.listen)
        heard = (self._scanners.answers.heard, self.printers.heard, self._parts.alarms.heard)
        for listener in (*heard, *(output.heard for output in self._outputs)):
            self.subscribe(listener)
        self._threads.start("core", self._lane_thread.run)
        self._threads.start("record", self._parts.integrity.run)
        self._threads.start("gauges", lambda: self._gauges.run(self._stop_rest))
        self._threads.start("alarms", lambda: self._parts.alarms.run(self._stop_rest, self.status))
        self._threads.start("requests", lambda: self._incoming.run(self._stop_rest))
        if (asked := self._socket) is not None:
            self._threads.start("status", lambda: asked.run(self._stop_rest))
        if not self._screen_first:
            self._open_lines()
        return self

    def screen_stands(self) -> None:
        """The worker sees the screen: now the devices and lines that waited for it."""
        waited, self._screen_first = self._screen_first, False
        if waited:
            self._open_lines()

    def _open_lines(self) -> None:
        self._threads.start("camera", self._devices.watch_camera)
        self._threads.start("scale", self._devices.watch_scale)
        for scanner in self._scanners.watches:
            self._threads.start(scanner.status().key, partial(self._scanners.run, scanner))
        for printer in self.printers.watches:
            self._threads.start(printer.status.key, partial(self.printers.run, printer))
        for output in self._outputs:
            self._threads.start(output.key, output.run)
        if self.printers.watches:
            self._threads.start("labels", self.printers.add_due)
        if (backups := self._backups) is not None:
            self._threads.start("backup", lambda: backups.run(self._stop_rest))
        for name, run in self._links.running():
            self._threads.start(name, partial(run, self._stop_rest))

    def __exit__(self, *exc: object) -> None:
        """Stop the devices, then sync while the core can still settle, then the core."""
        outputs = (each.stop for each in self._outputs)
        for stop in (self._devices.stop, self._scanners.stop, self.printers.stop, *outputs):
            stop()
        keys = (*(each.key for each in self._outputs), *(device.key for device in self._all_devices()))
        self._threads.join("camera", "scale", "labels", *keys)
        self._stop_rest.set()
        for link in (self._links.sync, self._links.downlink):
            if link is not None:
                link.hang_up()
        self._parts.integrity.stop()
        self._threads.join("sync", "lists", "peers", "gauges", "record", "backup", "status", "requests", "alarms")
        self._parts.inbox.stop()
        self._threads.join("core")
        self._lane_thread.close()
        self._parts.keyed.close()

    @property
    def failure(self) -> str | None:
        """Set when a thread died: the process has to end non-zero."""
        return self._threads.failure

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with every event, from the thread that made it; returns the way to stop."""
        return self._parts.listeners.subscribe(listener)

    def tell_beside(self, output: Output) -> None:
        """An output that runs by itself, such as the second display: it hears every event, and its state is told."""
        self._parts.beside.append(output)
        self.subscribe(output.heard)

    def status(self) -> Status:
        """Every gauge now. Never blocks: assembled from values that the threads left."""
        links, active, watch = self._links, self._parts.active, self._devices
        devices, sync, numbers = self._all_devices(), self._sync_status(), self._gauges.now
        lists = links.downlink.judged(numbers.lists) if links.downlink is not None else numbers.lists
        others = (numbers, self._backups, self._socket)
        return Status(
            at=time.monotonic(),
            station_id=self.station_id,
            devices=devices,
            lane=self._lane_thread.lane_status() if self.failure is None else LaneStatus(),
            live_weight=watch.weight,
            camera=watch.camera_state(),
            focus=watch.focus,
            read_ms=watch.read_ms,
            sync=sync,
            hour=numbers.hour,
            operation=active.shift.now.operation or "",
            operator=active.shift.now.operator or "",
            log_in_first=active.shift.waits is not None,
            locked=active.shift.now.locked_at is not None,
            checking=self._lane_thread.operation.checks.checking,
            stopped_by_check=self._lane_thread.operation.checks.stops,
            word=self.badges.word(),
            plan_version=active.plan.version,
            lists=lists,
            clock=self._lane_thread.clock_state,
            record_alarms=numbers.alarms,
            disk_hours=numbers.disk_hours,
            bags=numbers.bags,
            failed=self.failure,
            troubles=grave_first(station_troubles(self._parts, devices, lists, others, online=bool(sync.online))),
            scanners=self._scanners.says(),
            printers=self.printers.says(),
        )

    def _all_devices(self) -> tuple[DeviceStatus, ...]:
        outputs = (each for output in (*self._outputs, *self._parts.beside) for each in output.devices())
        return (*self._devices.devices(), *self._scanners.devices(), *self.printers.devices(), *outputs)

    def report(self) -> dict[str, Any]:
        """The status as plain values for JSON. Never blocks."""
        return status_report(self.status(), self._about, self._devices.frame)

    def _sync_status(self) -> SyncStatus:
        backlog = self._gauges.now.backlog
        sync = self._links.sync
        off = "off, because the station is in test" if self.in_test else "switched off in the configuration"
        status = SyncStatus("", None, off) if sync is None else sync.status()
        return replace(status, pending=backlog.pending, oldest_pending=backlog.oldest, dead=backlog.dead)

    def introduction(self) -> str:
        """What runs, where its record is, and what it knows of the line, in one line."""
        return introduction(self.status(), self._about)

    def recent(self, count: int) -> tuple[RecentScan, ...]:
        """The newest scans, newest first. Reads the database: call it from a worker thread."""
        with Reads(self._parts.database) as reads:
            return reads.recent(count)

    def refused(self, count: int) -> tuple[DeadScan, ...]:
        """The scans that the centre refused, oldest first. Reads the database."""
        with Reads(self._parts.database) as reads:
            return reads.refused(count)

    def newest_frame(self) -> Frame | None:
        """The frame that the reader saw last, for the technician's picture."""
        return self._devices.frame

    def check_keyed(self, text: str) -> Identity:
        """What a keyed text would be, for the live check as one types."""
        return self._parts.keyed.of(text)

    def key_in(self, text: str, *, by_scanner: bool = False) -> None:
        """A keyed parcel id enters the flow of a scanned one, marked `keyed` unless a scanner typed it."""
        if not self._parts.controls.took(text):
            self._parts.inbox.key_in(text, by_scanner=by_scanner)

    def scans_for(self, screen_wants: Callable[[str], bool]) -> None:
        """Ask this, which may not wait, whether what is in front may want a scan: it comes as `HandScanned` then."""
        self._scanners.screen_wants = screen_wants

    def scan_from(self, text: str, by: str) -> None:
        """A scan of a wearable, which has no line of its own here."""
        self._scanners.came(text, by)

    def take_scan(self, scan: Scanned, by: str) -> None:
        """What a hand scanner sent goes to the lane after all."""
        self._scanners.hand_in(scan, by)

    def acknowledge_stop(self) -> bool:
        """Somebody has seen the stop for which a scanner is locked: it scans again. False: none was locked."""
        return self._scanners.acknowledge()

    def stop_by_hand(self, code: Code, *, last: bool = False) -> None:
        """The worker stops what lies there (`NO_READ`, `DAMAGED`, `HOLD`); `last`: the last one, which is gone."""
        self._parts.inbox.stop_by_hand(code, last=last)

    def weigh_bag(self, *, on: bool) -> None:
        """Somebody begins or ends to weigh a bag at the lane: until it is off nothing there is a parcel."""
        self._lane_thread.weighs_bag = on

    def bins(self) -> tuple[str, ...]:
        """The bins of the sort plan in force."""
        return self._parts.active.plan.bins()

    def cancel_keyed(self) -> None:
        """Take back what was keyed and is not booked yet."""
        self._parts.inbox.cancel_keyed()

    def give_reason(self, parcel_id: str, reason: str | None) -> None:
        """Why a parcel came back, which waits for it; None: nobody says, and nothing is booked for it."""
        self._parts.inbox.give_reason(parcel_id, reason)

    def ask(self, request: Request) -> Outcome:
        """What a person asks of the record; waits until it is on the disk. StoreError: nothing was changed."""
        return self._parts.badges.ask(request)

    def undo(self, seq: int | None = None) -> Outcome:
        """Take a scan back, None: the last, until the next parcel lies there. StoreError: nothing was changed."""
        return self.badges.locked() or self._parts.requests.undo(self._lane_thread.lane_status().presence, seq)

    def answer_check(self, check: str, *, passed: bool) -> None:
        """The worker's word on the check that is asked."""
        self._parts.inbox.answer_check(check, passed=passed)

    def set_operation(self, operation: str) -> Outcome:
        """From now on a scan means this. StoreError: nothing was changed."""
        return self._parts.controls.set_operation(operation)

    def leaving(self) -> Leaving | Nothing | Problem:
        """What would leave with the loaded bags, for a question to the worker. StoreError."""
        return self._parts.requests.leaving()

    def zero_scale(self) -> None:
        """Ask the scale for zero; done by the scale thread."""
        self._devices.zero_scale()
