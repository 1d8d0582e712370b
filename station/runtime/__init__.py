"""The running station: a file a thread, and what the threads share."""

from __future__ import annotations

from station.runtime.active import Active
from station.runtime.active_plan import ActivePlan
from station.runtime.active_shift import ActiveShift
from station.runtime.alarm_watch import AlarmWatch
from station.runtime.backup_thread import OLD, BackupRules, BackupThread, newest, trouble, wall
from station.runtime.badge_desk import BadgeDesk
from station.runtime.control_desk import ControlDesk
from station.runtime.departures_file import DeparturesFile
from station.runtime.device_threads import Devices, DeviceThreads, Sight
from station.runtime.figures_desk import FiguresDesk
from station.runtime.gauge_thread import GaugeThread
from station.runtime.guarded_threads import GuardedThreads
from station.runtime.inbox import Inbox
from station.runtime.incoming_thread import IncomingThread
from station.runtime.integrity_thread import IntegrityThread
from station.runtime.keyed_preview import KeyedCheck
from station.runtime.lane_ports import LanePorts, nothing
from station.runtime.lane_rules import StationRules
from station.runtime.lane_thread import LaneThread
from station.runtime.light import StackLight
from station.runtime.listeners import Listeners
from station.runtime.notifier import Notifier
from station.runtime.outputs import Output
from station.runtime.parts import Links, Parts
from station.runtime.printing import LabelQueue, Printers, PrinterSetup
from station.runtime.record_time import doubt
from station.runtime.record_upkeep import LAST, LOOKED_AT_ONCE, RETIRED_AT_ONCE
from station.runtime.recorder import KeepRules, Recorder, RecorderSetup
from station.runtime.request_desk import RequestDesk
from station.runtime.scanner_watch import ScannerSetup
from station.runtime.scanners import Scanners
from station.runtime.settle import settle
from station.runtime.sounds import Sounds, SoundSetup
from station.runtime.station_troubles import station_troubles
from station.runtime.status_report import About, introduction, status_report
from station.runtime.status_socket import StatusSocket, ask, socket_path
from station.runtime.supervisor_desk import SupervisorDesk
from station.runtime.told_status import status_of, unknown_status
from station.runtime.webhook import Webhook

__all__ = [
    "LAST",
    "LOOKED_AT_ONCE",
    "OLD",
    "RETIRED_AT_ONCE",
    "About",
    "Active",
    "ActivePlan",
    "ActiveShift",
    "AlarmWatch",
    "BackupRules",
    "BackupThread",
    "BadgeDesk",
    "ControlDesk",
    "DeparturesFile",
    "DeviceThreads",
    "Devices",
    "FiguresDesk",
    "GaugeThread",
    "GuardedThreads",
    "Inbox",
    "IncomingThread",
    "IntegrityThread",
    "KeepRules",
    "KeyedCheck",
    "LabelQueue",
    "LanePorts",
    "LaneThread",
    "Links",
    "Listeners",
    "Notifier",
    "Output",
    "Parts",
    "PrinterSetup",
    "Printers",
    "Recorder",
    "RecorderSetup",
    "RequestDesk",
    "ScannerSetup",
    "Scanners",
    "Sight",
    "SoundSetup",
    "Sounds",
    "StackLight",
    "StationRules",
    "StatusSocket",
    "SupervisorDesk",
    "Webhook",
    "ask",
    "doubt",
    "introduction",
    "newest",
    "nothing",
    "settle",
    "socket_path",
    "station_troubles",
    "status_of",
    "status_report",
    "trouble",
    "unknown_status",
    "wall",
]
