"""The file of departures, read again when it changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Trouble, caused_by, parse_departures
from station.core.tables import lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.contract import Notice
    from station.core.counting import Departure

LARGEST = 1 << 20
"""Bytes; a larger one is none."""
KEY = "departures"


class DeparturesFile:
    """Asked by threads that may wait. The good rows of a file count; one without a good row leaves
    those of before in force. Both are told.
    """

    def __init__(self, path: Path | None) -> None:
        """None: there is none."""
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._found: tuple[Departure, ...] = ()
        self.troubles: tuple[Trouble, ...] = ()

    def now(self) -> tuple[Departure, ...]:
        """What leaves, as the file says it now."""
        if self._path is None:
            return ()
        try:
            stat = self._path.stat()
            if (stamp := (stat.st_mtime_ns, stat.st_size)) != self._stamp:
                self._read(self._path)
                self._stamp = stamp
        except (OSError, UnicodeDecodeError) as error:
            self._stamp = None
            self._tell(caused_by("departures_bad", error))
        return self._found

    def _read(self, path: Path) -> None:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        found, problems = parse_departures(lines_of(text[:LARGEST].decode("utf-8-sig")), path.name)
        if found or not problems:
            self._found = tuple(found)
        if problems or len(text) > LARGEST:
            first = str(problems[0]) if problems else ""
            self._tell(notice("departures_bad", file=str(path), count=max(1, len(problems)), why=first))
        else:
            self.troubles = ()

    def _tell(self, about: Notice) -> None:
        self.troubles = (Trouble(KEY, grave=False, about=about, since=time.monotonic()),)
