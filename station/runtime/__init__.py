"""The running station: a file a thread, and what the threads share."""

from __future__ import annotations

from station.runtime.backup_thread import OLD, BackupRules, BackupThread, newest, trouble, wall
from station.runtime.device_threads import Devices, DeviceThreads, Sight
from station.runtime.gauge_thread import GaugeThread
from station.runtime.incoming_thread import IncomingThread
from station.runtime.keyed_preview import KeyedCheck
from station.runtime.lane_rules import StationRules
from station.runtime.lane_thread import LaneThread
from station.runtime.record_time import doubt
from station.runtime.record_upkeep import LAST, LOOKED_AT_ONCE, RETIRED_AT_ONCE
from station.runtime.status_report import About, status_report
from station.runtime.status_socket import StatusSocket, ask, socket_path

__all__ = [
    "LAST",
    "LOOKED_AT_ONCE",
    "OLD",
    "RETIRED_AT_ONCE",
    "About",
    "BackupRules",
    "BackupThread",
    "DeviceThreads",
    "Devices",
    "GaugeThread",
    "IncomingThread",
    "KeyedCheck",
    "LaneThread",
    "Sight",
    "StationRules",
    "StatusSocket",
    "ask",
    "doubt",
    "newest",
    "socket_path",
    "status_report",
    "trouble",
    "wall",
]
