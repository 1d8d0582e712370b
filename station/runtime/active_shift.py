"""The shift in which the lane scans, as the record has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.core import Shift
    from station.record import Store


class ActiveShift:
    """Changed by the lane thread alone; `now` may be read from any."""

    def __init__(self, default: Shift) -> None:
        self.default = default
        """Of the configuration: it counts where nobody has said otherwise."""
        self.now = default

    def load(self, store: Store) -> None:
        """What people have said last. StoreError."""
        self.now = store.shift().over(self.default)
