"""The figures of the shift, and what stands behind them, for the supervisor's screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from station.core import utc_text
from station.core.counting import Chosen, cut_off, quarter_of
from station.record import ReportReads
from station.runtime.odd_desk import OddDesk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from station.core import RecentScan
    from station.core.counting import CutOff, ShiftFigures
    from station.runtime.departures_file import DeparturesFile

QUARTER = timedelta(minutes=15)
EVERYTHING = Chosen()


class Hub(Protocol):
    """The centre; `rows` may wait."""

    def rows(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class FiguresDesk:
    """Its questions read the database: only threads that may wait ask them. StoreError."""

    database: Path
    target_per_hour: int
    """Presented parcels; 0: none is set."""
    departures: DeparturesFile
    hub: Hub | None = None
    """What the centre tells of all stations; None: there is no centre."""
    odd: OddDesk = field(default_factory=OddDesk)

    def shift(self, chosen: Chosen = EVERYTHING) -> ShiftFigures:
        """So far, with how the departures stand, the next first; or what was chosen, without them."""
        now = datetime.now(UTC)
        with ReportReads(self.database) as reads:
            figures = reads.shift_figures(utc_text(now), chosen)
            if chosen != EVERYTHING:
                return figures
            odd = self.odd.found(reads, figures.since)
            return replace(figures, cut_offs=self._cut_offs(figures, reads, now), odd=odd)

    def cut_offs(self) -> tuple[CutOff, ...]:
        """How the departures stand; none: no record is read."""
        return self.shift().cut_offs if self.departures.now() else ()

    def behind(self, figures: ShiftFigures, group: str, name: str, count: int) -> tuple[RecentScan, ...]:
        """The newest scans of one of these figures; `group`: one of `GROUPS`, or `odd` and the place of the run."""
        if group == "odd":
            with ReportReads(self.database) as reads:
                return reads.numbered([scan.seq for scan in figures.odd_run(int(name)).scans][-count:])
        only = figures.chosen.only | ({} if group == "quarter" else {group: name})
        with ReportReads(self.database) as reads:
            return reads.behind(only, figures.stretch(group, name), count)

    def history(self, parcel_id: str) -> Sequence[Mapping[str, object]]:
        """Every entry of a parcel, oldest first, as `station parcel` has them."""
        with ReportReads(self.database) as reads:
            return reads.history(parcel_id)

    def presentation(self, seq: int) -> Sequence[Mapping[str, object]]:
        """The same of the presentation to which an entry belongs: nobody knows its parcel."""
        with ReportReads(self.database) as reads:
            return reads.presentation(seq)

    def _cut_offs(self, figures: ShiftFigures, reads: ReportReads, now: datetime) -> tuple[CutOff, ...]:
        if not (departures := self.departures.now()):
            return ()
        until = quarter_of(utc_text(now))[:16]
        since = utc_text(datetime.fromisoformat(f"{until}:00Z") - QUARTER)[:16]
        last = reads.lines("bin", (since, until))
        told = (cut_off(each, dict(figures.bins), last, now.astimezone()) for each in departures)
        return tuple(sorted(told, key=lambda each: each.hours_left))
