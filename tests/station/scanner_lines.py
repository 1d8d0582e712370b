"""Lines of scanners on which a test plays the hand or the machine."""

from __future__ import annotations

import os
import socket
import tty
from contextlib import suppress
from pathlib import Path


class Hand:
    """A scanner on a pseudo-terminal under a name that stays."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ends: tuple[int, int] | None = None
        self.plug()

    def plug(self) -> None:
        theirs, ours = os.openpty()
        tty.setraw(ours)
        os.set_blocking(theirs, False)
        self._ends, self._told = (theirs, ours), bytearray()
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(ours))

    def unplug(self) -> None:
        if self._ends is not None:
            self.path.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
        self._ends = None

    def scan(self, text: str | bytes, behind: bytes = b"\r\n") -> None:
        assert self._ends is not None
        os.write(self._ends[0], (text.encode() if isinstance(text, str) else text) + behind)

    def told(self) -> bytes:
        """What it was told since it was plugged in."""
        assert self._ends is not None
        with suppress(BlockingIOError):
            while True:
                self._told += os.read(self._ends[0], 4096)
        return bytes(self._told)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
