"""What the lane knows between two facts, and what it hands over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from hardware.contract import Claim
from station.core.choose import EVERY_LANE, ChoiceRules, claim
from station.core.weighing.cycle import WeighCycle, WeighRules

if TYPE_CHECKING:
    from decimal import Decimal

    from hardware.contract import Notice, Symbol
    from station.core.exception_codes import Code
    from station.core.models import Capture, Choice


OUTSHONE_S = 1.0
"""A proven id waits this long after a code as large has lain unread beside it."""


class Aside(StrEnum):
    WEIGHS = "weighs"
    """A bag is being weighed."""
    LEAVES = "leaves"
    """It is being taken off; the next load is a parcel again."""


@dataclass(frozen=True, slots=True)
class LaneRules:
    """`weigh` None: the lane has no scale."""

    weigh: WeighRules | None
    weigh_required: bool
    weigh_timeout_s: float
    no_read_s: float
    gone_s: float
    choice: ChoiceRules = EVERY_LANE

    def without_scale(self) -> LaneRules:
        """The same lane where no parcel is weighed."""
        return replace(self, weigh=None, weigh_required=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """One text in view."""

    symbol: Symbol
    first: float
    last: float
    frames: int
    outshone: float | None = None
    """When a larger code lay unread beside it last, see `hardware.contract.Reading`."""

    def in_doubt(self, at: float) -> bool:
        """Whether it may not be the parcel's number: no further frame makes a reference one, as long as it is in view;
        what proves itself waits until nothing has lain unread beside it for a while.
        """
        if self.outshone is None:
            return False
        return claim(self.symbol) is not Claim.PROVEN or at - self.outshone <= OUTSHONE_S


@dataclass(frozen=True, slots=True)
class Machine:
    """What presented a parcel whole, and what it measured besides."""

    by: str
    """Name of the scanner."""
    size_mm: tuple[Decimal, Decimal, Decimal] | None = None
    """Length, width, height."""


@dataclass(frozen=True, slots=True)
class Presented:
    """One parcel to decide on: its codes, its weight if it has one, and since when its label was in view."""

    choice: Choice
    capture: Capture | None
    frames: int
    since: float
    keyed: bool
    machine: Machine | None = None
    """None: it lies at the lane."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The state between two facts."""

    cycle: WeighCycle = field(default_factory=WeighCycle)
    scale_up: bool = False
    seen: tuple[Seen, ...] = ()
    """Codes of the parcel that is here now and still undecided, or decided and not yet gone."""
    left: tuple[tuple[str, float], ...] = ()
    """(text, last seen) of codes that were decided on; ignored until they are out of view."""
    done_capture: int = 0
    """The last capture that was decided on: a weight is booked once."""
    no_read_capture: int = 0
    """The last capture that was reported as a no-read; reading it later still counts."""
    asked: tuple[str, ...] = ()
    """Ids of the multi-read that was already asked about."""
    keys: tuple[tuple[Choice, float], ...] = ()
    """Ids that were keyed in and wait for their weight, with the time; the first one is next."""
    contested: bool = False
    """The camera saw another id than the keyed one: the number is not believed before both agree."""
    looks: tuple[float, ...] = ()
    """Times of the newest frames, oldest first."""
    causes: tuple[Notice, ...] = ()
    """What the newest frames said for which nothing was read, since the last parcel; oldest first."""
    stop_with: Code | None = None
    """With what the worker stops the parcel that lies there, whatever is read; `NO_READ`: nobody can read it."""
    told: Capture | None = None
    """The weight that somebody told for the parcel that is here, because the scale is down."""
    aside: Aside | None = None
    """Somebody weighs a bag: nothing that lies there is a parcel."""
    sent: tuple[Presented, ...] = ()
    """Parcels that machines presented whole and nobody has decided on; the first one is next."""
    bag: str | None = None
    """The receptacle whose label was seen last: what comes now was in it."""
