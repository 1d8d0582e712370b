"""USB scanners of the HID point-of-sale class: their reports, and Honeywell's commands in reports.

HID Point of Sale Usage Tables 1.02, page 0x8C; the places of the fields by Hand Held Products' USB guide and the
product manuals of Access-IS (LSR118, appendix B): id 2, length, three bytes of AIM identifier, 56 of data, two of the
maker, and in the last byte whether the code goes on in the next report.
"""

from __future__ import annotations

from hardware.links import HidrawLink

DATA_ID, COMMAND_ID = 2, 0xFD
_AIM, _DATA, _MOST, _GOES_ON = slice(2, 5), 5, 56, 63
END = b"\r"
"""Put behind each code: a report says itself where it ends."""


class HidPosLink:
    """A HID scanner as a line of bytes: AIM identifier, code, CR."""

    def __init__(self, port: str) -> None:
        """`port`: `hidraw:PATH`, or `hid:VENDOR:PRODUCT` in hexadecimal. DeviceError names the cure."""
        self._link = HidrawLink(port, "scanner")
        self._begun = b""

    def read(self, timeout: float) -> bytes:
        """A whole code, waiting up to `timeout` seconds for a report; empty: none ended. DeviceError: it is gone."""
        code, self._begun = code_of(self._link.read(timeout), self._begun)
        return code

    def write(self, data: bytes) -> None:
        """A command of the maker, in one report."""
        self._link.write(bytes([COMMAND_ID, len(data)]) + data)

    def close(self) -> None:
        """Give the device back; may be called twice."""
        self._link.close()


def code_of(report: bytes, begun: bytes) -> tuple[bytes, bytes]:
    """The code that this report ends, with CR, else empty; and what has begun. Other reports are left out."""
    if len(report) <= _DATA or report[0] != DATA_ID or report[1] > _MOST:
        return b"", begun
    data = report[_DATA : _DATA + report[1]]
    aim = report[_AIM] if report[2:3] == b"]" and not begun else b""
    whole = begun + aim + data.replace(b"\r", b"").replace(b"\n", b"").replace(b"\t", b"")
    goes_on = len(report) > _GOES_ON and report[_GOES_ON] & 1
    return (b"", whole) if goes_on else (whole + END if whole else b"", b"")
