"""What a station is made of, as it is assembled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from threading import Event

    from station.runtime.active import Active
    from station.runtime.alarm_watch import AlarmWatch
    from station.runtime.badge_desk import BadgeDesk
    from station.runtime.control_desk import ControlDesk
    from station.runtime.device_threads import DeviceThreads
    from station.runtime.figures_desk import FiguresDesk
    from station.runtime.inbox import Inbox
    from station.runtime.integrity_thread import IntegrityThread
    from station.runtime.keyed_preview import KeyedCheck
    from station.runtime.lane_thread import LaneThread
    from station.runtime.listeners import Listeners
    from station.runtime.outputs import Output
    from station.runtime.printing import Printers
    from station.runtime.recorder import Recorder
    from station.runtime.request_desk import RequestDesk
    from station.runtime.scanners import Scanners
    from station.runtime.sounds import Sounds
    from station.runtime.supervisor_desk import SupervisorDesk
    from station.sync.lists import Downlink
    from station.sync.peers import Peers
    from station.sync.upload import SyncLoop


@dataclass(frozen=True, slots=True)
class Links:
    """Network connections of the station; None where disabled."""

    sync: SyncLoop | None
    peers: Peers | None
    downlink: Downlink | None

    def running(self) -> Iterator[tuple[str, Callable[[Event], None]]]:
        """The threads of those that there are, by name; each runs until its event is set."""
        for name, link in (("sync", self.sync), ("lists", self.downlink), ("peers", self.peers)):
            if link is not None:
                yield name, link.run


@dataclass(frozen=True, slots=True)
class Parts:
    """What a station is made of."""

    database: Path
    inbox: Inbox
    listeners: Listeners
    lane_thread: LaneThread
    active: Active
    devices: DeviceThreads
    scanners: Scanners
    printers: Printers
    sounds: Sounds
    requests: RequestDesk
    controls: ControlDesk
    badges: BadgeDesk
    supervisor: SupervisorDesk
    figures: FiguresDesk
    alarms: AlarmWatch
    integrity: IntegrityThread
    keyed: KeyedCheck
    links: Links
    outputs: tuple[Output, ...]
    """Those that are configured, beside the sounds; each has a thread."""
    recorder: Recorder | None = None
    """Keeps the last seconds; None: switched off."""
    beside: list[Output] = field(default_factory=list)
    """Those that run by themselves."""
