"""Label printers that take ZPL: over TCP, USB or a serial line with their state, and through the print system."""

from __future__ import annotations

from hardware.printers.print_system import SystemPrinter
from hardware.printers.zpl_printer import ZplPrinter
from hardware.printers.zpl_state import ASK_STATE, state_of

__all__ = ["ASK_STATE", "SystemPrinter", "ZplPrinter", "state_of"]
