"""A relay board on a pseudo-terminal: which relays are on, and what it was told."""

from __future__ import annotations

import os
import tty
from contextlib import suppress
from typing import TYPE_CHECKING

from hardware.lights import relay_command

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

CHUNK, COMMAND = 4096, 4


class SimulatedRelayBoard:
    """Plugged in from the start. One thread uses it."""

    def __init__(self, link: Path) -> None:
        """`link`: the name under which a host opens it; it stays when the board is plugged in again."""
        self.link = link
        self.switched: list[tuple[int, bool]] = []
        """Each relay that was switched, in its order; a command whose sum is wrong switches nothing."""
        self._ends: tuple[int, int] | None = None
        self._rest = b""
        self.plug()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unplug()

    def plug(self) -> None:
        """Under the same name as before, with all relays off."""
        theirs, ours = os.openpty()
        tty.setraw(ours)
        os.set_blocking(theirs, False)
        self._ends, self._rest = (theirs, ours), b""
        self.switched = []
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(ours))

    def unplug(self) -> None:
        """Pull it out; may be called twice."""
        self.link.unlink(missing_ok=True)
        for end in self._ends or ():
            os.close(end)
        self._ends = None

    @property
    def on(self) -> frozenset[int]:
        """The relays that are on now."""
        if self._ends is not None:
            with suppress(BlockingIOError):
                while True:
                    self._take(os.read(self._ends[0], CHUNK))
        return frozenset(relay for relay, state in dict(self.switched).items() if state)

    def _take(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) >= COMMAND:
            command = self._rest[:COMMAND]
            if command == relay_command(command[1], on=command[2] == 1):
                self.switched.append((command[1], command[2] == 1))
                self._rest = self._rest[COMMAND:]
            else:
                self._rest = self._rest[1:]
