"""The device file of a printer on a USB cable, such as /dev/usb/lp0 (usblp of Linux)."""

from __future__ import annotations

import errno
import os
import select
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.access import permission_cure
from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason
from hardware.links import in_use, read_ready

if TYPE_CHECKING:
    from hardware.contract import Notice

CHUNK = 4096
WRITE_S = 2.0
"""A label fits into what a printer takes at once; one that takes nothing for so long is stuck."""


class DeviceFileLink:
    """Open for reading and writing, never waiting longer than it is told."""

    def __init__(self, path: str) -> None:
        """DeviceError names the culprit."""
        self._path = path
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise DeviceError(_why(path, error)) from error

    def read(self, timeout: float) -> bytes:
        """What has arrived, waiting up to `timeout` seconds. DeviceError: the printer is gone."""
        try:
            return read_ready(self._fd, timeout, CHUNK)
        except OSError as error:
            raise self._lost() from error

    def write(self, data: bytes) -> None:
        """Send it all. DeviceError: the printer is gone, or takes nothing."""
        left, until = data, time.monotonic() + WRITE_S
        waiting = select.poll()
        waiting.register(self._fd, select.POLLOUT)
        while left:
            if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                raise DeviceError(notice("port_takes_no_commands", what="printer", port=self._path))
            try:
                left = left[os.write(self._fd, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._lost() from error

    def close(self) -> None:
        """Give the device back; may be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _lost(self) -> DeviceError:
        return DeviceError(notice("port_unplugged", what="printer", port=self._path))


def _why(path: str, error: OSError) -> Notice:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return notice("port_no_permission", what="printer", port=path, **permission_cure(Path(path), "lp"))
        case errno.EBUSY:
            return in_use(path, Path(path), "printer")
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return notice("printer_absent", port=path)
        case _:
            return notice("port_does_not_open", what="printer", port=path, reason=os_reason(error))
