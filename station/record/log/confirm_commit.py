"""Whether a scan whose commit reported an I/O error is on the disk all the same."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from station.record.log.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable


def survived(live: Callable[[], sqlite3.Connection], scan_id: bytes) -> int | None:
    """Its seq, by the writer's connection; None: it does not count as stored.

    It counts only once a checkpoint has carried the whole log into the database file and synced both: a commit
    whose sync failed can be readable and yet be gone after a power cut.
    """
    try:
        connection = live()
        found = connection.execute("SELECT seq, scan_id FROM scan ORDER BY seq DESC LIMIT 1").fetchone()
        if found is None or found[1] != scan_id:
            return None
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (sqlite3.Error, StoreError):
        return None
    return None if busy else int(found[0])
