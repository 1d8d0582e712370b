"""A manifest file becomes the database file that the station reads: made beside it, checked, synced, renamed."""

from __future__ import annotations

import gc
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from station.core.tables import COLUMNS, NO_PARCEL, Table, read_manifest
from station.record.lists.manifest import APPLICATION_ID, VERSION, ManifestFacts, facts_of, path_of
from station.record.lists.manifest_doubles import merge_doubles
from station.record.log.errors import StoreError, in_words, no_folder
from station.record.log.lock import WriterLock
from station.record.log.timestamps import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from station.core.tables import Stored

SHOWN = 50
"""So many bad rows are named; the others are counted."""
_TOLD = 5000
"""Lines between two reports of progress."""
_TABLES = (
    f"CREATE TABLE parcel (line INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT' for name in COLUMNS)}) STRICT",
    "CREATE TABLE alias (alt_id TEXT NOT NULL, line INTEGER NOT NULL) STRICT",
    "CREATE TABLE about (parcels INTEGER NOT NULL, source TEXT NOT NULL, imported_at TEXT NOT NULL) STRICT",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)
_INDEXES = (
    "CREATE INDEX parcel_by_id ON parcel (parcel_id)",
    "CREATE INDEX alias_by_id ON alias (alt_id, line)",
)
_FAST = (
    "page_size = 16384",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -65536",
    "threads = 2",
)
"""While it is made nobody reads it, and what a cut leaves behind is thrown away."""


def import_manifest(
    database: Path, file: Path, progress: Callable[[int, int], None], *, empty: bool = False
) -> tuple[Table, ManifestFacts]:
    """Put a CSV or JSON lines file in the place of the old manifest of the station of `database`.

    When the table has problems, nothing was changed; a file without a parcel is one unless `empty`. `progress` is told
    bytes read and bytes in all. OSError when the file cannot be read; StoreError when the new one cannot be made
    (StoreBusyError: another import is at it).
    """
    target = path_of(database)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(target)
    except OSError as error:
        raise no_folder(error, target) from error
    draft = target.with_name(f".{target.name}.part")
    gc.disable()  # rows make no cycles, and looking for some takes a tenth of the time
    try:
        draft.unlink(missing_ok=True)  # of an import that was cut off
        table, facts = _make(draft, file, progress)
        if not (empty or facts.parcels or table.count):
            table.problem(*NO_PARCEL)
        if not table.count:
            _put_in_place(draft, target)
    except sqlite3.Error as error:
        raise in_words(error, draft) from error
    finally:
        gc.enable()
        draft.unlink(missing_ok=True)
        lock.release(clean=True)
    return table, facts


def _make(draft: Path, file: Path, progress: Callable[[int, int], None]) -> tuple[Table, ManifestFacts]:
    table = Table(file.name, kept=SHOWN)
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        for setting in _FAST:
            connection.execute(f"PRAGMA {setting}").fetchall()
        for statement in _TABLES:
            connection.execute(statement)
        count = _fill(connection, *read_manifest(table, _texts(file, table, progress)))
        for statement in _INDEXES:
            connection.execute(statement)
        count -= merge_doubles(connection, table)
        connection.execute("INSERT INTO about VALUES (?, ?, ?)", (count, file.name, utc_now()))
        (stored,) = connection.execute("SELECT count(*) FROM parcel").fetchone()
        if stored != count:
            raise StoreError(f"{draft}: {count} rows were written and {stored} are there: check the disk")
        return table, facts_of(connection)


def _fill(connection: sqlite3.Connection, columns: list[str], chunks: Iterator[list[Stored]]) -> int:
    """Rows written, a transaction a chunk: memory stays flat. Only columns of the file: an empty one takes time too."""
    names = ["line", *columns]
    parcel = f"INSERT INTO parcel ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  # own names
    alt_ids = names.index("alt_ids") if "alt_ids" in names else 0
    count = 0
    for rows in chunks:
        connection.execute("BEGIN")
        connection.executemany(parcel, rows)
        if alt_ids:
            aliases = [(alt, row[0]) for row in rows if row[alt_ids] for alt in str(row[alt_ids]).split("|")]
            connection.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
        connection.execute("COMMIT")
        count += len(rows)
    return count


def _texts(file: Path, table: Table, progress: Callable[[int, int], None]) -> Iterator[str]:
    """The lines of a UTF-8 file; ends with a problem at the first that is none."""
    with file.open("rb") as lines:
        size = os.fstat(lines.fileno()).st_size
        done = 0
        for number, line in enumerate(lines, start=1):
            try:
                yield line.decode()
            except UnicodeDecodeError:
                table.problem(number, "not UTF-8 text", "save the file again as UTF-8")
                return
            done += len(line)
            if not number % _TOLD:
                progress(done, size)
        progress(done, size)


def _put_in_place(draft: Path, target: Path) -> None:
    """After this returns, the new one is what a power cut leaves."""
    for path, move in ((draft, True), (target.parent, False)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if move:
            draft.replace(target)
