"""How large a record is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

ENOUGH_SCANS, DESIGNED_BYTES = 10_000, 400
_OF = ("page_count", "freelist_count", "page_size")


@dataclass(frozen=True, slots=True)
class Size:
    """Of the file, bytes."""

    used: int
    free: int
    """Of pages that new scans will be written into."""
    scans: int

    @property
    def bytes_a_scan(self) -> float:
        """Measured where there are enough scans to tell, else what the design allows."""
        return self.used / self.scans if self.scans >= ENOUGH_SCANS else DESIGNED_BYTES


def size_of(connection: sqlite3.Connection, scans: int) -> Size:
    """The size of a file that holds so many scans."""
    pages, free, page = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _OF)
    return Size((pages - free) * page, free * page, scans)
