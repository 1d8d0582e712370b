"""USB scales of the HID point-of-sale class.

Sources: usbscale, silverscale, issues of both. One read gives one report. The report id
stands in front unless the device numbers none of its reports; every weight is handed over as `03` and five bytes.
"""

from __future__ import annotations

from hardware.links import HidrawLink, hid_nodes

WEIGHT_ID = b"\x03"

KNOWN = frozenset((
    "0922:8003", "0922:8004", "0922:8009",
    "1446:6a73", "1446:6a78", "1446:6a79",
    "2474:0550", "2474:3550", "6096:0158", "7b7c:0100",
    "0eb8:f000", "0eb8:f001", "0eb8:2200", "0b67:555e", "0d8f:0200",
))  # fmt: skip
"""Vendor and product of scales: Dymo, Stamps.com, Mettler-Toledo, Fairbanks and unnamed ones."""


class HidLink(HidrawLink):
    """An open HID scale: one report a read."""

    def __init__(self, port: str) -> None:
        """`port`: `hidraw:PATH`, or `hid:VENDOR:PRODUCT` in hexadecimal. DeviceError names the cure."""
        super().__init__(port)
        self._stale = True

    def read(self, timeout: float) -> bytes:
        """The next report, waiting up to `timeout` seconds; empty: none came. The first may be of the weighing before,
        so it is dropped.
        """
        data = super().read(timeout)
        if data and self._stale:
            self._stale = False
            return b""
        return with_id(data) if data else b""


def with_id(report: bytes) -> bytes:
    """The report with its id in front: 5 bytes have none, and a device without ids sends weights alone; some layers
    put 00 there instead.
    """
    if len(report) == 5:
        return WEIGHT_ID + report
    return report[1:] if len(report) == 7 and report[0] == 0 else report


def hid_scales() -> list[str]:
    """The plugged-in scales that are known to be ones, as ports."""
    return sorted({f"hid:{number}" for number in hid_nodes().values() if number in KNOWN})
