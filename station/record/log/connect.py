"""Connections to the record: one that writes, any number that only read.

One connection writes and checkpoints, nobody maps the file: SQLite before 3.51.3 may damage a WAL that two
connections write or checkpoint at the same moment.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.record.log.errors import StoreError, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BUSY_MS = 5000
LOG_BYTES = 8 << 20
"""A longer log is cut down to this when it begins anew."""
_GUARDS: dict[str, int | str] = {
    "busy_timeout": BUSY_MS,
    "foreign_keys": 1,
    "mmap_size": 0,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
_DURABILITY: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: the commit returns when the disk has it
    "wal_autocheckpoint": 1000,
    "journal_size_limit": LOG_BYTES,
}


def for_writing(path: Path) -> sqlite3.Connection:
    """The connection that writes; every setting is read back. sqlite3.Error, or StoreError when one did not hold."""
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        _settle(connection, path, _GUARDS | _DURABILITY)
    except BaseException:
        connection.close()
        raise
    return connection


def for_reading(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """A connection that cannot write. sqlite3.Error when there is no such file.

    `immutable`: the file is never written again, so it is read without locks.
    """
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(
        address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        _settle(connection, path, _GUARDS | {"query_only": 1})
    except BaseException:
        connection.close()
        raise
    return connection


def without_settings(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """A connection that reads, without the settings that a damaged file refuses. sqlite3.Error."""
    flags = "?mode=ro&immutable=1" if immutable else "?mode=ro"
    address = path.resolve().as_uri() + flags
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None)
    connection.text_factory = as_text
    return connection


@contextmanager
def carried_over_at_once(connection: sqlite3.Connection) -> Iterator[None]:
    """What is written meanwhile does not stay in the log: the file is whole by itself, whatever becomes of that."""
    (pages,) = connection.execute("PRAGMA wal_autocheckpoint").fetchone()
    connection.execute("PRAGMA wal_autocheckpoint = 1").fetchone()
    yield
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchone()


def as_text(content: bytes) -> str:
    """A text that is no UTF-8 any more is the damage of one row, not of the whole file."""
    return content.decode(errors="surrogateescape")


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Read the whole file once for damage; StoreError with SQLite's first finding."""
    (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        raise damaged(path, " ".join(finding.split()))


def _settle(connection: sqlite3.Connection, path: Path, settings: Mapping[str, int | str]) -> None:
    for name, wanted in settings.items():
        connection.execute(f"PRAGMA {name}={wanted}").fetchall()
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            refused = notice("record_setting_refused", path=str(path), name=name, wanted=str(wanted), found=str(found))
            raise StoreError(refused)
