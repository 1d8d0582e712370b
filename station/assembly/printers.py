"""From configuration to printers."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from station.core import utc_text_of
from station.runtime import LabelQueue, Printers, PrinterSetup

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config, PrinterSection
    from hardware.output_contract import Printer
    from station.core import Event
    from station.runtime import ControlDesk


def printers_of(config: Config, publish: Callable[[Event], None], controls: ControlDesk) -> Printers:
    """The configured printers with their queue; a card prints the newest label again."""
    setups = [
        PrinterSetup(each.name, partial(open_printer, each), frozenset(each.kinds), frozenset(each.automatic))
        for each in config.printer
    ]
    printers = Printers(setups, label_queue(config), publish)
    controls.reprint = printers.reprint
    return printers


def label_queue(config: Config) -> LabelQueue:
    """The labels that wait at this station."""
    return LabelQueue(config.station.data_dir, lambda: utc_text_of(time.time()))


def open_printer(printer: PrinterSection) -> Printer:
    """The configured printer, not opened yet."""
    from hardware.links import LineSettings
    from hardware.printers import SystemPrinter, ZplPrinter

    if printer.port.startswith("lp:"):
        return SystemPrinter(printer.port)
    return ZplPrinter(printer.port, LineSettings(baudrate=printer.baudrate), answers=printer.status)
