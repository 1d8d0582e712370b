"""What the lane tells in the operations that do more than book a parcel, or less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.print_agreement import NumberProposed

if TYPE_CHECKING:
    from hardware.contract import Scanned
    from station.core.history import History
    from station.core.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class BagScanned:
    """The label of a bag, or something that is none, was scanned to load it; what came of it."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ParcelLooked:
    """Somebody looked at a parcel; that is on the disk, and nothing else."""

    history: History


@dataclass(frozen=True, slots=True)
class ReasonAsked:
    """A parcel came back: why? Nothing is booked before the answer."""

    number: str
    """As people write it."""
    parcel_id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonEnded:
    """The question about this parcel is over, answered or not."""

    parcel_id: str


@dataclass(frozen=True, slots=True)
class HandScanned:
    """A hand scanner sent a number. `taken`: the lane has it; else the form or the choice in front may want it, and
    whoever has the screen hands it on.
    """

    scan: Scanned
    by: str
    taken: bool


OperationEvent = BagScanned | ParcelLooked | ReasonAsked | ReasonEnded | HandScanned | NumberProposed
