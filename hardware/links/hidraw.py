"""USB devices of the HID class, read through /dev/hidraw as plain files. One read gives one report."""

from __future__ import annotations

import errno
import fcntl
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.access import permission_cure
from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason
from hardware.links.descriptor import read_ready
from hardware.links.port_errors import in_use

if TYPE_CHECKING:
    from hardware.contract import Notice

HIDRAW = Path("/sys/class/hidraw")
DEVICES = Path("/dev")
REPORT = 64
_HID_ID = re.compile(r"^HID_ID=[0-9A-F]{4}:0000([0-9A-F]{4}):0000([0-9A-F]{4})$", re.MULTILINE | re.IGNORECASE)
_WANTED = re.compile(r"hid:([0-9a-f]{4}:[0-9a-f]{4})", re.IGNORECASE)


class HidrawLink:
    """An open HID device: one report a read, as it came."""

    def __init__(self, port: str, what: str = "scale") -> None:
        """`port`: `hidraw:PATH`, or `hid:VENDOR:PRODUCT` in hexadecimal. DeviceError names the cure, and `what`."""
        self._port, self._what = port, what
        node = _node(port, what)
        self._fd = _opened(port, node, what)

    def read(self, timeout: float) -> bytes:
        """The next report, waiting up to `timeout` seconds; empty: none came. DeviceError: the device is gone."""
        try:
            return read_ready(self._fd, timeout, REPORT)
        except OSError as error:
            raise self._lost() from error

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
        return DeviceError(notice("hid_lost", what=self._what, port=self._port))


def hid_nodes() -> dict[Path, str]:
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


def _node(port: str, what: str) -> Path:
    if port.startswith("hidraw:"):
        return Path(port.removeprefix("hidraw:"))
    wanted = _WANTED.fullmatch(port)
    if wanted is None:
        raise DeviceError(notice("hid_no_scale", what=what, port=port))
    nodes = hid_nodes()
    for node, number in nodes.items():
        if number == wanted[1].lower():
            return node
    here = tuple(f"hid:{number} ({node})" for node, number in nodes.items())
    raise DeviceError(notice("hid_absent", what=what, port=port, devices=here))


def _opened(port: str, node: Path, what: str) -> int:
    try:
        fd = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise DeviceError(_why(port, node, error, what)) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)  # two readers would each get every report
    except OSError as error:
        os.close(fd)
        raise DeviceError(_why(port, node, error, what)) from error
    return fd


def _why(port: str, node: Path, error: OSError, what: str) -> Notice:
    at = str(node)
    match error.errno:
        case errno.EACCES | errno.EPERM:
            cure = permission_cure(node, "dialout")
            return notice("hid_no_permission", what=what, port=port, node=at, **cure)
        case errno.ENOENT | errno.ENXIO | errno.ENODEV | errno.EIO:
            return notice("hid_node_absent", what=what, port=port, node=at)
        case errno.EAGAIN | errno.EBUSY:
            return in_use(port, node, what)
        case _:
            return notice("hid_does_not_open", what=what, port=port, node=at, reason=os_reason(error))
