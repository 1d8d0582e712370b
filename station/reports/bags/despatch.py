"""What left under one despatch, or stands in one bag: every parcel once, and totals that add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.receptacles import s9_fields
from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Bag


@dataclass(frozen=True, slots=True)
class Held:
    """A receptacle with what is in it."""

    bag: Bag
    parcels: tuple[tuple[str, Decimal | None], ...] = ()
    """Parcel ids and grams."""


@dataclass(frozen=True, slots=True)
class Despatch:
    """Receptacles that left together; the sums are over what is listed."""

    number: str
    station_id: str
    held: tuple[Held, ...]

    @property
    def bags(self) -> tuple[Held, ...]:
        """Those that hold parcels."""
        return tuple(each for each in self.held if each.bag.bin is not None)

    @property
    def parcels(self) -> int:
        return sum(len(each.parcels) for each in self.held)

    @property
    def net_g(self) -> Decimal:
        """The sum of the weights of all parcels that were weighed."""
        return sum((grams for each in self.held for _, grams in each.parcels if grams is not None), Decimal(0))

    @property
    def unweighed(self) -> int:
        """Parcels without a weight."""
        return sum(grams is None for each in self.held for _, grams in each.parcels)

    @property
    def gross_g(self) -> Decimal:
        """What goes onto the vehicle: containers, and the bags that lie in none, as far as they were weighed."""
        loose = (each.bag.gross_g for each in self.held if each.bag.container is None)
        return sum((grams for grams in loose if grams is not None), Decimal(0))

    @property
    def left_at(self) -> str:
        """UTC."""
        return max((each.bag.dispatched_at or "" for each in self.held), default="")


def despatch_of(database: Path, number: str) -> Despatch | None:
    """What left under a despatch, as it is printed or typed; None: nothing did. StoreError."""
    with Reads(database) as reads:
        bags = reads.bags.of_despatch(number.strip().upper())
        held = tuple(Held(bag, reads.bags.parcels(bag.number)) for bag in bags)
        return Despatch(bags[0].despatch or "", reads.station_id, held) if bags else None


def held_in(database: Path, number: str) -> tuple[Held, str] | None:
    """A bag with its parcels, and the name of the station; None: there is no such bag. StoreError."""
    with Reads(database) as reads:
        bag = reads.bags.bag(number.strip().upper())
        return None if bag is None else (Held(bag, reads.bags.parcels(bag.number)), reads.station_id)


def offices(number: str) -> tuple[str, str] | None:
    """Origin and destination (IMPC) of a UPU number, S8 or S9; None: it is another number."""
    if len(number) not in {20, 29}:
        return None
    fields = s9_fields(number)
    right = fields["origin"].isalnum() and fields["destination"].isalnum() and fields["year"].isdigit()
    return (fields["origin"], fields["destination"]) if right else None
