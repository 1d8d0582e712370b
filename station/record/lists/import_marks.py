"""Which of the record's lists a person imported: a mark beside the record, there until the centre's list replaces it.

The mark is written before the list, so that a crash never makes a manual import look like the centre's list.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from station.record.log.errors import no_folder
from station.record.log.timestamps import utc_now

if TYPE_CHECKING:
    from pathlib import Path


PLAN, HOLDS, MANIFEST = "sort plan", "holds", "manifest"


def imported_at(database: Path, name: str) -> str | None:
    """UTC time at which a person imported the list that is in force; None: nobody did."""
    try:
        return _path(database, name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def forget(database: Path, name: str) -> None:
    """The centre's list is in force. StoreError."""
    path = _path(database, name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise no_folder(error, path) from error


def mark(database: Path, name: str) -> None:
    """A person's list is about to come into force. StoreError."""
    path = _path(database, name)
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="ascii") as out:
            out.write(utc_now())
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise no_folder(error, path) from error


def _path(database: Path, name: str) -> Path:
    return database.with_name(f"{name.replace(' ', '-')}.by-hand")
