"""Scales: links that carry bytes, one pure file per protocol family, and the scale that joins the two."""

from __future__ import annotations

from hardware.scales.protocols.catalogue import decode
from hardware.scales.serial_scale import SerialScale
from hardware.scales.watched import WatchedScale

__all__ = ["SerialScale", "WatchedScale", "decode"]
