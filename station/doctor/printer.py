"""The printers: whether each answers and is ready, and what the running station says of those that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import DeviceError, notice
from hardware.error_texts import DEVICE_ERRORS, english
from station.assembly import open_printer
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.doctor.running import devices_of, of_running

if TYPE_CHECKING:
    from config import Config, PrinterSection
    from station.doctor.running import Running

_GRAVITY = (OK, WARNING, FAULT)


def check_printers(config: Config, running: Running | None) -> Finding:
    """Whether each configured printer is there and could print."""
    if not config.printer:
        return Finding("printer", OK, "none in the configuration")
    findings = [check_printer(printer, running) for printer in config.printer]
    worst = max((each.state for each in findings), key=_GRAVITY.index)
    return Finding("printer", worst, "; ".join(each.words for each in findings))


def check_printer(printer: PrinterSection, running: Running | None) -> Finding:
    """Whether this printer is there and could print."""
    device = next((each for each in devices_of(running, "printer") if each.get("label") == printer.name), None)
    if running is not None and device is not None:
        measures = f"{device.get('waiting')} labels wait"
        if (held := of_running(device, running.pid, printer.port, measures)) is not None:
            return Finding("printer", held.state, f"{printer.name}: {held.words}")
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
