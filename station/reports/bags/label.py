"""What stands on the label of a bag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import BagState, printable
from station.core.receptacles import is_s9, s9_fields
from station.reports.bags.despatch import offices

if TYPE_CHECKING:
    from decimal import Decimal

    from station.reports.bags.despatch import Held

_LONGEST = 40
"""Characters of a text that somebody gave."""
_LARGE = 14


@dataclass(frozen=True, slots=True)
class LabelText:
    """Its texts, none of which holds a control character."""

    title: str
    large: str
    """Where it goes."""
    number: str
    spaced: str
    """The number for people."""
    rows: tuple[tuple[str, str], ...]


def label_of(held: Held, station_id: str) -> LabelText:
    """The label of a bag or of a container."""
    bag = held.bag
    where = offices(bag.number)
    large = bag.destination or (where[1] if where else None) or bag.bin or bag.number
    what = "parcels" if bag.bin is not None else "bags"
    told = [
        ("bin", bag.bin),
        (what, str(bag.count)),
        ("net", kilograms(bag.net_g) + (f" ({bag.unweighed} not weighed)" if bag.unweighed else "")),
        ("gross", None if bag.gross_g is None else kilograms(bag.gross_g)),
        ("seal", bag.seal),
        ("volume", None if bag.most_l is None else f"{bag.most_l} l"),
        ("container", bag.container),
        ("despatch", bag.despatch),
        ("state", bag.state.value),
        ("closed" if bag.closed_at else "opened", day_of(bag.closed_at or bag.opened_at)),
        ("station", station_id),
    ]
    return LabelText(
        title="BAG" if bag.bin is not None else "CONTAINER",
        large=printable(large, _LARGE),
        number=bag.number,
        spaced=printable(spaced(bag.number), 2 * _LONGEST),
        rows=tuple(
            (name, printable(text, _LONGEST)) for name, text in told if text and _stands_on_label(name, bag.state)
        ),
    )


def spaced(number: str) -> str:
    """In the groups of an S9; another number as it is."""
    if is_s9(number):
        return " ".join(s9_fields(number).values())
    return number


def kilograms(grams: Decimal) -> str:
    """With three decimals."""
    return f"{grams / 1000:.3f} kg"


def day_of(utc: str) -> str:
    """Date and minute in UTC, for people."""
    return f"{utc[:10]} {utc[11:16]} UTC" if utc else ""


def _stands_on_label(name: str, state: BagState) -> bool:
    """That a bag is open has to be seen on its label: what stands there is not the end."""
    return name != "state" or state is BagState.OPEN
