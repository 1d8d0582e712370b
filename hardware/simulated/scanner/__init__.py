"""Simulated scanners: a hand scanner on a serial line, a fixed reader or DWS on the network, a grabbed keyboard."""

from __future__ import annotations

from hardware.simulated.scanner.hand_scanner import SimulatedHandScanner
from hardware.simulated.scanner.keyboard import SimulatedKeyboard, key_events
from hardware.simulated.scanner.machine import Passing, SimulatedMachine

__all__ = ["Passing", "SimulatedHandScanner", "SimulatedKeyboard", "SimulatedMachine", "key_events"]
