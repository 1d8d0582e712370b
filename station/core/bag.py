"""A receptacle: a bag of parcels, or a container of bags. What it holds and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NEARLY_FULL = Decimal("0.9")
"""From this part of its capacity on the worker is warned."""


class BagState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    DISPATCHED = "dispatched"


@dataclass(frozen=True, slots=True)
class BagRules:
    """How this hub works with bags; as it stands here, of any hub."""

    prefix: str = ""
    """Of the hub's own numbers; empty: the station makes none."""
    office: str = ""
    """IMPC by which every S9 opened here begins; empty: any."""
    tolerance_g: Decimal = Decimal(100)
    """By so much the weight of a closed bag may differ from the sum of what is in it."""
    confirm_put: bool = False
    """Where a parcel is put is confirmed by a label: nothing else books it into a bag."""
    tare_g: Decimal | None = None
    """Of a bag of a bin, where who opens it says nothing else; so are the others."""
    most_parcels: int | None = None
    most_g: Decimal | None = None
    needs_weight: bool = False
    """A bag is closed with its weight, or somebody answers for it."""
    needs_seal: bool = False


ANY_HUB = BagRules()


@dataclass(frozen=True, slots=True)
class Bag:
    """A receptacle after the last entry about it."""

    number: str
    bin: str | None
    """Whose parcels go into it; None: a container, which holds bags."""
    state: BagState = BagState.OPEN
    destination: str | None = None
    tare_g: Decimal | None = None
    most_parcels: int | None = None
    most_g: Decimal | None = None
    """Net."""
    most_l: Decimal | None = None
    """Told to people alone: nobody measures the volume of a parcel here."""
    count: int = 0
    """Parcels in it; of a container the bags."""
    net_g: Decimal = Decimal(0)
    """The sum of their weights; of a container of the gross weights of its bags."""
    unweighed: int = 0
    """So many of them have no weight."""
    gross_g: Decimal | None = None
    seal: str | None = None
    container: str | None = None
    """In which it lies."""
    despatch: str | None = None
    opened_at: str = ""
    closed_at: str | None = None
    loaded_at: str | None = None
    """It lies on the vehicle; closed, and may leave."""
    dispatched_at: str | None = None

    @property
    def is_loaded(self) -> bool:
        """It lies on the vehicle, which has not left."""
        return self.loaded_at is not None and self.state is BagState.CLOSED

    @property
    def part(self) -> Decimal | None:
        """How full it is, 1: full; None: it has no capacity that is judged."""
        parts = []
        if self.most_parcels:
            parts.append(Decimal(self.count) / self.most_parcels)
        if self.most_g:
            parts.append(self.net_g / self.most_g)
        return max(parts, default=None)

    @property
    def is_nearly_full(self) -> bool:
        part = self.part
        return part is not None and part >= NEARLY_FULL

    @property
    def is_full(self) -> bool:
        """Not a single parcel more goes into it."""
        part = self.part
        return part is not None and part >= 1

    def has_room(self, grams: Decimal | None) -> bool:
        """Whether one more parcel of this weight (None: not known) stays within its capacity."""
        if self.most_parcels is not None and self.count >= self.most_parcels:
            return False
        return self.most_g is None or self.net_g + (grams or 0) <= self.most_g

    def expected_gross_g(self) -> Decimal | None:
        """What it should weigh; None: something in it, or itself, was not weighed."""
        return None if self.unweighed or self.tare_g is None else self.net_g + self.tare_g
