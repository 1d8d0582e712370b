"""The scanners: whether each can be opened, and what the running station says of those that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.assembly import open_scanner
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.doctor.running import devices_of, of_running

if TYPE_CHECKING:
    from config import Config, ScannerSection
    from station.doctor.running import Running

LONGEST_S = 2.0
"""Look at a port to which a reader connects."""
_GRAVITY = (OK, WARNING, FAULT)


def check_scanners(config: Config, running: Running | None) -> Finding:
    """Whether each configured scanner is there; one that is silent may be well."""
    if not config.scanner:
        return Finding("scanner", OK, "none in the configuration")
    findings = [_checked(scanner, running) for scanner in config.scanner]
    worst = max((each.state for each in findings), key=_GRAVITY.index)
    return Finding("scanner", worst, "; ".join(each.words for each in findings))


def _checked(scanner: ScannerSection, running: Running | None) -> Finding:
    device = next((each for each in devices_of(running, "scanner") if each.get("label") == scanner.name), None)
    if running is not None and device is not None:
        measures = f"{device.get('scans')} scans"
        if (held := of_running(device, running.pid, scanner.port, measures)) is not None:
            return Finding(held.name, held.state, f"{scanner.name}: {held.words}")
    opened = open_scanner(scanner)
    try:
        opened.open()
        opened.read(0.0 if opened.connected else LONGEST_S)
    except DeviceError as error:
        return Finding("scanner", FAULT, f"{scanner.name}: {error}")
    finally:
        opened.close()
    words = f"{scanner.name}: {scanner.port} opens; whether it reads: station scanner watch --port {scanner.port}"
    return Finding("scanner", OK, words)
