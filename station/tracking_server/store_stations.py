"""What the SQLite database of the centre knows of stations, each through an index: its age does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.tracking_server.stations import HeldEpoch, station_answer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_NEXT = """SELECT station_id, epoch FROM scan WHERE (station_id, epoch) > (?, ?)
  ORDER BY station_id, epoch LIMIT 1"""
_NEXT_EPOCH = "SELECT epoch FROM scan WHERE station_id = ? AND epoch > ? ORDER BY epoch LIMIT 1"
_NEWEST = "SELECT seq, received_at FROM scan WHERE station_id = ? AND epoch = ? ORDER BY seq DESC LIMIT 1"


def station_rows(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every station as it is told, by its id."""
    told = {each: (body, at) for each, body, at in connection.execute(
        "SELECT station_id, body, received_at FROM station_status"
    )}  # fmt: skip
    held: dict[str, list[HeldEpoch]] = {station_id: [] for station_id in told}
    for station_id, epoch in _epochs(connection):
        held.setdefault(station_id, []).append(_held(connection, station_id, epoch))
    return [station_answer(each, told.get(each), held[each]) for each in sorted(held)]


def station_row(connection: sqlite3.Connection, station_id: str) -> tuple[tuple[str, str] | None, list[HeldEpoch]]:
    """The newest status of a station with its time, and the epochs of which scans are held."""
    query = "SELECT body, received_at FROM station_status WHERE station_id = ?"
    status = connection.execute(query, (station_id,)).fetchone()
    held, epoch = list[HeldEpoch](), ""
    while (found := connection.execute(_NEXT_EPOCH, (station_id, epoch)).fetchone()) is not None:
        (epoch,) = found
        held.append(_held(connection, station_id, epoch))
    return status, held


def _epochs(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Station and epoch of all that is held, one look at the index for each."""
    last = ("", "")
    while (found := connection.execute(_NEXT, last).fetchone()) is not None:
        last = (str(found[0]), str(found[1]))
        yield last


def _held(connection: sqlite3.Connection, station_id: str, epoch: str) -> HeldEpoch:
    return HeldEpoch(epoch, *connection.execute(_NEWEST, (station_id, epoch)).fetchone())
