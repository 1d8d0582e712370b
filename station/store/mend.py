"""Make a damaged database file one that SQLite reads at all: in a copy, never in the file itself."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from station.store import aside, opening, wal

if TYPE_CHECKING:
    from pathlib import Path

COPY, TEMPLATE = ".copy", ".template"
MAGIC = b"SQLite format 3\0"
PAGE = 4096


def readable(database: Path, draft: Path) -> Path:
    """The file itself, or a copy beside `draft`: filled up when it is shorter than its header says, with all of its log
    laid in when SQLite ignores a part of it, and with the first page of a new record when its own is destroyed. That
    page tells where each table begins, which is the same in every record that was made by this version of the schema.
    OSError, sqlite3.Error.
    """
    with database.open("rb") as file:
        header = file.read(100)
    size = database.stat().st_size
    hidden = wal.hides_commits(database)
    if header.startswith(MAGIC):
        page = int.from_bytes(header[16:18])
        whole = (65536 if page == 1 else page) * int.from_bytes(header[28:32])
        if size >= whole and not hidden:
            return database
        whole = max(size, whole)
    else:
        whole = -(-size // PAGE) * PAGE
    copy = aside.beside(draft, COPY)
    aside.clear(copy)
    shutil.copyfile(database, copy)
    os.truncate(copy, whole)
    if hidden:
        wal.lay_in(database, copy)
    elif aside.beside(database, aside.LOG).exists():
        shutil.copyfile(aside.beside(database, aside.LOG), aside.beside(copy, aside.LOG))
    if not header.startswith(MAGIC):
        with copy.open("r+b") as file:
            file.write(_first_page(draft, whole // PAGE))
    return copy


def _first_page(draft: Path, pages: int) -> bytes:
    """Of a new record, with this number of pages and no free ones."""
    template = aside.beside(draft, TEMPLATE)
    aside.clear(template)
    opening.ready(template, "template", check=False).close()
    first = bytearray(template.read_bytes()[:PAGE])
    aside.clear(template)
    first[28:40] = pages.to_bytes(4) + bytes(8)
    first[92:96] = first[24:28]  # the page count is valid for this change counter
    return bytes(first)
