"""The ways to a scale: serial port, socket, USB HID, a recording."""

from __future__ import annotations
