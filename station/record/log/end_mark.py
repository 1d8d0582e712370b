"""The end mark: how far the record has come, noted in a file of its own beside it after each transaction.

A record whose log was deleted or emptied looks whole, and so does a new file: this note tells that more was confirmed.
It is written after the transaction is on the disk and never synced, so it may be older than the record, never newer.
A file of its own, because who deletes a lock and a log "to free the database" does not delete this one.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.record.log import swap_files

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".end"
_BYTES = 200
"""Of the note: less than a sector, which a disk writes whole or not at all."""


@dataclass(frozen=True, slots=True)
class EndMark:
    """What the record must have at least."""

    writes: int
    """Transactions, see `tally.writes`."""
    seq: int
    """Number of the last scan that was given out."""
    epoch_id: int
    after_seq: int
    epoch: str
    """The present epoch: `station.record.log.epochs.Epoch`."""
    open: int = 1
    """0: the writer has ended cleanly since."""


def path_of(database: Path) -> Path:
    """Where the mark of a record lies."""
    return swap_files.beside(database, SUFFIX)


def read(database: Path) -> EndMark | None:
    """The mark; None: there is none, or none that can be believed. OSError."""
    path = path_of(database)
    if not path.exists():
        return None
    with path.open("rb") as file:
        parts = file.read(_BYTES).decode(errors="replace").split()
    try:
        writes, seq, epoch_id, after_seq, epoch, is_open, checksum = parts
        mark = EndMark(int(writes), int(seq), int(epoch_id), int(after_seq), epoch, int(is_open))
    except ValueError:
        return None
    return mark if checksum == _checksum(mark) else None


def write(fd: int, mark: EndMark) -> None:
    """Note it in the open file. OSError."""
    line = f"{_spelled(mark)} {_checksum(mark)}"
    os.pwrite(fd, f"{line:<{_BYTES - 1}}\n".encode(), 0)


def forget(database: Path) -> None:
    """What lies there from now on is another record. OSError."""
    fd = os.open(path_of(database), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        os.ftruncate(fd, 0)
        os.fsync(fd)  # else the old mark could come back after a power cut
    finally:
        os.close(fd)


def _checksum(mark: EndMark) -> str:
    return f"{zlib.crc32(_spelled(mark).encode()):08x}"


def _spelled(mark: EndMark) -> str:
    return f"{mark.writes} {mark.seq} {mark.epoch_id} {mark.after_seq} {mark.epoch} {mark.open}"
