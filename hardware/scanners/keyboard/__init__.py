"""Scanners that act as a USB keyboard, read below the terminal: their keys reach nobody else."""

from __future__ import annotations

from hardware.scanners.keyboard.evdev import EVENT, EvdevLink, keyboards
from hardware.scanners.keyboard.key_decoder import KeyDecoder
from hardware.scanners.keyboard.layouts import LAYOUTS, PLACES, LayoutName

__all__ = ["EVENT", "LAYOUTS", "PLACES", "EvdevLink", "KeyDecoder", "LayoutName", "keyboards"]
