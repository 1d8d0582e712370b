"""A Linux input device, grabbed: from then on its keys reach no terminal, no console and no other program."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.access import permission_cure
from hardware.contract import DeviceError, notice
from hardware.error_texts import os_reason
from hardware.links import in_use, read_ready
from hardware.scanners.keyboard.key_decoder import KeyDecoder

if TYPE_CHECKING:
    from hardware.contract import Notice
    from hardware.scanners.keyboard.layouts import LayoutName

WHAT, EVDEV = "scanner", "evdev:"
GRAB = 0x40044590
"""EVIOCGRAB of linux/input.h: _IOW('E', 0x90, int)."""
EVENT = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""
ROOM = 64 * EVENT.size


class EvdevLink:
    """The text that the keys type, as UTF-8. Bytes are handed over as soon as they are there."""

    def __init__(self, port: str, layout: LayoutName = "us", *, grab: bool = True) -> None:
        """`port`: `evdev:PATH`, best a path under /dev/input/by-id. A pipe of recorded events will do: it is not
        grabbed. DeviceError names the culprit.
        """
        self._port, self._path = port, Path(port.removeprefix(EVDEV))
        self._keys, self._rest = KeyDecoder(layout), b""
        try:
            self._fd = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise DeviceError(self._why(error)) from error
        try:
            if grab:
                self._grab()
        except OSError as error:
            os.close(self._fd)
            raise DeviceError(self._why(error)) from error

    def read(self, timeout: float) -> bytes:
        """What was typed, waiting up to `timeout` seconds for a key; empty: nothing. DeviceError: it is gone."""
        try:
            self._rest += read_ready(self._fd, timeout, ROOM)
        except OSError as error:
            raise DeviceError(notice("port_unplugged", what=WHAT, port=self._port)) from error
        whole = len(self._rest) // EVENT.size * EVENT.size
        events, self._rest = self._rest[:whole], self._rest[whole:]
        typed = (self._keys.feed(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(events))
        return "".join(typed).encode()

    def write(self, data: bytes) -> None:
        """A keyboard cannot be told anything."""

    def close(self) -> None:
        """Let go of it; may be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _grab(self) -> None:
        """OSError: another program has grabbed it, or it is no input device."""
        if not stat.S_ISFIFO(os.fstat(self._fd).st_mode):
            fcntl.ioctl(self._fd, GRAB, 1)

    def _why(self, error: OSError) -> Notice:
        told = {"what": WHAT, "port": self._port}
        match error.errno:
            case errno.EACCES | errno.EPERM:
                return notice("hid_no_permission", **told, node=str(self._path), **permission_cure(self._path, "input"))
            case errno.ENOENT | errno.ENXIO | errno.ENODEV:
                return notice("evdev_absent", **told, devices=keyboards())
            case errno.EBUSY:
                return in_use(self._port, self._path, WHAT)
            case errno.ENOTTY | errno.EINVAL | errno.EISDIR:
                return notice("evdev_no_keyboard", **told, devices=keyboards())
            case _:
                return notice("port_does_not_open", **told, reason=os_reason(error))


def keyboards() -> tuple[str, ...]:
    """The keyboards of this machine, and what acts as one, as ports."""
    folder = Path("/dev/input/by-id")
    return tuple(f"{EVDEV}{each}" for each in sorted(folder.glob("*-event-kbd"))) if folder.is_dir() else ()
