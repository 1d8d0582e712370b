"""The figures of the shift so far, as a supervisor's screen shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.core.counting.tally import Line

if TYPE_CHECKING:
    from station.core.counting.cut_off import CutOff

FEW = 30
"""Below so many presented parcels a rate says little."""
GROUPS = ("quarter", "code", "cause", "operator", "bin", "carrier")
"""What the figures are told apart by."""

Named = tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """Counted by whole quarter hours."""

    since: str
    """UTC: the quarter hour in which the shift was opened, or eight hours ago where none is open."""
    is_shift: bool
    whole: Line = field(default_factory=Line)
    quarters: Named = ()
    """(beginning, UTC), oldest first, also those without a parcel."""
    codes: Named = ()
    """Stops by exception code, as all below most first."""
    causes: Named = ()
    """Why parcels were not read."""
    operators: Named = ()
    bins: Named = ()
    carriers: Named = ()
    cut_offs: tuple[CutOff, ...] = ()
    """How the departures stand, the next first."""

    def of(self, group: str) -> Named:
        """By one of `GROUPS`."""
        named = (self.quarters, self.codes, self.causes, self.operators, self.bins, self.carriers)
        return dict(zip(GROUPS, named, strict=True))[group]
