"""What can go wrong with the record, in words for a person: what, where, what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_WITHOUT_SPACE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""What else SQLite says when there is no space, such as for its file of shared memory."""
_SHUT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


_LEAST_BYTES = 128 << 10
"""Of a disk with less than this nobody can say that it is not full."""
_OTHER_FOLDER = "Name a folder on a local disk that this user may write"


class StoreError(Exception):
    """The record cannot do what was asked; nothing of it was written. The text says what, where and what to do."""


class DamagedError(StoreError):
    """The file must not be written any more; its scans can be salvaged."""


class StoreBusyError(StoreError):
    """Another process is the writer of this record."""

    def __init__(self, path: Path, pid: int | None, command: str) -> None:
        who = f"process {pid} ({command})" if pid else "another process"
        super().__init__(f"{path}: in use by {who}; one process writes a database. Stop that one, or work through it")
        self.pid = pid


class DiskFullError(StoreError):
    """There is no space where the record lies."""


def in_words(error: sqlite3.Error, path: Path) -> StoreError:
    """The StoreError that says what SQLite's error means."""
    code = primary_code(error)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code == sqlite3.SQLITE_FULL or (code in _WITHOUT_SPACE and _no_space(path)):
        return DiskFullError(f"{path}: the disk is full, nothing was stored. Free space where {path.parent} lies")
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
    if error.errno == errno.ENOSPC:
        return DiskFullError(f"{path}: {error.strerror}. Free space where {path.parent} lies")
    if error.errno == errno.EACCES and path.exists():
        return StoreError(
            f"{path}: {error.strerror}. Check owner, rights and mount of {path.parent} and what lies in it"
        )
    return StoreError(f"{path}: {error.strerror or error}. {_OTHER_FOLDER}")


def _no_space(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_BYTES
    except OSError:
        return False


def damaged(path: Path, finding: str) -> DamagedError:
    """A file that must not be written any more; `finding` is SQLite's own word on it."""
    finding = " ".join(finding.split())
    return DamagedError(
        f"{path}: the database is damaged ({finding}). The next start of the station sets it aside, saves what can be "
        "read and goes on in a new file; start it again"
    )


def replaced(path: Path, saved: str = "") -> StoreError:
    """Another file lies where the record was: what is written now would be gone with the next start. `saved`: what
    became of its scans, a sentence without its dot.
    """
    sentence = f" {saved}." if saved else ""
    return StoreError(
        f"{path}: was moved, deleted or replaced while the station runs; nothing was stored.{sentence} Put the file "
        "back, or start the station again"
    )


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, such as SQLITE_IOERR; 0 when the error does not come from SQLite itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
