"""The figures of the shift, and what stands behind them, for the supervisor's screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import utc_text_of
from station.record import ReportReads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from station.core import RecentScan
    from station.core.counting import ShiftFigures


@dataclass(frozen=True, slots=True)
class FiguresDesk:
    """Its questions read the database: only threads that may wait ask them. StoreError."""

    database: Path
    target_per_hour: int
    """Presented parcels; 0: none is set."""

    def shift(self) -> ShiftFigures:
        """So far."""
        with ReportReads(self.database) as reads:
            return reads.shift_figures(utc_text_of(time.time()))

    def behind(self, group: str, name: str, since: str, count: int) -> tuple[RecentScan, ...]:
        """The newest scans of one figure since a moment; `group`: one of `GROUPS`."""
        with ReportReads(self.database) as reads:
            return reads.behind(group, name, since, count)

    def history(self, parcel_id: str) -> Sequence[Mapping[str, object]]:
        """Every entry of a parcel, oldest first, as `station parcel` has them."""
        with ReportReads(self.database) as reads:
            return reads.history(parcel_id)
