"""Devices that need no hardware: a camera that renders true parcel labels, and what passes under it."""

from __future__ import annotations

from hardware.simulated.table import SimulatedTable

__all__ = ["SimulatedTable"]
