"""What can go wrong with the record, in words for a person: what, where, what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from typing import TYPE_CHECKING

from hardware.contract import CodedError, notice
from hardware.error_texts import os_reason
from station.core import RECORD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_WITHOUT_SPACE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""What else SQLite says when there is no space, such as for its file of shared memory."""
_SHUT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


_LEAST_BYTES = 128 << 10
"""Of a disk with less than this nobody can say that it is not full."""


class StoreError(CodedError):
    """The record cannot do what was asked; nothing of it was written. The text says what, where and what to do."""

    sentences = RECORD_TEXTS


class DamagedError(StoreError):
    """The file must not be written any more; its scans can be salvaged."""


class StoreBusyError(StoreError):
    """Another process is the writer of this record."""

    def __init__(self, path: Path, pid: int | None, command: str) -> None:
        super().__init__(notice("record_in_use", path=str(path), pid=pid or None, command=command if pid else None))
        self.pid = pid


class DiskFullError(StoreError):
    """There is no space where the record lies."""


def in_words(error: sqlite3.Error, path: Path) -> StoreError:
    """The StoreError that says what SQLite's error means."""
    code = primary_code(error)
    name, where = getattr(error, "sqlite_errorname", type(error).__name__), str(path)
    if code == sqlite3.SQLITE_FULL or (code in _WITHOUT_SPACE and _no_space(path)):
        return DiskFullError(notice("record_disk_full", path=where, folder=str(path.parent)))
    if code in DAMAGED:
        return damaged(path, str(error))
    if code in _BUSY:
        return StoreError(notice("record_locked", path=where, name=name))
    if code in _SHUT:
        folder = str(path.parent)
        return StoreError(notice("record_shut", path=where, name=name, finding=str(error), folder=folder))
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(notice("record_disk_error", path=where, name=name))
    return StoreError(notice("record_error", path=where, name=name, finding=str(error)))


def no_folder(error: OSError, path: Path) -> StoreError:
    """The StoreError that says why nothing can be made beside the database."""
    where, folder, reason = str(path), str(path.parent), os_reason(error)
    if error.errno == errno.ENOSPC:
        return DiskFullError(notice("record_no_space", path=where, reason=reason, folder=folder))
    if error.errno == errno.EACCES and path.exists():
        return StoreError(notice("record_no_rights", path=where, reason=reason, folder=folder))
    return StoreError(notice("record_no_folder", path=where, reason=reason))


def _no_space(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_BYTES
    except OSError:
        return False


def damaged(path: Path, finding: str) -> DamagedError:
    """A file that must not be written any more; `finding` is SQLite's own word on it."""
    return DamagedError(notice("record_damaged", path=str(path), finding=" ".join(finding.split())))


def replaced(path: Path) -> StoreError:
    """Another file lies where the record was: what is written now would be gone with the next start."""
    return StoreError(notice("record_replaced", path=str(path)))


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, such as SQLITE_IOERR; 0 when the error does not come from SQLite itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
