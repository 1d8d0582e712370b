"""What can go wrong with the record, in words for a person: what, where, what to do."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SHUT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


_OTHER_FOLDER = "Name a folder on a local disk that this user may write"


class StoreError(Exception):
    """The record cannot do what was asked; nothing of it was written. The text says what, where and what to do."""


class StoreBusyError(StoreError):
    """Another process is the writer of this record."""

    def __init__(self, path: Path, pid: int | None, command: str) -> None:
        who = f"process {pid} ({command})" if pid else "another process"
        super().__init__(f"{path}: in use by {who}; one process writes a database. Stop that one, or work through it")
        self.pid = pid


def in_words(error: sqlite3.Error, path: Path) -> StoreError:
    """The StoreError that says what SQLite's error means."""
    code = primary_code(error)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"{path}: the disk is full, nothing was stored. Free space where {path.parent} lies")
    if code in DAMAGED:
        return damaged(path, str(error))
    if code in _BUSY:
        return StoreError(f"{path}: another program holds the database locked ({name}). Close it, then try again")
    if code in _SHUT:
        return StoreError(
            f"{path}: cannot be opened for this ({name}: {error}). Check owner, rights and mount of {path.parent}"
        )
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(
            f"{path}: the disk reports an error ({name}), nothing was confirmed. Check that it is not full, then the "
            "disk and its cable; copy the folder away before anything else"
        )
    return StoreError(f"{path}: {name}: {error}")


def no_folder(error: OSError, path: Path) -> StoreError:
    """The StoreError that says why nothing can be made beside the database."""
    cure = f"Free space where {path.parent} lies" if error.errno == errno.ENOSPC else _OTHER_FOLDER
    return StoreError(f"{path}: {error.strerror or error}. {cure}")


def damaged(path: Path, finding: str) -> StoreError:
    """A file that must not be written any more; `finding` is SQLite's own word on it."""
    return StoreError(
        f"{path}: the database is damaged ({finding}). Move {path.name}, {path.name}-wal and {path.name}-shm away "
        "together and keep them: unsent scans can be recovered from them. Then restore the last backup, or start "
        "without the file and the station makes a new one"
    )


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, such as SQLITE_IOERR; 0 when the error does not come from SQLite itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
