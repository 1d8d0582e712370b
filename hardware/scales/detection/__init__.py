"""Which scale stands at a port."""

from __future__ import annotations

from hardware.scales.detection.detect import Fit, what_it_looks_like
from hardware.scales.detection.probe import PortFinding, look_at_all

__all__ = ["Fit", "PortFinding", "look_at_all", "what_it_looks_like"]
