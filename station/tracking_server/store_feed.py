"""The change feed out of SQLite, where one writes at a time: rows are numbered in the order of their commits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.tracking_server.envelope import BootClock
from station.tracking_server.feed import Page, check_not_beyond, cursor_at, place_of
from station.tracking_server.results import held_scans

if TYPE_CHECKING:
    import sqlite3

_ROWS = "SELECT rowid, body, station_id, epoch, received_at FROM scan WHERE rowid > ? ORDER BY rowid LIMIT ?"
_CLOCKS = """SELECT station_id, boot_id, utc, mono_ns FROM boot_clock
  WHERE station_id IN (SELECT value FROM json_each(?))"""


def feed_page(connection: sqlite3.Connection, after: str, limit: int) -> Page:
    """At most so many entries behind a cursor. Nothing is ever deleted: VACUUM leaves the numbers as they are."""
    place = place_of(after, 1)
    check_not_beyond(place[0], connection.execute("SELECT ifnull(max(rowid), 0) FROM scan").fetchone()[0])
    rows = connection.execute(_ROWS, (*place, limit + 1)).fetchall()
    told = rows[:limit]
    stations = json.dumps(sorted({station for _, _, station, *_ in told}))
    clocks = connection.execute(_CLOCKS, (stations,)).fetchall()
    known = {(station, boot): BootClock(boot, *rest) for station, boot, *rest in clocks}
    scans = held_scans([(body, station, epoch, at) for _, body, station, epoch, at in told], known)
    return Page(scans, cursor_at((told[-1][0],) if told else place), len(rows) > limit)
