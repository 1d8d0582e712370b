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


_MOST, _MOST_EMPTY = 3, 2
"""Looks at one picture, and at one that shows no number."""
_NICER = 5
"""Than the process: a third of the share of its other threads where all want more than there is, and never nothing."""
_REST_S = 0.3
"""Without a picture the thread ends after so long."""


@dataclass(frozen=True, slots=True)
class _Offered:
    scene: int
    look: int
    pixels: Any
    reading: Reading
    """What its bars gave."""


class PrintLooks:
    """What the print of the picture says that a camera shows. The thread is there while it looks."""

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
            self._next, self._busy = _Offered(self._scene, self._looks + 1, pixels, reading), True
            self._wake.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="print")
                self._thread.start()

    def _work(self) -> None:
        """Until nothing was offered for a moment: no thread outlives what it is for."""
        with suppress(OSError):  # of this thread alone, on Linux
            own = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + _NICER)
        while (offered := self._taken()) is not None:
            found = self._lines.read(offered.pixels, offered.reading, offered.look)
            with self._wake:
                self._busy = False
                if offered.scene == self._scene:
                    self._looks, self._found = offered.look, (*self._found, *found)

    def _taken(self) -> _Offered | None:
        """What waits, or comes within a moment."""
        with self._wake:
            self._wake.wait_for(lambda: self._next is not None, _REST_S)
            offered, self._next = self._next, None
            if offered is None:
                self._thread = None
            return offered
