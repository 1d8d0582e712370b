"""The ways to a device that speaks in bytes: serial port, socket, recording; why they fail, where they went."""

from __future__ import annotations

from hardware.links.descriptor import read_ready
from hardware.links.hidraw import HidrawLink, hid_nodes
from hardware.links.port_errors import also_open, in_use, serial_devices, why_closed
from hardware.links.replay import ReplayLink, recorded
from hardware.links.serial import LineSettings, Link, Parity
from hardware.links.usb_identity import Whereabouts

__all__ = [
    "HidrawLink",
    "LineSettings",
    "Link",
    "Parity",
    "ReplayLink",
    "Whereabouts",
    "also_open",
    "hid_nodes",
    "in_use",
    "read_ready",
    "recorded",
    "serial_devices",
    "why_closed",
]
