"""From the name of a port to the link that carries its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from hardware.links import Link, ReplayLink
from hardware.scales.hid import HidLink

if TYPE_CHECKING:
    from hardware.links import LineSettings


class Carrier(Protocol):
    """What carries bytes both ways. A lost port is a DeviceError, never silence."""

    def read(self, timeout: float) -> bytes:
        """What has arrived, waiting up to `timeout` seconds for the first byte; empty: nothing came."""

    def write(self, data: bytes) -> None:
        """Send it all."""

    def close(self) -> None:
        """Give the port back; may be called twice."""


def open_link(port: str, settings: LineSettings) -> Carrier:
    """`port`: a device path, a pyserial URL, `hidraw:/dev/hidraw0`, `hid:0922:8003` or `replay:FILE`."""
    if port.startswith("replay:"):
        return ReplayLink(port.removeprefix("replay:"))
    return HidLink(port) if port.startswith(("hid:", "hidraw:")) else Link(port, settings)
