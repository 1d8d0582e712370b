"""Controls over a fake ioctl: the bytes are those that gcc makes of linux/videodev2.h."""

from __future__ import annotations

import errno
import struct

import pytest

from hardware.camera import DeviceControls, Range, lock
from hardware.camera import controls as v4l2
from hardware.contract import DeviceError

EXPOSURE_QUERIED = bytes.fromhex(
    "02099a00010000004578706f737572652054696d650000000000000000000000000000000000000003000000ff07000001000000"
    "fa000000100000000000000000000000"
)
"""struct v4l2_queryctrl {V4L2_CID_EXPOSURE_ABSOLUTE, 1, "Exposure Time", 3, 2047, 1, 250, V4L2_CTRL_FLAG_INACTIVE} as
gcc 12 lays it out; sizes of the structs and numbers of the ioctls are from the same program.
"""


class FakeDriver:
    """As a common USB camera: no gain, and exposure by aperture priority alone."""

    def __init__(self) -> None:
        self.values = {v4l2.EXPOSURE: 250, v4l2.EXPOSURE_AUTO: 3, v4l2.FOCUS: 10, v4l2.FOCUS_AUTO: 1}

    def __call__(self, _device: int, request: int, argument: bytearray) -> int:
        number, value = struct.unpack_from("=Ii", argument)
        if number not in self.values:
            raise OSError(errno.EINVAL, "Invalid argument")
        if request == v4l2.QUERYCTRL:
            assert len(argument) == 68
            argument[:] = EXPOSURE_QUERIED
        elif request == v4l2.G_CTRL:
            struct.pack_into("=i", argument, 4, self.values[number])
        elif request == v4l2.S_CTRL:
            if number == v4l2.EXPOSURE_AUTO and value == 0:
                raise OSError(errno.EINVAL, "Invalid argument")
            self.values[number] = value
        return 0


@pytest.fixture
def driver() -> FakeDriver:
    return FakeDriver()


def test_what_a_camera_has_is_read_out_of_the_kernels_bytes(driver: FakeDriver) -> None:
    controls = DeviceControls("/dev/null", driver)
    assert controls.ranges() == {name: Range(3, 2047, 1, 250) for name in ("exposure", "focus")}
    assert (v4l2.QUERYCTRL, v4l2.G_CTRL, v4l2.S_CTRL) == (0xC0445624, 0xC008561B, 0xC008561C)


def test_a_locked_control_is_automatic_no_more_and_can_be_given_back(driver: FakeDriver) -> None:
    controls = DeviceControls("/dev/null", driver)
    assert controls.get("exposure") is None
    controls.set("exposure", 120)
    controls.set("focus", 40)
    assert (controls.get("exposure"), controls.get("focus")) == (120, 40)
    assert (driver.values[v4l2.EXPOSURE_AUTO], driver.values[v4l2.FOCUS_AUTO]) == (1, 0)

    controls.set("exposure", None)
    controls.set("focus", None)
    assert (controls.get("exposure"), controls.get("focus")) == (None, None)


def test_a_control_that_is_not_there_is_named(driver: FakeDriver) -> None:
    controls = DeviceControls("/dev/null", driver)
    assert lock(controls, {"focus": 20, "gain": 5}) == ["gain"]
    with pytest.raises(DeviceError, match="gain 5"):
        controls.set("gain", 5)
    with pytest.raises(DeviceError, match="cannot be reached"):
        DeviceControls("/dev/video99").ranges()
