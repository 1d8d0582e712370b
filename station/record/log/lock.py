"""One writer a database: advisory locks (flock) on files beside it; the first one remembers an unclean end."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from station.record.log import end_mark
from station.record.log.end_mark import EndMark
from station.record.log.errors import StoreBusyError
from station.record.log.location import inode_of

_DAMAGED = b"damaged"
LOOK_S = 0.5
"""Between two looks whether the files were moved away; whether they were deleted is seen at each commit."""


class WriterLock:
    """Held for as long as the file is open; the kernel frees it when the process dies.

    The file holds the writer's pid and is emptied at a clean end: a pid found in it is a writer that was cut off. A
    writer that learnt of damage while it worked leaves that word in it.
    """

    def __init__(self, database: Path) -> None:
        """Take the lock. StoreBusyError when another writer has it, OSError when the file cannot be made."""
        self._database = database
        self._path = str(_lock_of(database))
        self._fd = _taken(self._path, database)
        try:
            left = os.pread(self._fd, 32, 0).strip()
            self.was_cut_off, self.knew_damage = bool(left), left == _DAMAGED
            self._write(str(os.getpid()).encode())
        except OSError:
            os.close(self._fd)
            raise

    def release(self, *, clean: bool, damage: bool = False) -> None:
        """Give it up; not `clean` leaves the mark of a cut-off writer, or of `damage`. May be called twice."""
        if self._fd < 0:
            return
        if clean or damage:
            self._write(_DAMAGED if damage else b"")
        os.close(self._fd)
        self._fd = -1

    def _write(self, content: bytes) -> None:
        if content:
            os.pwrite(self._fd, content, 0)
        os.ftruncate(self._fd, len(content))
        os.fsync(self._fd)


class RecordLock(WriterLock):
    """The lock of a record. Its end mark is locked too: who deletes one of the two files lets no second writer in."""

    def __init__(self, database: Path) -> None:
        """As `WriterLock`."""
        self._end_path = str(end_mark.path_of(database))
        self._end_fd = _taken(self._end_path, database)
        try:
            super().__init__(database)
        except BaseException:
            os.close(self._end_fd)
            raise
        self._places = self._open_files()
        self._look_at = 0.0

    def note(self, mark: EndMark) -> None:
        """Note how far the record is. What cannot be noted stays the older mark, which holds as well."""
        with suppress(OSError):
            end_mark.write(self._end_fd, mark)

    def keep(self) -> None:
        """Take a file again that was deleted meanwhile. StoreBusyError when another writer was faster."""
        linked = os.fstat(self._end_fd).st_nlink and os.fstat(self._fd).st_nlink
        if linked and time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_S
        end, lock = inode_of(self._end_path), inode_of(self._path)
        if (end, lock) == self._places:
            return
        with suppress(OSError):
            if end != self._places[0]:
                fd = _taken(self._end_path, self._database)
                self._end_fd, old = fd, self._end_fd
                os.close(old)
            if lock != self._places[1]:
                fd = _taken(self._path, self._database)
                self._fd, old = fd, self._fd
                os.close(old)
                self._write(str(os.getpid()).encode())
            self._places = self._open_files()

    def _open_files(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Device and inode of each."""
        end, lock = os.fstat(self._end_fd), os.fstat(self._fd)
        return (end.st_dev, end.st_ino), (lock.st_dev, lock.st_ino)

    def release(self, *, clean: bool, damage: bool = False) -> None:
        """As `WriterLock`."""
        super().release(clean=clean, damage=damage)
        if self._end_fd >= 0:
            os.close(self._end_fd)
            self._end_fd = -1


def mark_damage(database: Path) -> None:
    """Have the next writer save what can be read; nothing when there is one now, or no file can be made."""
    with suppress(StoreBusyError, OSError):
        RecordLock(database).release(clean=False, damage=True)


def running_writer(database: Path) -> int | None:
    """The pid that holds the database for writing now; None: nobody does."""
    try:
        fd = os.open(_lock_of(database), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(os.pread(fd, 32, 0))
    finally:
        os.close(fd)
    return None


def _lock_of(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def _taken(path: str, database: Path) -> int:
    """The file, open and locked. StoreBusyError, OSError."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        pid = _pid(_lock_of(database).read_bytes()[:32]) if _lock_of(database).exists() else None
        raise StoreBusyError(database, pid, _command(pid)) from None
    except OSError:
        os.close(fd)
        raise
    return fd


def _pid(content: bytes) -> int | None:
    text = content.strip()
    return int(text) if text.isdigit() else None


def _command(pid: int | None) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return "command unknown"
    return line.replace(b"\0", b" ").decode(errors="replace").strip()[:120]
