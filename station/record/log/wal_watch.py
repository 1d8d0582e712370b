"""Whether the log beside the record is still the file that the open connection writes: SQLite never looks.

A log that is deleted, replaced or emptied takes confirmed scans with it, unless what it held is saved in time. SQLite
itself only ever cuts a log down to `connect.LOG_BYTES`, and begins it anew from the front with a new header.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from station.record.log import connect, swap_files
from station.record.log.location import inode_of

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"\x37\x7f\x06"
"""Of a log's header, followed by 82 or 83."""


class WalWatch:
    """Made when the connection is open; it keeps the log open too. Looked at twice in each commit: it is quick."""

    def __init__(self, database: Path) -> None:
        """Look at the log that lies there now; none at all counts as one that was taken away."""
        path = swap_files.beside(database, swap_files.LOG)
        self._path = str(path)
        self._fd = -1
        self._inode: tuple[int, int] | None = None
        self._size = 0
        with suppress(OSError):
            self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            found = os.fstat(self._fd)
            self._inode = found.st_dev, found.st_ino
        self.note()

    def note(self) -> None:
        """A transaction was written: the log is never shorter from now on."""
        self._size = min(self.size(), connect.LOG_BYTES)

    def size(self) -> int:
        """Bytes of the file that the connection has open, wherever that lies now."""
        return os.fstat(self._fd).st_size if self._fd >= 0 else 0

    def is_whole(self) -> bool:
        """Whether what the connection wrote is still in that file."""
        size = self.size()
        if self._fd < 0 or size < self._size:
            return False
        return size == 0 or os.pread(self._fd, len(_MAGIC), 0) == _MAGIC

    def stays(self) -> bool:
        """The same at a glance, and whether the file was deleted; not whether it was moved."""
        if self._fd < 0:
            return False
        found = os.fstat(self._fd)
        return found.st_nlink > 0 and found.st_size >= self._size and os.pread(self._fd, len(_MAGIC), 0) == _MAGIC

    def is_in_place(self) -> bool:
        """Whether that file lies beside the record, where the next start looks for it."""
        return self._inode is not None and inode_of(self._path) == self._inode

    def close(self) -> None:
        """Let the file go. May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd, self._inode = -1, None
