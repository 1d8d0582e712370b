"""The shift in which the lane scans, as the record has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Shift


class ActiveShift:
    """Changed by the lane thread alone; `now` may be read from any."""

    def __init__(self, default: Shift, *, required: bool = False) -> None:
        """`required`: nothing is booked while no shift is open."""
        self._required = required
        self.default = default
        """Of the configuration: it counts where nobody has said otherwise."""
        self.now = default

    @property
    def waits(self) -> bool:
        """Somebody has to log in first."""
        return self._required and self.now.opened_at is None

    def load(self, database: Path) -> None:
        """What people have said last. StoreError."""
        with Reads(database) as reads:
            self.now = reads.shift().over(self.default)
