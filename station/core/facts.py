"""What the record and the lists know of a parcel at the moment of the decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from station.core.moments import utc_text

if TYPE_CHECKING:
    from datetime import datetime

    from station.core.announced import Announced
    from station.core.hold_list import Hold


@dataclass(frozen=True, slots=True)
class PreviousScan:
    """The last time that this parcel was accepted here."""

    seq: int
    scanned_at: str
    bin: str | None
    operator: str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where another station of the hub accepted a parcel, by its own word."""

    station_id: str
    at: str
    """UTC by that station's clock."""
    bin: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store knows of a parcel at the moment of the decision."""

    hold: Hold | None = None
    previous: PreviousScan | None = None
    announced: Announced | None = None
    """Its line of the manifest."""
    manifest_loaded: bool = False
    """False: there is no manifest, so that a parcel without a line of it is nothing special."""
    manifest_at: str | None = None
    """UTC time at which the manifest was imported."""
    online: bool | None = None
    """Whether the centre was reached at the last try; None: never tried, or there is none."""
    bag: str | None = None
    """The receptacle that is being emptied here, by its label; None: not told."""
    elsewhere: Elsewhere | None = None
    """Another station of the hub says that it accepted the parcel."""
    stops: int = 0
    """How often the parcel was stopped here in the time of duplicates."""
    others: frozenset[str] = frozenset()
    """Its numbers before a new label, and after it."""

    def with_number(self, number: str, known: Facts) -> Facts:
        """With what is known of the same parcel under another number."""
        before = [each for each in (self.previous, known.previous) if each is not None]
        return replace(
            self,
            hold=self.hold or known.hold,
            previous=max(before, key=lambda each: each.seq, default=None),
            announced=self.announced or known.announced,
            stops=self.stops + known.stops,
            others=self.others | {number},
        )

    def without_duplicates(self) -> Facts:
        """Where a parcel may come as often as it likes."""
        return replace(self, previous=None, stops=0)


def duplicates_since(now: datetime, hours: float) -> str | None:
    """The moment from which on a parcel that was here is a duplicate, as scans spell it, in whole seconds; None: a
    parcel may come as often as it likes.
    """
    return utc_text((now - timedelta(hours=hours)).replace(microsecond=0)) if hours else None
