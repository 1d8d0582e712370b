"""USB scales of the HID point-of-sale class, read through /dev/hidraw as plain files.

Sources: usbscale, silverscale, issues of both. One read gives one report. The report id
stands in front unless the device numbers none of its reports; every weight is handed over as `03` and five bytes.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.access import permission_cure
from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason
from hardware.links import in_use

if TYPE_CHECKING:
    from hardware.contract import Notice

HIDRAW = Path("/sys/class/hidraw")
DEVICES = Path("/dev")
REPORT = 64
WEIGHT_ID = b"\x03"

KNOWN = frozenset((
    "0922:8003", "0922:8004", "0922:8009",
    "1446:6a73", "1446:6a78", "1446:6a79",
    "2474:0550", "2474:3550", "6096:0158", "7b7c:0100",
    "0eb8:f000", "0eb8:f001", "0eb8:2200", "0b67:555e", "0d8f:0200",
))  # fmt: skip
"""Vendor and product of scales: Dymo, Stamps.com, Mettler-Toledo, Fairbanks and unnamed ones."""

_HID_ID = re.compile(r"^HID_ID=[0-9A-F]{4}:0000([0-9A-F]{4}):0000([0-9A-F]{4})$", re.MULTILINE | re.IGNORECASE)
_WANTED = re.compile(r"hid:([0-9a-f]{4}:[0-9a-f]{4})", re.IGNORECASE)


class HidLink:
    """An open HID scale: one report a read."""

    def __init__(self, port: str) -> None:
        """`port`: `hidraw:PATH`, or `hid:VENDOR:PRODUCT` in hexadecimal. DeviceError names the cure."""
        self._port = port
        self._node = _node(port)
        self._fd = _opened(port, self._node)
        self._stale = True

    def read(self, timeout: float) -> bytes:
        """The next report, waiting up to `timeout` seconds; empty: none came. The first may be of the weighing before,
        so it is dropped.
        """
        waiting = select.poll()
        waiting.register(self._fd, select.POLLIN)
        try:
            if not waiting.poll(max(0.0, timeout) * 1000):
                return b""
            data = os.read(self._fd, REPORT)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._lost() from error
        if not data:
            raise self._lost()
        if self._stale:
            self._stale = False
            return b""
        return with_id(data)

    def write(self, data: bytes) -> None:
        """Send one output report, its id in front."""
        try:
            os.write(self._fd, data)
        except OSError as error:
            raise self._lost() from error

    def close(self) -> None:
        """Give the device back; may be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _lost(self) -> DeviceError:
        return DeviceError(notice("hid_lost", what="scale", port=self._port))


def with_id(report: bytes) -> bytes:
    """The report with its id in front: 5 bytes have none, and a device without ids sends weights alone; some layers
    put 00 there instead.
    """
    if len(report) == 5:
        return WEIGHT_ID + report
    return report[1:] if len(report) == 7 and report[0] == 0 else report


def hid_scales() -> list[str]:
    """The plugged-in scales that are known to be ones, as ports."""
    return sorted({f"hid:{number}" for number in _nodes().values() if number in KNOWN})


def _nodes() -> dict[Path, str]:
    """Device nodes and their `vendor:product`, lower case."""
    found = {}
    for entry in sorted(HIDRAW.glob("hidraw*"), key=lambda path: (len(path.name), path.name)):
        try:
            match = _HID_ID.search((entry / "device" / "uevent").read_text())
        except OSError:
            continue  # unplugged meanwhile
        if match:
            found[DEVICES / entry.name] = f"{match[1]}:{match[2]}".lower()
    return found


def _node(port: str) -> Path:
    if port.startswith("hidraw:"):
        return Path(port.removeprefix("hidraw:"))
    wanted = _WANTED.fullmatch(port)
    if wanted is None:
        raise DeviceError(notice("hid_no_scale", what="scale", port=port))
    for node, number in _nodes().items():
        if number == wanted[1].lower():
            return node
    here = tuple(f"hid:{number} ({node})" for node, number in _nodes().items())
    raise DeviceError(notice("hid_absent", what="scale", port=port, devices=here))


def _opened(port: str, node: Path) -> int:
    try:
        fd = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise DeviceError(_why(port, node, error)) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)  # two readers would each get every report, and both zero it
    except OSError as error:
        os.close(fd)
        raise DeviceError(_why(port, node, error)) from error
    return fd


def _why(port: str, node: Path, error: OSError) -> Notice:
    at = str(node)
    match error.errno:
        case errno.EACCES | errno.EPERM:
            cure = permission_cure(node, "dialout")
            return notice("hid_no_permission", what="scale", port=port, node=at, **cure)
        case errno.ENOENT | errno.ENXIO | errno.ENODEV | errno.EIO:
            return notice("hid_node_absent", what="scale", port=port, node=at)
        case errno.EAGAIN | errno.EBUSY:
            return in_use(port, node)
        case _:
            return notice("hid_does_not_open", what="scale", port=port, node=at, reason=os_reason(error))
