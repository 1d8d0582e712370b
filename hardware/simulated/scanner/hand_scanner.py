"""A hand scanner on a pseudo-terminal: types its codes as a set-up says, hears what it is told, and locks."""

from __future__ import annotations

import os
import time
import tty
from contextlib import suppress
from typing import TYPE_CHECKING

from hardware.scanners import ANSWERS

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.scanners import Maker

CHUNK = 4096
SSI_ACK = b"\x04\xd0\x00\x00\xff\x2c"
"""What a Zebra scanner replies to each packet of the host."""


class SimulatedHandScanner:
    """Plugged in from the start. One thread uses it."""

    def __init__(
        self, link: Path, *, prefix: bytes = b"", suffix: bytes = b"\r\n", byte_s: float = 0.0, maker: Maker = "none"
    ) -> None:
        """`link`: the name under which a host opens it; it stays when the scanner is plugged in again. `byte_s`: time
        that a byte takes, seconds; 0: a code comes in one burst.
        """
        self.link = link
        self._prefix, self._suffix, self._byte_s, self._maker = prefix, suffix, byte_s, maker
        self._ends: tuple[int, int] | None = None
        self._told = bytearray()
        self.plug()

    def __enter__(self) -> SimulatedHandScanner:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unplug()

    def plug(self) -> None:
        """Under the same name as before, with another device behind it, as USB does. What it was told is forgotten."""
        theirs, ours = os.openpty()
        tty.setraw(ours)
        os.set_blocking(theirs, False)
        self._ends, self._told = (theirs, ours), bytearray()
        beside = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.ttyname(ours))
        beside.replace(self.link)

    def unplug(self) -> None:
        """Pull it out; may be called twice."""
        self.link.unlink(missing_ok=True)
        for end in self._ends or ():
            os.close(end)
        self._ends = None

    def scan(self, text: str | bytes) -> bool:
        """Read a label. False: it is locked, and its light stays off."""
        if self.locked:
            return False
        code = text.encode() if isinstance(text, str) else text
        self.send(self._prefix + code + self._suffix)
        return True

    def send(self, data: bytes) -> None:
        """These bytes, and nothing around them; waits while the host takes none."""
        pieces = [data[i : i + 1] for i in range(len(data))] if self._byte_s else [data]
        for piece in pieces:
            time.sleep(self._byte_s)
            left = piece
            while left and self._ends is not None:
                with suppress(BlockingIOError):
                    left = left[os.write(self._ends[0], left) :]
                if left:
                    time.sleep(0.001)

    def answers(self) -> bytes:
        """What the host has sent since it was plugged in."""
        if self._ends is not None:
            with suppress(BlockingIOError):
                while True:
                    heard = os.read(self._ends[0], CHUNK)
                    self._told += heard
                    if self._maker == "zebra-ssi":
                        self.send(SSI_ACK * heard.count(b"\x04\x00"))
        return bytes(self._told)

    @property
    def locked(self) -> bool:
        """Whether the host has switched it off."""
        heard, answers = self.answers(), ANSWERS[self._maker]
        if "lock" not in answers:
            return False
        return heard.rfind(answers["lock"]) > heard.rfind(answers["unlock"])
