"""From configuration to station: the room that names drivers."""

from __future__ import annotations

from station.assembly.devices import (
    camera_controls,
    camera_judge,
    locked_controls,
    open_camera,
    open_scale,
    scale_judge,
    watch_scale,
    what_scale_sends,
)
from station.assembly.finding import cameras_here, heard_scanners, printer_ports, scales_at, scanner_ports
from station.assembly.hub import CentreHub, hub_answer
from station.assembly.notifiers import notifiers_of
from station.assembly.outputs import open_light
from station.assembly.pictures import picture_figures
from station.assembly.printers import label_queue, open_printer
from station.assembly.reading import open_reader
from station.assembly.recorder import recorded_classes, recorded_picture, recordings_folder, settings_text
from station.assembly.rules import lane_of, station_rules, weigh_rules
from station.assembly.scanners import open_scanner
from station.assembly.secret_files import secret_files
from station.assembly.simulated import simulated_station
from station.assembly.sounds import open_speaker, outcome_tones, sound_seconds, spoken_sound, tone_sound
from station.assembly.station import assemble, backup_rules, build_station, key_path, store_path
from station.assembly.sync import anchors, centre_client, downlink_is_off, epcis_naming, look_at_centre, papers, peers
from station.assembly.watched import WatchedStation

__all__ = [
    "CentreHub",
    "WatchedStation",
    "anchors",
    "assemble",
    "backup_rules",
    "build_station",
    "camera_controls",
    "camera_judge",
    "cameras_here",
    "centre_client",
    "downlink_is_off",
    "epcis_naming",
    "heard_scanners",
    "hub_answer",
    "key_path",
    "label_queue",
    "lane_of",
    "locked_controls",
    "look_at_centre",
    "notifiers_of",
    "open_camera",
    "open_light",
    "open_printer",
    "open_reader",
    "open_scale",
    "open_scanner",
    "open_speaker",
    "outcome_tones",
    "papers",
    "peers",
    "picture_figures",
    "printer_ports",
    "recorded_classes",
    "recorded_picture",
    "recordings_folder",
    "scale_judge",
    "scales_at",
    "scanner_ports",
    "secret_files",
    "settings_text",
    "simulated_station",
    "sound_seconds",
    "spoken_sound",
    "station_rules",
    "store_path",
    "tone_sound",
    "watch_scale",
    "weigh_rules",
    "what_scale_sends",
]
