"""Bags and what is in them, as the record keeps them beside the log."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core.receptacles import Bag, BagState

if TYPE_CHECKING:
    import sqlite3

_NAMES = (
    "number", "bin", "state", "destination", "tare_g", "most_parcels", "most_g", "most_l", "count", "net_g",
    "unweighed", "gross_g", "seal", "container", "despatch", "opened_at", "closed_at", "loaded_at", "dispatched_at",
)  # fmt: skip
"""Columns of `bag` that a `Bag` has."""
_AMOUNTS = {"tare_g", "most_g", "most_l", "net_g", "gross_g"}
_SELECT = f"SELECT {', '.join(_NAMES)} FROM bag"  # noqa: S608  # names of our own
_KEEP = (
    f"INSERT INTO bag ({', '.join(_NAMES)}, opened_seq, last_seq) VALUES ({', '.join('?' * len(_NAMES))}, ?, ?) "  # noqa: S608
    f"ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _NAMES[1:])}, "
    "last_seq = excluded.last_seq"
)
MOST_SHOWN = 10_000
"""Bags that one list has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel is."""

    bag: str
    parcel_id: str
    scan: bytes
    """The name of the scan or the override by which it is there."""
    grams: Decimal | None
    has_left: bool


def bag(connection: sqlite3.Connection, number: str) -> Bag | None:
    """The bag of a number."""
    return _one(connection, "WHERE number = ?", number)


def bag_of_bin(connection: sqlite3.Connection, bin_: str) -> Bag | None:
    """The open bag of a bin."""
    return _one(connection, "WHERE bin = ? AND state = 'open'", bin_)


def bags(connection: sqlite3.Connection, states: frozenset[BagState] | None = None) -> tuple[Bag, ...]:
    """Bags in these states (None: all), by number; at most `MOST_SHOWN`."""
    names = sorted(states if states is not None else BagState)
    where = f"WHERE state IN ({', '.join('?' * len(names))}) ORDER BY opened_at DESC, number LIMIT {MOST_SHOWN}"
    found = connection.execute(f"{_SELECT} {where}", names).fetchall()
    return tuple(sorted(map(_bag, found), key=lambda each: each.number))


def open_bags(connection: sqlite3.Connection) -> tuple[Bag, ...]:
    """Those that take something, by number."""
    return bags(connection, frozenset((BagState.OPEN,)))


def bags_of_despatch(connection: sqlite3.Connection, despatch: str) -> tuple[Bag, ...]:
    """What left under a despatch, by number."""
    return _all(connection, "WHERE despatch = ? ORDER BY number", despatch)


def bags_loaded(connection: sqlite3.Connection) -> tuple[Bag, ...]:
    """What lies on the vehicle, by number."""
    return _all(connection, "WHERE state = ? AND loaded_at IS NOT NULL ORDER BY number", BagState.CLOSED.value)


def bags_in(connection: sqlite3.Connection, container: str) -> tuple[Bag, ...]:
    """The bags of a container, by number."""
    return _all(connection, "WHERE container = ? ORDER BY number", container)


def place_of(connection: sqlite3.Connection, parcel_id: str) -> Place | None:
    """The bag in which a parcel is; None: in none, or in one that has left."""
    return _place(connection, "parcel_id = ? AND has_left = 0", parcel_id)


def place_by(connection: sqlite3.Connection, scan: bytes) -> Place | None:
    """The bag in which a parcel is by this scan or override."""
    return _place(connection, "scan = ?", scan)


def parcels_of(connection: sqlite3.Connection, number: str) -> tuple[tuple[str, Decimal | None], ...]:
    """Parcel ids and grams, in the order in which they came."""
    rows = connection.execute("SELECT parcel_id, grams FROM bagged WHERE bag = ? ORDER BY seq, parcel_id", (number,))
    return tuple((parcel_id, amount(grams)) for parcel_id, grams in rows.fetchall())


def keep(connection: sqlite3.Connection, now: Bag, seq: int) -> None:
    """Put it in its place; `seq`: of the entry that made it so."""
    connection.execute(_KEEP, [*(_stored(now, name) for name in _NAMES), seq, seq])


def amount(text: str | None) -> Decimal | None:
    """A stored amount."""
    return None if text is None else Decimal(text)


def text_of(grams: Decimal | None) -> str | None:
    """An amount as it is stored."""
    return None if grams is None else format(grams, "f")


def _stored(now: Bag, name: str) -> object:
    value = getattr(now, name)
    return text_of(value) if name in _AMOUNTS else value


def _bag(row: tuple[Any, ...]) -> Bag:
    stored = dict(zip(_NAMES, row, strict=True))
    values: dict[str, Any] = {name: amount(value) if name in _AMOUNTS else value for name, value in stored.items()}
    return Bag(**values | {"state": BagState(stored["state"])})


def _one(connection: sqlite3.Connection, where: str, value: str) -> Bag | None:
    row = connection.execute(f"{_SELECT} {where}", (value,)).fetchone()
    return None if row is None else _bag(row)


def _all(connection: sqlite3.Connection, where: str, value: str) -> tuple[Bag, ...]:
    return tuple(_bag(row) for row in connection.execute(f"{_SELECT} {where}", (value,)).fetchall())


def _place(connection: sqlite3.Connection, where: str, value: str | bytes) -> Place | None:
    row = connection.execute(
        f"SELECT bag, parcel_id, scan, grams, has_left FROM bagged WHERE {where}",  # noqa: S608  # own words
        (value,),
    ).fetchone()
    return None if row is None else Place(row[0], row[1], row[2], amount(row[3]), bool(row[4]))
