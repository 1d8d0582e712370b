"""The controls of a Video4Linux camera: exposure, focus, gain. Layouts and numbers: linux/videodev2.h."""

from __future__ import annotations

import fcntl
import os
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from hardware.camera.address import device_path
from hardware.contract import DeviceError, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Ioctl = Callable[[int, int, bytearray], object]

QUERYCTRL, G_CTRL, S_CTRL = 0xC0445624, 0xC008561B, 0xC008561C
"""VIDIOC_QUERYCTRL, VIDIOC_G_CTRL, VIDIOC_S_CTRL."""
_QUERY = struct.Struct("=II32siiiiI8x")
"""struct v4l2_queryctrl: id, type, name, minimum, maximum, step, default, flags."""
_VALUE = struct.Struct("=Ii")
"""struct v4l2_control: id, value."""
_USELESS = 0x0001
"""V4L2_CTRL_FLAG_DISABLED."""
GAIN, EXPOSURE, FOCUS = 0x00980913, 0x009A0902, 0x009A090A
EXPOSURE_AUTO, FOCUS_AUTO = 0x009A0901, 0x009A090C
_MANUAL, _AUTOMATIC, _APERTURE = 1, 0, 3
"""V4L2_EXPOSURE_MANUAL, V4L2_EXPOSURE_AUTO, V4L2_EXPOSURE_APERTURE_PRIORITY: most USB cameras know the last alone."""
IDS: Mapping[str, int] = {"exposure": EXPOSURE, "focus": FOCUS, "gain": GAIN}


@dataclass(frozen=True, slots=True)
class Range:
    """What a control takes: exposure in units of 100 microseconds, focus and gain in the camera's own."""

    low: int
    high: int
    step: int
    usual: int


class Controls(Protocol):
    """The face of a camera's controls; a simulated camera has the same."""

    def ranges(self) -> Mapping[str, Range]:
        """Each control that this camera has. DeviceError."""

    def get(self, name: str) -> int | None:
        """Its value; None: the camera sets it by itself."""

    def set(self, name: str, value: int | None) -> None:
        """Lock it at this value; None: leave it to the camera. DeviceError: it does not take it."""


class DeviceControls:
    """Those of a device node. Each call opens it for itself: another program may have the pictures meanwhile."""

    def __init__(self, source: str, ioctl: Ioctl = fcntl.ioctl) -> None:
        """`source`: as camera.source names a device."""
        self._path = str(device_path(source) or source)
        self._ioctl = ioctl

    def ranges(self) -> Mapping[str, Range]:
        """See `Controls`."""
        with self._opened() as device:
            asked = {name: self._range(device, number) for name, number in IDS.items()}
        return {name: found for name, found in asked.items() if found is not None}

    def get(self, name: str) -> int | None:
        """See `Controls`."""
        with self._opened() as device:
            if self._is_automatic(device, name):
                return None
            return self._read(device, IDS[name])

    def set(self, name: str, value: int | None) -> None:
        """See `Controls`."""
        with self._opened() as device:
            if name == "focus":
                self._write_if_there(device, FOCUS_AUTO, int(value is None))
            elif name == "exposure":
                wanted = _MANUAL if value is not None else _APERTURE
                if not self._write_if_there(device, EXPOSURE_AUTO, wanted) and value is None:
                    self._write_if_there(device, EXPOSURE_AUTO, _AUTOMATIC)
            if value is not None and not self._write_if_there(device, IDS[name], value):
                raise DeviceError(notice("camera_control_refused", name=self._path, control=name, value=value))

    @contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            device = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise DeviceError(notice("camera_controls_away", name=self._path, why=error.strerror)) from None
        try:
            yield device
        finally:
            os.close(device)

    def _range(self, device: int, number: int) -> Range | None:
        answer = bytearray(_QUERY.size)
        struct.pack_into("=I", answer, 0, number)
        try:
            self._ioctl(device, QUERYCTRL, answer)
        except OSError:
            return None
        _, _, _, low, high, step, usual, flags = _QUERY.unpack(answer)
        return None if flags & _USELESS or high <= low else Range(low, high, max(1, step), usual)

    def _is_automatic(self, device: int, name: str) -> bool:
        if name == "focus":
            return self._read(device, FOCUS_AUTO) == 1
        return name == "exposure" and self._read(device, EXPOSURE_AUTO) in {_AUTOMATIC, _APERTURE}

    def _read(self, device: int, number: int) -> int | None:
        answer = bytearray(_VALUE.pack(number, 0))
        try:
            self._ioctl(device, G_CTRL, answer)
        except OSError:
            return None
        return int(_VALUE.unpack(answer)[1])

    def _write_if_there(self, device: int, number: int, value: int) -> bool:
        try:
            self._ioctl(device, S_CTRL, bytearray(_VALUE.pack(number, value)))
        except OSError:
            return False
        return True


def lock(controls: Controls, wanted: Mapping[str, int]) -> list[str]:
    """Lock these controls at their values; the names of those that the camera does not take."""
    refused = []
    for name, value in wanted.items():
        try:
            controls.set(name, value)
        except DeviceError:
            refused.append(name)
    return refused
