"""A camera over any source: opened, watched by a grab thread, closed, opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.camera.grab import Grab
from hardware.contract import CameraState, DeviceError, notice

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from hardware.camera.source import Source
    from hardware.contract import Frame

OPEN_S = 5.0
"""Longest wait for the first picture."""
_MOST_LEFT_BEHIND = 4


class GrabbedCamera:
    """Implements `hardware.contract.Camera`. `newest` may be called from several threads."""

    def __init__(
        self, name: str, start: Callable[[], Source], stall_s: float, *, live: bool, open_s: float = OPEN_S
    ) -> None:
        """`start` opens the source, in the grab thread. `live`: the source has no end and never repeats a picture."""
        self.name = name
        self._start, self._stall_s, self._live, self._open_s = start, stall_s, live, open_s
        self._grab: Grab | None = None
        self._left_behind: list[threading.Thread] = []

    def open(self) -> None:
        """Return when the first picture is there. DeviceError in words when none comes within `open_s` seconds."""
        self.close()
        self._left_behind = [thread for thread in self._left_behind if thread.is_alive()]
        if len(self._left_behind) >= _MOST_LEFT_BEHIND:
            count = len(self._left_behind)
            raise DeviceError(notice("camera_reads_hang", name=self.name, count=count))
        self._grab = Grab(self.name, self._start, self._stall_s, live=self._live)
        self._grab.wait_first(self._open_s)

    def newest(self, after: int, timeout: float, pause: float = 0.0) -> Frame | None:
        """The newest frame with a number above `after`; see `hardware.contract.Camera`. None for ever after the end."""
        if self._grab is None:
            raise DeviceError(notice("camera_not_open", name=self.name))
        return self._grab.newest(after, timeout, pause)

    def state(self) -> CameraState:
        """Size and rate of what comes in. `dropped` counts, since it was opened, the frames that nobody took."""
        return CameraState(0, 0, 0.0, 0, "") if self._grab is None else self._grab.state()

    @property
    def ended(self) -> bool:
        """A file or folder is through, and nothing new will come."""
        return self._grab is not None and self._grab.ended

    @property
    def broken(self) -> int:
        """Pictures of a folder that could not be read and were left out since it was opened."""
        return 0 if self._grab is None else self._grab.broken

    def close(self) -> None:
        """Give the device back. A read that hangs cannot be ended: its thread stays behind and ends with it."""
        grab, self._grab = self._grab, None
        if grab is not None and not grab.close():
            self._left_behind.append(grab.thread)
