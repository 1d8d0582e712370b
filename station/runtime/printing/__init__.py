"""Printing: the queue of labels on the disk, a thread for each printer, and one for the labels that are due."""

from __future__ import annotations

from station.runtime.printing.printer_watch import PrinterSetup
from station.runtime.printing.printers import Printers
from station.runtime.printing.queue import LabelQueue

__all__ = ["LabelQueue", "PrinterSetup", "Printers"]
