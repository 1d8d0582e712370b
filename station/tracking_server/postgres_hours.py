"""Counts by station and hour of scanning, kept as the scans come in: no question walks over millions of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

    from station.tracking_server.verdicts import Checked

# A parcel counts once in an hour of a station. Its other scans of that hour came in on the same days, if at all.
# OFFSET 0 has each parcel looked up by the index; as a join the planner would compare all with all on an empty day.
_NEW_PARCELS = """SELECT hour, station, count(*)
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS new (hour, station, parcel)
  WHERE NOT EXISTS (SELECT FROM scan
    WHERE parcel_id = decode(new.parcel, 'hex') AND received_at >= %s::timestamptz - interval '1 day'
    AND left(scanned_at, 13) = new.hour AND (SELECT station_id FROM series WHERE id = series_id) = new.station OFFSET 0)
  GROUP BY hour, station"""
_ADD = """INSERT INTO hourly AS held SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::int[])
  ON CONFLICT (hour, station_id) DO UPDATE SET
  scans = held.scans + excluded.scans, parcels = held.parcels + excluded.parcels,
  exceptions = held.exceptions + excluded.exceptions"""


def array(words: Iterable[str]) -> str:
    """An array as PostgreSQL spells it, of words without marks. A quarter of the time of an adapter."""
    return f"{{{','.join(words)}}}"


def count_hours(connection: Connection, new: Sequence[tuple[str, Checked]], received_at: str) -> None:
    """Count new scans, each with its station, before they are stored; part of the caller's transaction."""
    scans = Counter((scan.scanned_at[:13], station) for station, scan in new)
    exceptions = Counter((scan.scanned_at[:13], station) for station, scan in new if scan.decision == "exception")
    seen = {
        (scan.scanned_at[:13], station, scan.parcel_id.encode().hex())
        for station, scan in new
        if scan.parcel_id is not None
    }
    parcels: dict[tuple[str, str], int] = {}
    if seen:
        columns = [list(column) for column in zip(*sorted(seen), strict=True)]
        found = connection.execute(_NEW_PARCELS, (*columns, received_at)).fetchall()
        parcels = {(hour, station): count for hour, station, count in found}
    keys = sorted(scans)  # in one order: no deadlock
    hours, stations = (list(column) for column in zip(*keys, strict=True))
    counts = ([each[key] for key in keys] for each in (scans, Counter(parcels), exceptions))
    connection.execute(_ADD, (hours, stations, *counts))
