"""What a grab thread reads from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hardware.images import Pixels


class Source(Protocol):
    """An opened device, stream, file or folder. One thread opens, reads and releases it."""

    fourcc: str
    """How the pictures are coded, such as `MJPG`; empty when it is not known."""
    period: float | None
    """Seconds between two pictures; None: the device sets the pace by blocking."""
    ended: bool
    """No picture will ever come again, and that is no fault."""
    broken: int
    """Pictures that could not be read and were left out."""

    def read(self) -> Pixels | None:
        """The next picture, uint8, grey or BGR; None: none this time. DeviceError when there will be none any more."""

    def skip(self) -> bool:
        """Take the next picture without decoding it: whether one came. DeviceError as of `read`."""

    def release(self) -> None:
        """Give the device back."""
