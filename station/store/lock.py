"""One writer a database: an advisory lock (flock) on a file beside it, which also remembers an unclean end."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from station.store.errors import StoreBusyError

_DAMAGED = b"damaged"


class WriterLock:
    """Held for as long as the file is open; the kernel frees it when the process dies.

    The file holds the writer's pid and is emptied at a clean end: a pid found in it is a writer that was cut off. A
    writer that learnt of damage while it worked leaves that word in it.
    """

    def __init__(self, database: Path) -> None:
        """Take the lock. StoreBusyError when another writer has it, OSError when the file cannot be made."""
        path = database.with_name(database.name + ".lock")
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left = os.pread(self._fd, 32, 0).strip()
            self.was_cut_off, self.knew_damage = bool(left), left == _DAMAGED
            self._write(str(os.getpid()).encode())
        except BlockingIOError:
            pid = _pid(os.pread(self._fd, 32, 0))
            os.close(self._fd)
            raise StoreBusyError(database, pid, _command(pid)) from None
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


def mark_damage(database: Path) -> None:
    """Have the next writer save what can be read; nothing when there is one now, or no file can be made."""
    with suppress(StoreBusyError, OSError):
        WriterLock(database).release(clean=False, damage=True)


def running_writer(database: Path) -> int | None:
    """The pid that holds the database for writing now; None: nobody does."""
    try:
        fd = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(os.pread(fd, 32, 0))
    finally:
        os.close(fd)
    return None


def _pid(content: bytes) -> int | None:
    text = content.strip()
    return int(text) if text.isdigit() else None


def _command(pid: int | None) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return "command unknown"
    return line.replace(b"\0", b" ").decode(errors="replace").strip()[:120]
