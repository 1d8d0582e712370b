"""What a scan does in each operation: it books a parcel, asks first why it came back, only looks, or loads a bag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from station.core.events import Presence

if TYPE_CHECKING:
    from station.core.events import LaneStatus


class Takes(StrEnum):
    """What a scan is of, and what becomes of it."""

    PARCEL = "parcel"
    RETURN = "return"
    """A parcel, booked once somebody has said why it came back."""
    LOOK = "look"
    """A parcel of which only the look is noted."""
    BAG = "bag"
    """A closed bag; no parcel is booked."""

    @property
    def weighs(self) -> bool:
        """Whether a parcel needs its weight here."""
        return self in {Takes.PARCEL, Takes.RETURN}


_OTHERS = {"load": Takes.BAG, "return": Takes.RETURN, "audit": Takes.LOOK}


def takes(operation: str | None) -> Takes:
    """What a scan does in this operation."""
    return _OTHERS.get(operation or "", Takes.PARCEL)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A parcel that came back and is not booked before its reason is given."""

    parcel_id: str
    printed: str
    """The number as people write it."""
    weighed: bool
    reason: str | None = None
    is_left: bool = False
    """Somebody has left the question: nothing is booked for it."""

    def is_gone(self, status: LaneStatus) -> bool:
        """It lies there no more; one that was keyed lies there until its weight goes."""
        return status.presence is Presence.NONE or (self.weighed and status.weigh_phase == "empty")
