"""The shift in which the lane scans, as the record has it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from station.core.outcomes import Problem, Reason
from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Shift


class ActiveShift:
    """Changed by the lane thread alone; `now` may be read from any."""

    def __init__(self, default: Shift, *, required: bool = False) -> None:
        """`required`: nothing is booked while no shift is open."""
        self.touched_at = time.monotonic()
        """When somebody was there last: a parcel, a key, a scan."""
        self._required = required
        self.default = default
        """Of the configuration: it counts where nobody has said otherwise."""
        self.now = default

    @property
    def waits(self) -> Problem | None:
        """Why nothing is booked: somebody has to log in first, or it is locked."""
        if self.now.locked_at is not None:
            return Problem(Reason.SHIFT_LOCKED, {"operator": self.now.operator or ""})
        return Problem(Reason.LOG_IN_FIRST) if self._required and self.now.opened_at is None else None

    def touched(self, now: float) -> None:
        """Somebody is there; any thread may say so. `now`: monotonic seconds."""
        self.touched_at = now

    def load(self, database: Path) -> None:
        """What people have said last. StoreError."""
        with Reads(database) as reads:
            self.now = reads.shift().over(self.default)
