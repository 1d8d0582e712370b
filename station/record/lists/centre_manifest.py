"""The centre's manifest, asked for one parcel at a time while its pages come in; used by one thread."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core.tables import COLUMNS
from station.record.lists import centre_schema
from station.record.log import connect

if TYPE_CHECKING:
    from pathlib import Path

_ROW = ", ".join(f"p.{name}" for name in COLUMNS)
_HALF = (
    "SELECT * FROM (SELECT '{half}' AS half, 0 AS by_alias, {row} FROM parcel_{half} p WHERE parcel_id = ?1) UNION ALL "
    "SELECT * FROM (SELECT '{half}', 1, {row} FROM alias_{half} a JOIN parcel_{half} p USING (line) "
    "WHERE a.alt_id = ?1 LIMIT 2)"
)
_STATE = "SELECT m.live, m.parcels, m.changed_at, m.superseded"
# One statement, so that it sees one state of the file, whatever is switched meanwhile.
_FIND = (
    f"{_STATE}, p.by_alias, {_ROW} FROM manifest m LEFT JOIN ("  # own names
    f"{' UNION ALL '.join(_HALF.format(half=half, row=_ROW) for half in 'ab')}"
    ") p ON p.half = m.live WHERE m.live IS NOT NULL ORDER BY p.by_alias"
)


PAGE = 1000


@dataclass(frozen=True, slots=True)
class Within:
    """A part of a manifest; None: all of it."""

    bag_id: str | None = None
    despatch_id: str | None = None


def page_of(connection: sqlite3.Connection, table: str, after: int, within: Within) -> list[tuple[Any, ...]]:
    """The next rows, their line first, behind this line."""
    return connection.execute(
        f"SELECT line, {', '.join(COLUMNS)} FROM {table} WHERE line > ?1 AND (?2 IS NULL OR bag_id = ?2) "  # noqa: S608
        f"AND (?3 IS NULL OR despatch_id = ?3) ORDER BY line LIMIT {PAGE}",
        (after, within.bag_id, within.despatch_id),
    ).fetchall()


@dataclass(frozen=True, slots=True)
class InForce:
    """The centre's manifest as a whole."""

    half: str
    parcels: int
    changed_at: str
    superseded: str | None
    """Name (`station.record.lists.manifest.name_of`) of the imported file that it replaced."""


class CentreManifest:
    """Reads `lists.db`; every method raises sqlite3.Error when it cannot, and opens it anew the next time."""

    def __init__(self, database: Path) -> None:
        self.path = centre_schema.path_of(database)
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def look(self) -> InForce | None:
        """What is in force; None: the centre never sent a whole manifest."""
        return self.find("")[0]

    def find(self, parcel_id: str) -> tuple[InForce | None, list[tuple[str | None, ...]]]:
        """What is in force, and the row of the parcel with this id, else at most two that name it as an alternative."""
        self._open()
        if self._connection is None:
            return None, []
        found = self._connection.execute(_FIND, (parcel_id,)).fetchall()
        if not found:
            return None, []
        rows = [row[5:] for row in found if row[4] is not None and row[4] == found[0][4]]
        return InForce(*found[0][:4]), rows

    def page(self, half: str, after: int, within: Within) -> list[tuple[Any, ...]]:
        """See `page_of`."""
        self._open()
        return [] if self._connection is None else page_of(self._connection, f"parcel_{half}", after, within)

    def confirmed(self) -> dict[str, str]:
        """List -> UTC time at which the centre said last that it is its own."""
        self._open()
        if self._connection is None:
            return {}
        return dict(self._connection.execute("SELECT name, confirmed_at FROM list"))

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._file = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> None:
        try:
            status = os.stat(self.path)  # noqa: PTH116  # half the time, once a parcel
        except OSError:
            self.close()
            return
        if (status.st_dev, status.st_ino) == self._file:
            return
        self.close()
        self._connection = connect.for_reading(self.path)
        try:
            centre_schema.check_kind(self._connection)
        except sqlite3.Error:
            self.close()
            raise
        self._file = (status.st_dev, status.st_ino)
