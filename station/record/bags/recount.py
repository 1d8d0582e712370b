"""Bags recounted from the entries alone, beside the tables that followed them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from station.core.receptacles import BagState, Ledger
from station.record.bags import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OPENED = "SELECT number, opened_seq FROM bag"
_PARCELS = "SELECT parcel_id, bag, grams FROM bagged WHERE has_left = 0"
_SUMS = "SELECT number FROM bag b WHERE bin IS NOT NULL AND count <> (SELECT count(*) FROM bagged WHERE bag = b.number)"


class Recount:
    """Add every entry of a record, oldest first, then ask for the differences."""

    def __init__(self) -> None:
        self._ledger = Ledger(keeps_sent=False)

    def add(self, entry: Mapping[str, Any]) -> None:
        """An entry in its wire form."""
        self._ledger.add(entry)

    def differences(self, connection: sqlite3.Connection) -> Iterator[str]:
        """What the tables say otherwise, in words. Bags that were opened before entries were retired, or before the
        last entry was looked at, cannot be recounted.
        """
        (retired,) = connection.execute("SELECT ifnull(max(last_seq), 0) FROM retired").fetchone()
        told = self._ledger
        since = {number for number, seq in connection.execute(_OPENED).fetchall() if seq > retired}
        for number in sorted(since | set(told.bags)):
            kept, counted = tables.bag(connection, number), told.bags.get(number)
            if counted is not None and kept is None:
                if counted.state is BagState.DISPATCHED:  # forgotten with the entries that told it
                    continue
                yield f"bag {number}: its entries are here, and the bag is not"
            elif counted is None:
                yield f"bag {number}: no entry opened it"
            elif number in since and kept != counted:
                yield f"bag {number}: its entries say {_state_text(counted)}, the record {_state_text(kept)}"
        yield from self._parcels(connection, since)
        for (number,) in connection.execute(_SUMS).fetchall():
            yield f"bag {number}: its count is not that of its parcels"

    def _parcels(self, connection: sqlite3.Connection, since: set[str]) -> Iterator[str]:
        counted = {(parcel, one.bag, one.grams) for parcel, one in self._ledger.parcels.items() if one.bag in since}
        kept = {
            (parcel, bag, tables.amount(grams))
            for parcel, bag, grams in connection.execute(_PARCELS).fetchall()
            if bag in since
        }
        for parcel, bag, _ in sorted(counted ^ kept, key=str):
            where = "by its entries, not in the record" if (parcel, bag) in {one[:2] for one in counted} else "not so"
            yield f"parcel {parcel} in bag {bag}: {where} by its entries"


def _state_text(bag: Any) -> str:
    return f"{bag.state}, {bag.count} in it, {bag.net_g} g" if bag is not None else "nothing"


def carry_older(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Take over from another file of the station the bags that its entries here do not tell: they were opened by
    entries that are retired.
    """
    with suppress(sqlite3.Error):  # the source is older than bags, or damaged
        for (number,) in source.execute("SELECT number FROM bag ORDER BY number").fetchall():
            if not isinstance(number, str) or tables.bag(target, number) is not None:
                continue
            _carry(source, target, "bag", "number", number)
            _carry(source, target, "bagged", "bag", number)
    for table in ("lost", "seal", "relabel"):
        with suppress(sqlite3.Error):
            for row in source.execute(f"SELECT * FROM {table}").fetchall():  # noqa: S608  # own names
                target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608


def _carry(source: sqlite3.Connection, target: sqlite3.Connection, table: str, column: str, number: str) -> None:
    """The source may be older, and lack columns."""
    found = source.execute(f"SELECT * FROM {table} WHERE {column} = ?", (number,))  # noqa: S608  # own names
    names = ", ".join(name for name, *_ in found.description)
    for row in found.fetchall():
        with suppress(sqlite3.IntegrityError):
            target.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
