"""From configuration to station: the room that names drivers."""

from __future__ import annotations

from station.assembly.devices import camera_judge, open_camera, open_scale, scale_judge, watch_scale, what_scale_sends
from station.assembly.reading import open_reader
from station.assembly.simulated import simulated_station
from station.assembly.station import assemble, backup_rules, build_station, store_path

__all__ = [
    "assemble",
    "backup_rules",
    "build_station",
    "camera_judge",
    "open_camera",
    "open_reader",
    "open_scale",
    "scale_judge",
    "simulated_station",
    "store_path",
    "watch_scale",
    "what_scale_sends",
]
