"""The printers: whether each answers and is ready, and what the running station says of those that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import DeviceError, notice
from hardware.error_texts import DEVICE_ERRORS, english
from station.assembly import open_printer
from station.doctor.finding import FAULT, OK, Finding
from station.doctor.named_devices import held_by_station, together

if TYPE_CHECKING:
    from config import Config, PrinterSection
    from station.doctor.running import Running


def check_printers(config: Config, running: Running | None) -> Finding:
    """Whether each configured printer is there and could print."""
    return together("printer", [check_printer(printer, running) for printer in config.printer])


def check_printer(printer: PrinterSection, running: Running | None) -> Finding:
    """Whether this printer is there and could print."""
    held = held_by_station("printer", printer, running, lambda device: f"{device.get('waiting')} labels wait")
    if held is not None:
        return held
    opened = open_printer(printer)
    try:
        opened.open()
        state = opened.state()
    except DeviceError as error:
        return Finding("printer", FAULT, f"{printer.name}: {error}")
    finally:
        opened.close()
    if state.faults:
        about = notice(f"printer_{state.faults[0]}", port=printer.port)
        return Finding("printer", FAULT, f"{printer.name}: {english(DEVICE_ERRORS, about.code, about.values)}")
    told = "ready" if opened.tells else "takes labels, and tells nothing of its paper"
    return Finding("printer", OK, f"{printer.name}: {printer.port} {told}")
