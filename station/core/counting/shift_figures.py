"""The figures of the shift so far, as a supervisor's screen shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.counting.tally import Line

if TYPE_CHECKING:
    from station.core.counting.cut_off import CutOff
    from station.core.counting.odd_runs import OddRun

FEW = 30
"""Below so many presented parcels a rate says little."""
GROUPS = ("quarter", "code", "cause", "operator", "operation", "bin", "carrier")
"""What the figures are told apart by."""

Named = tuple[tuple[str, Line], ...]


class Span(StrEnum):
    """How far back figures go."""

    HOUR = "hour"
    """The quarter hour of now, and the four before it."""
    SHIFT = "shift"
    """From the quarter hour in which it was opened on; eight hours where none is open."""
    DAY = "day"
    """Since midnight of this machine's zone."""
    WEEK = "week"
    """Since midnight six days before."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which entries are counted; None: those of every worker, and of every operation."""

    span: Span = Span.SHIFT
    operator: str | None = None
    operation: str | None = None

    @property
    def only(self) -> dict[str, str]:
        """As figures are asked for."""
        named = {"operator": self.operator, "operation": self.operation}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """Counted by whole quarter hours."""

    since: str
    """UTC: where the first quarter hour begins."""
    is_shift: bool
    """A shift is open, and they are those of it."""
    whole: Line = field(default_factory=Line)
    quarters: Named = ()
    """(beginning, UTC), oldest first, also those without a parcel; of a day its hours, of a week its days."""
    codes: Named = ()
    """Stops by exception code, as all below most first."""
    causes: Named = ()
    """Why parcels were not read."""
    operators: Named = ()
    operations: Named = ()
    bins: Named = ()
    carriers: Named = ()
    cut_offs: tuple[CutOff, ...] = ()
    """How the departures stand, the next first."""
    chosen: Chosen = Chosen()
    until: str | None = None
    """UTC: when they were counted."""
    worker: str | None = None
    """Who is at the station, or was when they were counted."""
    odd: tuple[OddRun, ...] = ()
    """Runs of scans for somebody to look at."""

    @property
    def hours(self) -> float:
        """How long they go; a quarter of an hour at least."""
        if self.until is None:
            return 0.25
        return max(
            0.25, (datetime.fromisoformat(self.until) - datetime.fromisoformat(self.since)).total_seconds() / 3600
        )

    def of(self, group: str) -> Named:
        """By one of `GROUPS`; of another one nothing."""
        named = (
            self.quarters, self.codes, self.causes, self.operators, self.operations, self.bins, self.carriers
        )  # fmt: skip
        return dict(zip(GROUPS, named, strict=True)).get(group, ())

    def odd_run(self, place: int) -> OddRun:
        """The newest has the place 0."""
        return self.odd[len(self.odd) - 1 - place]

    def stretch(self, group: str, name: str) -> tuple[str, str]:
        """From when to before when the entries of a figure are; of a bar until the next one begins."""
        if group != "quarter":
            return self.since, "9999"
        begins = [at for at, _ in self.quarters]
        return name, next((at for at in begins if at > name), "9999")
