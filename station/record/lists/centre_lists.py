"""What the centre sent down, written by one thread: a page of the manifest is there whole with its cursor, or not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.record.lists import centre_schema, manifest
from station.record.lists.import_marks import MANIFEST
from station.record.log.errors import DAMAGED, StoreError, in_words, primary_code
from station.record.log.timestamps import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.core.tables import Stored

MOST_PARCELS = 10_000_000
_BRING = "UPDATE manifest SET filling = NULL, live = ?, cursor = ?, parcels = ?, filled_cursor = '', filled = 0"
_CHANGED = "UPDATE manifest SET changed_at = ?, superseded = ?"
"""A change of the centre's manifest replaces the one that a person imported."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the manifest, checked: what was added or changed, and what is gone."""

    snapshot: bool
    """It begins a whole new manifest."""
    cursor: str
    """Where the next page begins."""
    more: bool
    """The next page is there already."""
    header: tuple[str, ...]
    """Names of the columns, the parcel id among them."""
    rows: tuple[Stored, ...]
    removed: tuple[str, ...]
    etag: str


@dataclass(frozen=True, slots=True)
class Received:
    """What is kept of a list that was received."""

    etag: str | None
    epoch: str
    """Of the record into which it was written: another record does not have it."""
    confirmed_at: str


class CentreLists:
    """One connection that writes, used by one thread. Every method raises StoreError when the file cannot be used; a
    damaged one is set aside then, to be opened anew.
    """

    def __init__(self, database: Path) -> None:
        """Open or make the file beside a database."""
        self.path = centre_schema.path_of(database)
        self._by_hand = manifest.path_of(database)
        self._connection = centre_schema.open_for_writing(self.path)

    def received(self, name: str) -> Received | None:
        """What is kept of a list; None: it was never received."""
        with self._in_words():
            query = "SELECT etag, epoch, confirmed_at FROM list WHERE name = ?"
            found = self._connection.execute(query, (name,)).fetchone()
        return Received(*found) if found else None

    def confirm(self, name: str, etag: str | None, epoch: str) -> None:
        """The centre has said now that this is its list."""
        with self._in_words():
            self._confirm(name, etag, epoch)

    def cursor(self) -> str:
        """Where the next page of the manifest begins; empty: at the start."""
        with self._in_words():
            query = "SELECT iif(filling IS NULL, cursor, filled_cursor) FROM manifest"
            return str(self._connection.execute(query).fetchone()[0])

    def take(self, page: Page, epoch: str) -> None:
        """Write a page with its cursor, in one transaction."""
        unused = None
        with self._transaction() as connection:
            live, filling, parcels, filled = connection.execute(
                "SELECT live, filling, parcels, filled FROM manifest"
            ).fetchone()
            if page.snapshot:
                filling, filled = "b" if live == "a" else "a", 0
                centre_schema.empty_half(connection, filling)
            half, count = (filling, filled) if filling else (live, parcels)
            if half is None:
                raise StoreError(notice("lists_change_first", path=str(self.path)))
            count += _put(connection, half, page)
            if count > MOST_PARCELS:
                raise StoreError(notice("lists_too_many", path=str(self.path), most=f"{MOST_PARCELS:,}"))
            if filling and page.more:
                fill = "UPDATE manifest SET filling = ?, filled_cursor = ?, filled = ?"
                connection.execute(fill, (filling, page.cursor, count))
            else:
                unused = live if filling else None
                connection.execute(_BRING, (half, page.cursor, count))
            changed = bool(filling or page.rows or page.removed)
            if changed and not (filling and page.more):
                connection.execute(_CHANGED, (utc_now(), manifest.name_of(self._by_hand)))
            if not page.more:
                self._confirm(MANIFEST, None if changed else page.etag, epoch)
        if unused is not None:
            with self._transaction() as connection:
                centre_schema.empty_half(connection, unused)

    def _confirm(self, name: str, etag: str | None, epoch: str) -> None:
        entry = (name, etag, epoch, utc_now())
        self._connection.execute("INSERT OR REPLACE INTO list VALUES (?, ?, ?, ?)", entry)

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._connection.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if primary_code(error) in DAMAGED:
                self._connection.close()
                with suppress(OSError):
                    centre_schema.set_aside(self.path)
            raise in_words(error, self.path) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._in_words():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def _put(connection: sqlite3.Connection, half: str, page: Page) -> int:
    """Rows over those of the same parcels, removed ones out; how many more there are."""
    key = page.header.index("parcel_id") + 1
    gone = _take_out(connection, half, [*(row[key] for row in page.rows), *page.removed])
    (last,) = connection.execute(f"SELECT ifnull(max(line), 0) FROM parcel_{half}").fetchone()  # noqa: S608  # own names
    rows = [(last + number, *row[1:]) for number, row in enumerate(page.rows, start=1)]
    names = ", ".join(("line", *page.header))
    values = ", ".join("?" * (len(page.header) + 1))
    connection.executemany(f"INSERT INTO parcel_{half} ({names}) VALUES ({values})", rows)  # noqa: S608  # own names
    if "alt_ids" in page.header:
        at = page.header.index("alt_ids") + 1
        aliases = [(alt, row[0]) for row in rows if row[at] for alt in str(row[at]).split("|")]
        connection.executemany(f"INSERT INTO alias_{half} VALUES (?, ?)", aliases)  # noqa: S608  # own names
    return len(rows) - gone


def _take_out(connection: sqlite3.Connection, half: str, parcel_ids: Sequence[object]) -> int:
    """Delete parcels with their other numbers; how many were there."""
    found = connection.execute(
        f"SELECT line, alt_ids FROM parcel_{half} WHERE parcel_id IN (SELECT value FROM json_each(?))",  # noqa: S608  # own names
        (json.dumps(parcel_ids),),
    ).fetchall()
    aliases = [(alt, line) for line, alt_ids in found if alt_ids for alt in alt_ids.split("|")]
    connection.executemany(f"DELETE FROM alias_{half} WHERE alt_id = ? AND line = ?", aliases)  # noqa: S608  # own names
    connection.executemany(f"DELETE FROM parcel_{half} WHERE line = ?", ((line,) for line, _ in found))  # noqa: S608
    return len(found)
