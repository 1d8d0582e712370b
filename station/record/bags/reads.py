"""Questions about bags to the record, over a connection that cannot write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.core.receptacles import BagState
from station.record.bags import tables
from station.record.log.entry_kinds import RECEPTACLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from decimal import Decimal

    from station.core.receptacles import Bag

_OPEN = frozenset((BagState.OPEN,))
_LAST_CHANGE = f"SELECT details FROM scan WHERE entry = {RECEPTACLE} ORDER BY seq DESC LIMIT 1"  # noqa: S608  # a number


class BagReads:
    """Every method raises StoreError when the file cannot be read."""

    def __init__(self, connection: sqlite3.Connection, in_words: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._in_words = in_words

    def bag(self, number: str) -> Bag | None:
        """The bag of a number."""
        with self._in_words():
            return tables.bag(self._connection, number)

    def of_bin(self, bin_: str) -> Bag | None:
        """The open bag of a bin."""
        with self._in_words():
            return tables.bag_of_bin(self._connection, bin_)

    def of_parcel(self, parcel_id: str | None) -> Bag | None:
        """The bag in which a parcel is; None: in none, or in one that has left."""
        if parcel_id is None:
            return None
        with self._in_words():
            place = tables.place_of(self._connection, parcel_id)
            return None if place is None else tables.bag(self._connection, place.bag)

    def is_lost(self, parcel_id: str) -> bool:
        """Whether somebody has told the parcel lost, and nobody found."""
        with self._in_words():
            lost = self._connection.execute("SELECT 1 FROM lost WHERE parcel_id = ?", (parcel_id,)).fetchone()
        return lost is not None

    def all(self) -> tuple[Bag, ...]:
        """Every bag that is kept, by number."""
        with self._in_words():
            return tables.bags(self._connection)

    def open(self) -> tuple[Bag, ...]:
        """The open bags, by number."""
        with self._in_words():
            return tables.bags(self._connection, _OPEN)

    def of_despatch(self, despatch: str) -> tuple[Bag, ...]:
        """What left under a despatch, by number."""
        with self._in_words():
            return tables.bags_of_despatch(self._connection, despatch)

    def loaded(self) -> tuple[Bag, ...]:
        """What lies on the vehicle, by number."""
        with self._in_words():
            return tables.bags_loaded(self._connection)

    def last_load(self) -> Bag | None:
        """The bag that was loaded last, as long as nothing else was done with a bag since."""
        with self._in_words():
            row = self._connection.execute(_LAST_CHANGE).fetchone()
            told = json.loads(row[0]) if row is not None and row[0] is not None else {}
            return tables.bag(self._connection, str(told["bag"])) if told.get("is") == "loaded" else None

    def inside(self, container: str) -> tuple[Bag, ...]:
        """The bags of a container, by number."""
        with self._in_words():
            return tables.bags_in(self._connection, container)

    def parcels(self, number: str) -> tuple[tuple[str, Decimal | None], ...]:
        """Parcel ids and grams of a bag, in the order in which they came."""
        with self._in_words():
            return tables.parcels_of(self._connection, number)
