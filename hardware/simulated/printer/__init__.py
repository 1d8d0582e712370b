"""A simulated label printer on a TCP port, and the picture of what it prints."""

from __future__ import annotations

from hardware.simulated.printer.rendering import rendered
from hardware.simulated.printer.simulated_printer import FAULTS, SimulatedPrinter

__all__ = ["FAULTS", "SimulatedPrinter", "rendered"]
