"""The station's clocks: wall time with the trust it deserves, and the monotonic one for every timer."""

from __future__ import annotations

import ctypes
import time
from datetime import UTC, datetime
from pathlib import Path

from station.core.models import ClockReading

_TIME_ERROR = 5
"""Return value of adjtimex(2): the clock is not synchronised."""
_STEP_S = 2.0


class Clock:
    """Reads the clocks; notices that wall time was stepped while we ran."""

    def __init__(self) -> None:
        boot = Path("/proc/sys/kernel/random/boot_id")
        self._boot_id = boot.read_text().strip() if boot.exists() else ""
        self._offset = time.time() - time.monotonic()
        self._stepped = False
        self._synced = _kernel_synced()
        self._checked = time.monotonic()

    def read(self) -> ClockReading:
        """Now, on all clocks."""
        wall, mono = time.time(), time.monotonic_ns()
        if abs(wall - mono / 1e9 - self._offset) > _STEP_S:
            self._stepped = True
        if mono / 1e9 - self._checked > 10:
            self._synced, self._checked = _kernel_synced(), mono / 1e9
        state = "stepped" if self._stepped else "synced" if self._synced else "unsynced"
        return ClockReading(utc_text(wall), mono, self._boot_id, state)


def utc_text(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, cut to milliseconds."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _kernel_synced() -> bool:
    """Whether NTP holds the clock, by adjtimex(2) with no mode set (a pure query)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "adjtimex"):
        return False
    buffer = ctypes.create_string_buffer(512)
    return bool(0 <= libc.adjtimex(buffer) < _TIME_ERROR)
