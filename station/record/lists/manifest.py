"""The manifest (pre-advice) of the station, asked for one parcel at a time.

It is a database file of its own beside the record, `manifest.db`, made whole by the command that imports it and put
in place by one rename. So the thread that serves the scan line never parses a million lines and its write connection
never carries them; a kill or a full disk in the middle of an import leaves the old file untouched; and whoever reads
sees either the old manifest or the new one. A file that is in place is never written again.

The manifest of the centre is another file (`record.lists.centre_schema`). The two are never mixed: an imported one is
in force from its import until the centre's changes.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import os_reason
from station.core import Announced
from station.core.tables import COLUMNS
from station.record.lists.centre_manifest import CentreManifest, Within, page_of
from station.record.log import connect
from station.record.log.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hardware.contract import Notice

APPLICATION_ID = 0x5061724D  # "ParM"
VERSION = 1
THE_CENTRE = "the centre"
_BY_ID = f"SELECT {', '.join(COLUMNS)} FROM parcel WHERE parcel_id = ?"  # noqa: S608  # names of our own
_BY_ALIAS = (
    f"SELECT {', '.join(f'p.{name}' for name in COLUMNS)} FROM alias a JOIN parcel p USING (line) "  # noqa: S608  # names of our own
    "WHERE a.alt_id = ? LIMIT 2"
)


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """What is known of the manifest as a whole."""

    parcels: int
    source: str
    """Name of the file that was imported, or `the centre`."""
    imported_at: str
    """UTC, as the record spells moments."""


def path_of(database: Path) -> Path:
    """Where the imported manifest of the station of this database lies."""
    return database.with_name("manifest.db")


def name_of(imported: Path) -> str | None:
    """What tells one imported file from the next; None: there is none."""
    try:
        status = os.stat(imported)  # noqa: PTH116  # half the time, once a parcel
    except OSError:
        return None
    return _name(status.st_dev, status.st_ino, status.st_mtime_ns)


def _name(*numbers: int) -> str:
    return "-".join(map(str, numbers))


class Manifest:
    """The manifest beside a database, used by one thread; it is opened anew when another one was put in place."""

    def __init__(self, database: Path) -> None:
        self.path = path_of(database)
        self.facts: ManifestFacts | None = None
        """None: there is none."""
        self.trouble: Notice | None = None
        """Why the file that is there cannot be used."""
        self.of_centre = False
        """The centre's is in force, not the imported one."""
        self._centre = CentreManifest(database)
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int, int] | None = None
        self._imported: ManifestFacts | None = None
        self._imported_trouble: Notice | None = None

    def announced(self, parcel_id: str) -> Announced | None:
        """The parcel with this id, or the one that names it as an alternative: when several do, none."""
        rows = self._look(parcel_id)
        if not self.of_centre:
            try:
                rows = self._find(parcel_id)
            except sqlite3.Error as error:
                self._give_up_imported(str(error))
                self.facts, self.trouble = None, self._imported_trouble
        return _announced(rows[0]) if len(rows) == 1 else None

    def lines(self, within: Within) -> Iterator[Announced]:
        """Every line of the one that is in force, or of a part of it, a page at a time. sqlite3.Error."""
        self.look()
        half = self._centre.look() if self.of_centre else None
        after = -1
        while True:
            if half is not None:
                rows = self._centre.page(half.half, after, within)
            else:
                rows = [] if self._connection is None else page_of(self._connection, "parcel", after, within)
            if not rows:
                return
            yield from (_announced(row[1:]) for row in rows)
            after = rows[-1][0]

    def look(self) -> ManifestFacts | None:
        """What is known of the one that is in force now."""
        self._look("")
        return self.facts

    def confirmed(self) -> dict[str, str]:
        """List of the centre -> UTC time at which the centre confirmed it last; empty when that cannot be told."""
        try:
            return self._centre.confirmed()
        except (sqlite3.Error, StoreError):
            return {}

    def close(self) -> None:
        """Close the files. May be called twice."""
        self._centre.close()
        self._close_imported()

    def _close_imported(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _find(self, parcel_id: str) -> list[tuple[str | None, ...]]:
        if self._connection is None:
            return []
        found = self._connection.execute(_BY_ID, (parcel_id,)).fetchall()
        return found or self._connection.execute(_BY_ALIAS, (parcel_id,)).fetchall()

    def _look(self, parcel_id: str) -> list[tuple[str | None, ...]]:
        """Which of the two is in force, what is known of it; of the centre's, the rows of a parcel."""
        self._look_at_imported()
        self.of_centre, self.facts, self.trouble = False, self._imported, self._imported_trouble
        try:
            centre, rows = self._centre.find(parcel_id)
        except (sqlite3.Error, StoreError) as error:
            self._centre.close()
            file = str(self._centre.path)
            self.trouble = notice("manifest_of_centre_unusable", file=file, why=str(error))
            return []
        if centre is not None and (self._file is None or _name(*self._file) == centre.superseded):
            self.of_centre, self.trouble = True, None
            self.facts = ManifestFacts(centre.parcels, THE_CENTRE, centre.changed_at)
        return rows

    def _look_at_imported(self) -> None:
        """Open what is in place, unless it is open already. The open one keeps its inode, so no other has it."""
        try:
            status = os.stat(self.path)  # noqa: PTH116  # half the time, once a parcel
            now = (status.st_dev, status.st_ino, status.st_mtime_ns)
        except FileNotFoundError:
            now = None
        except OSError as error:
            self._give_up_imported(os_reason(error))
            return
        if now == self._file:
            return
        self._close_imported()
        self._imported = self._imported_trouble = None
        self._file = now
        if now is not None:
            self._open()

    def _open(self) -> None:
        try:
            self._connection = connect.for_reading(self.path, immutable=True)
            self._imported = facts_of(self._connection)
        except (sqlite3.Error, StoreError) as error:
            self._give_up_imported(str(error))

    def _give_up_imported(self, why: str) -> None:
        self._close_imported()
        self._imported = None
        self._imported_trouble = notice("manifest_unusable", file=str(self.path), why=why)


def facts_of(connection: sqlite3.Connection) -> ManifestFacts:
    """The manifest's own words on itself. sqlite3.Error when the file is no manifest that we can read."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) != (APPLICATION_ID, VERSION):
        raise sqlite3.DatabaseError("made by another program or version")
    return ManifestFacts(*connection.execute("SELECT parcels, source, imported_at FROM about").fetchone())


def _announced(row: tuple[str | None, ...]) -> Announced:
    given = {name: value for name, value in zip(COLUMNS, row, strict=True) if value is not None}
    return Announced(
        parcel_id=given["parcel_id"],
        alt_ids=_several(given.get("alt_ids")),
        carrier=given.get("carrier"),
        service=given.get("service"),
        origin_country=given.get("origin_country"),
        dest_country=given.get("dest_country"),
        dest_postcode=given.get("dest_postcode"),
        bag_id=given.get("bag_id"),
        despatch_id=given.get("despatch_id"),
        weight_g=Decimal(given["weight_g"]) if "weight_g" in given else None,
        value=Decimal(given["value"]) if "value" in given else None,
        currency=given.get("currency"),
        hs_codes=_several(given.get("hs_codes")),
        contents=given.get("contents"),
        hold_flag=given.get("hold_flag") == "yes",
        hold_reason=given.get("hold_reason"),
        hold_until=given.get("hold_until"),
        customs_flag=given.get("customs_flag"),
        status=given.get("status", "expected"),
        expected_at=given.get("expected_at"),
        source=given.get("source"),
    )


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
