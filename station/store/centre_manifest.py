"""The centre's manifest, asked for one parcel at a time while its pages come in; used by one thread."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.manifest import COLUMNS
from station.store import centre_schema, connect

if TYPE_CHECKING:
    from pathlib import Path

_ROW = ", ".join(f"p.{name}" for name in COLUMNS)
_BY_ID = {half: f"SELECT {_ROW} FROM parcel_{half} p WHERE parcel_id = ?" for half in "ab"}  # noqa: S608  # own names
_BY_ALIAS = {
    half: f"SELECT {_ROW} FROM alias_{half} a JOIN parcel_{half} p USING (line) WHERE a.alt_id = ? LIMIT 2"  # noqa: S608
    for half in "ab"
}


@dataclass(frozen=True, slots=True)
class InForce:
    """The centre's manifest as a whole."""

    half: str
    parcels: int
    changed_at: str
    superseded: str | None
    """Name (`station.store.manifest.name_of`) of the imported file that it replaced."""


class CentreManifest:
    """Reads `lists.db`; every method raises sqlite3.Error when it cannot, and opens it anew the next time."""

    def __init__(self, database: Path) -> None:
        self.path = centre_schema.path_of(database)
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def look(self) -> InForce | None:
        """What is in force; None: the centre never sent a whole manifest."""
        self._open()
        return self._in_force() if self._connection is not None else None

    def find(self, parcel_id: str) -> list[tuple[str | None, ...]]:
        """Rows of the parcel with this id, else of at most two that name it as an alternative."""
        self._open()
        if self._connection is None:
            return []
        self._connection.execute("BEGIN")  # one state of the file: the half may be dropped meanwhile
        try:
            now = self._in_force()
            if now is None:
                return []
            found = self._connection.execute(_BY_ID[now.half], (parcel_id,)).fetchall()
            return found or self._connection.execute(_BY_ALIAS[now.half], (parcel_id,)).fetchall()
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

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

    def _in_force(self) -> InForce | None:
        assert self._connection is not None  # noqa: S101  # both callers have looked
        query = "SELECT live, parcels, changed_at, superseded FROM manifest WHERE live IS NOT NULL"
        found = self._connection.execute(query).fetchone()
        return InForce(*found) if found else None

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
