"""The scanners: whether each can be opened, and what the running station says of those that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.assembly import open_scanner
from station.doctor.finding import FAULT, OK, Finding
from station.doctor.named_devices import held_by_station, together

if TYPE_CHECKING:
    from config import Config, ScannerSection
    from station.doctor.running import Running

LONGEST_S = 2.0
"""Look at a port to which a reader connects."""


def check_scanners(config: Config, running: Running | None) -> Finding:
    """Whether each configured scanner is there; one that is silent may be well."""
    return together("scanner", [_checked(scanner, running) for scanner in config.scanner])


def _checked(scanner: ScannerSection, running: Running | None) -> Finding:
    held = held_by_station("scanner", scanner, running, lambda device: f"{device.get('scans')} scans")
    if held is not None:
        return held
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
