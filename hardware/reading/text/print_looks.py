"""Looks at the print of a picture that stays as it is, in a thread of their own that gives way to all others."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Protocol

    from hardware.contract import Reading
    from hardware.print_contract import PrintedLine

    class PrintReader(Protocol):
        """What reads the print of one picture; see `LineReader`."""

        def read(self, pixels: Any, reading: Reading, look: int = 1) -> tuple[PrintedLine, ...]: ...


_MOST, _MOST_EMPTY = 4, 2
"""Looks at one picture, and at one that shows no number."""
_NICENESS = 15


@dataclass(frozen=True, slots=True)
class _Offered:
    scene: int
    pixels: Any
    reading: Reading
    """What its bars gave."""


class PrintLooks:
    """What the print of the picture says that a camera shows. The thread starts with the first look."""

    def __init__(self, lines: PrintReader) -> None:
        self._lines = lines
        self._wake = threading.Condition()
        self._next: _Offered | None = None
        self._busy = False
        self._scene = self._looks = 0
        self._found: tuple[PrintedLine, ...] = ()
        self._thread: threading.Thread | None = None

    def found(self) -> tuple[PrintedLine, ...]:
        """The lines of all looks at what the camera shows now."""
        return self._found

    def forget(self) -> None:
        """Something moves: what was read is of another picture."""
        with self._wake:
            self._scene, self._looks, self._found = self._scene + 1, 0, ()

    def offer(self, pixels: Any, reading: Reading) -> None:
        """A picture whose bars name no parcel; it is left out while another is being looked at, or enough were."""
        with self._wake:
            most = _MOST if self._found or not self._looks else _MOST_EMPTY
            if self._busy or self._looks >= most:
                return
            self._next, self._busy = _Offered(self._scene, pixels, reading), True
            self._wake.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="print", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        with suppress(OSError):  # of this thread alone, on Linux
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._next is not None)
                offered, self._next, look = self._next, None, self._looks + 1
            found = self._lines.read(offered.pixels, offered.reading, look) if offered is not None else ()
            with self._wake:
                self._busy = False
                if offered is not None and offered.scene == self._scene:
                    self._looks, self._found = look, (*self._found, *found)
