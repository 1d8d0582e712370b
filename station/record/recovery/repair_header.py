"""Make a damaged database file one that SQLite reads at all: in a copy, never in the file itself."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from station.record.log import swap_files
from station.record.recovery import open_checked, rebuild_btree, wal

if TYPE_CHECKING:
    from pathlib import Path

    from station.record.log.end_mark import EndMark

COPY, INNER, LOGGED, TEMPLATE = ".copy", ".inner", ".logged", ".template"
MAGIC = b"SQLite format 3\0"
PAGE, INTERIOR = 4096, 5


def readable(database: Path, draft: Path) -> tuple[Path, ...]:
    """The file itself, or a copy beside `draft`: filled up when it is shorter than its header says, with all of its log
    laid in when SQLite ignores a part of it, and with the definitions of a new record when its own are destroyed. They
    tell where each table begins, which is the same in every record that was made by this version of the schema.

    And a second one when the way to some page of scans is destroyed: with a new way to each page that is sound. Which
    of them has more, reading tells. OSError, sqlite3.Error.
    """
    found = _understood(database, draft)
    root = _root_of_scans(found)
    log = swap_files.beside(found, swap_files.LOG)
    if root is None or _page_size(found) != PAGE:
        return (found,)
    logged = log.exists() and log.stat().st_size > 0
    if not logged and not rebuild_btree.is_broken(found, root):
        return (found,)
    copy = swap_files.beside(draft, INNER)
    swap_files.clear(copy)
    shutil.copyfile(found, copy)
    wal.lay_in(found, copy)
    if not rebuild_btree.is_broken(copy, root):
        swap_files.clear(copy)
        return (found,)
    rebuild_btree.rebuild(copy, root)
    return found, copy


def from_log(database: Path, draft: Path, mark: EndMark | None) -> tuple[Path, ...]:
    """As `readable`, when the file itself is gone or empty: of what its log holds, over an empty record.

    OSError, sqlite3.Error.
    """
    copy = swap_files.beside(draft, LOGGED)
    swap_files.clear(copy)
    with closing(open_checked.ready(copy, "unknown", check=False)) as connection:
        if mark is not None:
            row = (mark.epoch_id, mark.epoch, mark.after_seq)
            connection.execute("UPDATE epoch SET id = ?, epoch = ?, after_seq = ?", row)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    wal.lay_in(database, copy)
    return readable(copy, draft)


def _page_size(database: Path) -> int:
    with database.open("rb") as file:
        return int.from_bytes(file.read(18)[16:18])


def _root_of_scans(database: Path) -> int | None:
    """The page at which the table of scans begins; None: SQLite cannot tell."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'scan'").fetchone() or (None,)
    except (UnicodeDecodeError, sqlite3.Error):
        return None
    return root if isinstance(root, int) else None


def _understood(database: Path, draft: Path) -> Path:
    """The file itself, or a copy of which SQLite understands how its tables are defined."""
    with database.open("rb") as file:
        header = file.read(100)
    size = database.stat().st_size
    hidden = wal.hides_commits(database)
    speaks = header.startswith(MAGIC) and _speaks(database)
    if speaks:
        page = int.from_bytes(header[16:18])
        whole = (65536 if page == 1 else page) * int.from_bytes(header[28:32])
        if size >= whole and not hidden:
            return database
        whole = max(size, whole)
    else:
        whole = -(-size // PAGE) * PAGE
    copy = swap_files.beside(draft, COPY)
    swap_files.clear(copy)
    shutil.copyfile(database, copy)
    os.truncate(copy, whole)
    if hidden or not speaks:
        wal.lay_in(database, copy)
    elif swap_files.beside(database, swap_files.LOG).exists():
        shutil.copyfile(swap_files.beside(database, swap_files.LOG), swap_files.beside(copy, swap_files.LOG))
    if not speaks:
        with copy.open("r+b") as file:
            for number, image in _schema_pages(draft, whole // PAGE).items():
                file.seek((number - 1) * PAGE)
                file.write(image)
    return copy


def _speaks(database: Path) -> bool:
    """Whether SQLite understands how its tables are defined, and says so in text."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (UnicodeDecodeError, sqlite3.Error):
        return False
    return True


def _schema_pages(draft: Path, pages: int) -> dict[int, bytes]:
    """Of a new record, by their numbers: those that define the tables. Such a file has so many pages and no free ones.

    Format of the first one, which names the others: https://www.sqlite.org/fileformat2.html#b_tree_pages
    """
    template = swap_files.beside(draft, TEMPLATE)
    swap_files.clear(template)
    open_checked.ready(template, "template", check=False).close()
    content = template.read_bytes()
    swap_files.clear(template)
    first = bytearray(content[:PAGE])
    first[28:40] = pages.to_bytes(4) + bytes(8)
    first[92:96] = first[24:28]  # the page count is valid for this change counter
    others = []
    if first[100] == INTERIOR:
        cells = [int.from_bytes(first[112 + 2 * i :][:2]) for i in range(int.from_bytes(first[103:105]))]
        others = [int.from_bytes(first[at : at + 4]) for at in (*cells, 108)]
    return {1: bytes(first)} | {number: content[(number - 1) * PAGE : number * PAGE] for number in others}


def is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file, nor we with its log."""
    try:
        if wal.hides_commits(database):
            return False
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except (UnicodeDecodeError, sqlite3.Error):
        return False


def with_its_log(source: Path, copy: Path) -> Path:
    """The file, or a copy with its log in it: one that was set aside, or of a dead machine, holds scans there alone.

    OSError, sqlite3.Error.
    """
    log = swap_files.beside(source, swap_files.LOG)
    if not (log.exists() and log.stat().st_size):
        return source
    copy.parent.mkdir(parents=True, exist_ok=True)
    swap_files.clear(copy)
    shutil.copyfile(source, copy)
    shutil.copyfile(log, swap_files.beside(copy, swap_files.LOG))
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return copy
