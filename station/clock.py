"""The station's clocks: wall time with the trust it deserves, and the monotonic one for every timer."""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from station.core import ClockReading, utc_text_of

if TYPE_CHECKING:
    from collections.abc import Callable

_TIME_ERROR = 5
"""Return value of adjtimex(2): the clock is not synchronised."""
_STEP_NS = 2 * 10**9
"""Smaller steps are not worth a word; a slewed clock never steps, since the monotonic one is slewed with it."""


def _boot_id() -> str:
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text().strip() if path.exists() else ""


def _kernel_synced() -> bool:
    """Whether NTP holds the clock, by adjtimex(2) with no mode set (a pure query of a microsecond)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "adjtimex"):
        return False
    buffer = ctypes.create_string_buffer(512)
    return bool(0 <= libc.adjtimex(buffer) < _TIME_ERROR)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the time comes from."""

    wall_ns: Callable[[], int] = time.time_ns
    mono_ns: Callable[[], int] = time.monotonic_ns
    boot_ns: Callable[[], int] = lambda: time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    """As the monotonic one, but it runs on while the machine sleeps."""
    synced: Callable[[], bool] = _kernel_synced
    boot_id: Callable[[], str] = _boot_id


class Clock:
    """Reads the clocks; notices that wall time was stepped while we ran. Used by one thread.

    synced: NTP holds the wall clock. unsynced: it does not. stepped: it was set by somebody else since, so that times
    before and after do not fit together; over as soon as NTP holds it.
    """

    def __init__(self, sources: Sources | None = None) -> None:
        self._sources = sources or Sources()
        self._boot_id = self._sources.boot_id()
        self._offset = self._sources.wall_ns() - self._sources.boot_ns()
        self._stepped = False
        self._slept = self._sources.boot_ns() - self._sources.mono_ns()
        self.awake_since_ns = self._sources.mono_ns() if self._slept > _STEP_NS else 0
        """Monotonic time of the last moment at which the machine may have slept: across it, the monotonic clock does
        not tell how much time went by."""

    def read(self) -> ClockReading:
        """Now, on all clocks."""
        wall, mono, boot = self._sources.wall_ns(), self._sources.mono_ns(), self._sources.boot_ns()
        if boot - mono - self._slept > _STEP_NS:
            self._slept, self.awake_since_ns = boot - mono, mono
        if abs(wall - boot - self._offset) > _STEP_NS:
            self._stepped, self._offset = True, wall - boot
        synced = self._sources.synced()
        self._stepped = self._stepped and not synced
        state = "synced" if synced else "stepped" if self._stepped else "unsynced"
        return ClockReading(utc_text_of(wall / 1e9), mono, self._boot_id, state)
