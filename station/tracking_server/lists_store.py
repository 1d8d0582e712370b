"""The lists as they are served: a plan and a hold list as texts, the manifest in pages of what changed."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core.tables import COLUMNS
from station.tracking_server.lists_schema import open_side_file
from station.tracking_server.schema import CentreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from station.core.tables import Stored, Table

MANIFEST = "manifest"
MOST_ROWS = 2000
LARGEST_PAGE = 900_000
"""Bytes of the rows of one page; a station takes a body of at most 1 MiB."""
MOST_REMOVED = 1_000_000
"""Removed parcels that are remembered; a cursor older than what was forgotten gets everything anew."""
_CURSOR = re.compile(r"([0-9a-f]{16})\.([0-9]{1,18})\.([0-9]{1,18})")
"""The change that was the newest then, the place up to which the log was seen, and its end when its reader began."""
_ID = COLUMNS.index("parcel_id")
_FRESH = "CREATE TEMP TABLE fresh (parcel_id TEXT PRIMARY KEY, cells TEXT, line INTEGER) STRICT, WITHOUT ROWID"
_PLACED = "INSERT INTO parcel (parcel_id, cells, place) SELECT {what}, (SELECT last FROM about) + row_number() OVER "
_OVER = " ON CONFLICT (parcel_id) DO UPDATE SET cells = excluded.cells, place = excluded.place"
_CHANGED = (
    _PLACED.format(what="f.parcel_id, f.cells") + "(ORDER BY f.parcel_id) FROM fresh f "
    "LEFT JOIN parcel p ON p.parcel_id = f.parcel_id WHERE p.cells IS NOT f.cells" + _OVER
)
_REMOVED = (
    _PLACED.format(what="parcel_id, NULL") + "(ORDER BY parcel_id) FROM parcel p "  # noqa: S608  # own words
    "WHERE cells IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f.parcel_id = p.parcel_id)" + _OVER
)
_NEWEST = "SELECT name, change.last, floor FROM change JOIN about ON about.last = change.last"
_FORGET = "SELECT place FROM parcel WHERE cells IS NULL ORDER BY place DESC LIMIT 1 OFFSET ?"
_NAME_CHANGE = "INSERT OR IGNORE INTO change SELECT last, ? FROM about"
"""Unless nothing changed."""
_COUNT_PLACES = "UPDATE about SET last = max(last, (SELECT ifnull(max(place), 0) FROM parcel))"
"""A place is never given twice, also when what had it is forgotten."""


@dataclass(frozen=True, slots=True)
class TextList:
    """A list that is served whole."""

    media: str
    content: bytes


class ListsStore:
    """One connection that writes, used by one thread, and one that answers, behind a lock."""

    def __init__(self, path: Path) -> None:
        """Open or make the side file. CentreError in words."""
        self._write = open_side_file(path)
        try:
            self._read = open_side_file(path)
        except CentreError:
            self._write.close()
            raise
        self._read.execute("PRAGMA query_only = 1")
        self._lock = threading.Lock()

    def stamp(self, name: str) -> str | None:
        """Which file of a list was taken last."""
        found = self._rows("SELECT stamp FROM taken WHERE name = ?", name)
        return found[0][0] if found else None

    def text(self, name: str) -> TextList | None:
        """The last good text of a list; None: there was none."""
        found = self._rows("SELECT media, content FROM taken WHERE name = ?", name)
        return TextList(*found[0]) if found else None

    def put_text(self, name: str, stamp: str, text: TextList) -> None:
        """Serve this one from now on. sqlite3.Error: the old one stays."""
        with self._transaction():
            self._note(name, stamp, text)

    def put_manifest(self, stamp: str, header: list[str], chunks: Iterable[list[Stored]], table: Table) -> bool:
        """Serve what differs from the last manifest; False: the file has problems, noted in `table`, the old one stays.

        sqlite3.Error: the old one stays.
        """
        self._write.execute("DROP TABLE IF EXISTS temp.fresh")
        self._write.execute(_FRESH)
        for rows in chunks:
            self._fill(header, rows, table)
        if not table.count:
            with self._transaction():
                for change in (_CHANGED, _REMOVED):
                    self._write.execute(change)
                    self._write.execute(_COUNT_PLACES)
                self._forget()
                self._write.execute(_NAME_CHANGE, (secrets.token_hex(8),))
                self._note(MANIFEST, stamp, TextList("application/json", b""))
        self._write.execute("DROP TABLE temp.fresh")
        return not table.count

    def page(self, since: str) -> bytes | None:
        """The page of the manifest after a cursor, from the start for a cursor that is not known; None: no manifest."""
        if self.stamp(MANIFEST) is None:
            return None
        with self._lock:
            self._read.execute("BEGIN")
            try:
                name, last, floor = self._read.execute(_NEWEST).fetchone()
                seen = self._seen(since, floor)
                found = self._read.execute(
                    "SELECT place, parcel_id, cells FROM parcel WHERE place > ? ORDER BY place LIMIT ?",
                    (seen[0] if seen else 0, MOST_ROWS + 1),
                )
                return _page(name, seen, last, found)
            finally:
                self._read.execute("ROLLBACK")

    def close(self) -> None:
        """Wait for the answer that is being made, then close the file."""
        with self._lock:
            self._read.close()
        self._write.close()

    def _fill(self, header: list[str], rows: list[Stored], table: Table) -> None:
        where = [header.index(name) + 1 if name in header else None for name in COLUMNS]
        fresh = []
        for row in rows:
            cells = ["" if at is None or row[at] is None else row[at] for at in where]
            fresh.append((cells[_ID], json.dumps(cells, ensure_ascii=False, separators=(",", ":")), row[0]))
        before = self._write.total_changes
        self._write.execute("BEGIN")
        self._write.executemany("INSERT OR IGNORE INTO fresh VALUES (?, ?, ?)", fresh)
        self._write.execute("COMMIT")
        if self._write.total_changes - before == len(fresh):
            return
        for parcel_id, _, line in fresh:
            (first,) = self._write.execute("SELECT line FROM fresh WHERE parcel_id = ?", (parcel_id,)).fetchone()
            if first != line and isinstance(line, int):
                table.problem(line, f"parcel_id: {parcel_id} is on line {first} already", "remove one of the two lines")

    def _seen(self, since: str, floor: int) -> tuple[int, int] | None:
        """The numbers of a cursor; None: this log has no such change, or what was not seen of it is forgotten.

        Whoever began after removed parcels were forgotten never got to know these, and may go on below the floor.
        """
        found = _CURSOR.fullmatch(since)
        if found is None:
            return None
        end = self._read.execute("SELECT last FROM change WHERE name = ?", (found[1],)).fetchone()
        place, began = int(found[2]), int(found[3])
        return (place, began) if end and max(place, began) <= end[0] and max(place, began) >= floor else None

    def _forget(self) -> None:
        found = self._write.execute(_FORGET, (MOST_REMOVED,)).fetchone()
        if found is not None:
            self._write.execute("DELETE FROM parcel WHERE cells IS NULL AND place <= ?", found)
            self._write.execute("UPDATE about SET floor = ?", found)
            self._write.execute("DELETE FROM change WHERE last < ?", found)

    def _note(self, name: str, stamp: str, text: TextList) -> None:
        self._write.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?, ?)", (name, stamp, text.media, text.content))

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._read.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._write.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._write.execute("COMMIT")
        finally:
            if self._write.in_transaction:
                self._write.execute("ROLLBACK")


def _page(name: str, seen: tuple[int, int] | None, last: int, found: sqlite3.Cursor) -> bytes:
    rows: list[str] = []
    removed: list[str] = []
    place, began = seen or (0, last)
    size, more = 0, False
    for at, parcel_id, cells in found:
        size += len((cells or parcel_id).encode()) + 3
        if len(rows) + len(removed) == MOST_ROWS or size > LARGEST_PAGE:
            more = True
            break
        place = at
        if cells is None:
            removed.append(parcel_id)
        else:
            rows.append(cells)
    head = {
        "list": MANIFEST,
        "snapshot": seen is None,
        "cursor": f"{name}.{place}.{began}" if more else f"{name}.{last}.{last}",
        "more": more,
        "columns": COLUMNS,
        "removed": removed,
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"rows":[{",".join(rows)}]}}'.encode()
