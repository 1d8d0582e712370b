"""From configuration to scanners."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from config import framing_bytes
from station.runtime import ScannerSetup

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import ScannerSection
    from hardware.contract import Scanner


def scanner_setup(scanner: ScannerSection) -> ScannerSetup:
    """The scanner as the station watches it."""
    return ScannerSetup(scanner.name, partial(open_scanner, scanner), bool(scanner.template), scanner.lock)


def open_scanner(scanner: ScannerSection, heard: Callable[[bytes, float], None] = lambda _data, _at: None) -> Scanner:
    """The configured scanner, not opened yet; `heard` gets its bytes."""
    from hardware.links import LineSettings
    from hardware.scanners import ByteScanner, Framing, Template

    s = scanner
    return ByteScanner(
        s.port,
        framing=Framing(framing_bytes(s.prefix), s.ends, s.gap_s),
        line=LineSettings(s.baudrate, s.bytesize, s.parity, s.stopbits, s.dtr, s.rts),
        maker=s.maker,
        layout=s.layout,
        template=Template(s.template, s.separator, s.no_reads) if s.template else None,
        heard=heard,
    )
