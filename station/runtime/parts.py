"""What a station is made of, as it is assembled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from station.runtime.active import Active
    from station.runtime.badge_desk import BadgeDesk
    from station.runtime.control_desk import ControlDesk
    from station.runtime.device_threads import DeviceThreads
    from station.runtime.figures_desk import FiguresDesk
    from station.runtime.inbox import Inbox
    from station.runtime.integrity_thread import IntegrityThread
    from station.runtime.keyed_preview import KeyedCheck
    from station.runtime.lane_thread import LaneThread
    from station.runtime.listeners import Listeners
    from station.runtime.printing import Printers
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
    integrity: IntegrityThread
    keyed: KeyedCheck
    links: Links
