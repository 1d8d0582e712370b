"""Counts by station and hour of scanning, and by quarter hour, kept as scans come in: no question walks over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.tracking_server.quarters import COUNTS, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

    from station.tracking_server.verdicts import Checked

# A parcel counts once in an hour of a station. Its other scans of that hour came in on the same days, if at all.
# OFFSET 0 has each parcel looked up by the index; as a join the planner would compare all with all on an empty day.
_COUNT = """INSERT INTO hourly AS held
  SELECT hour, station, count(*) FILTER (WHERE scan), count(DISTINCT parcel) FILTER (WHERE fresh),
    count(*) FILTER (WHERE exception), sum(accepts)
  FROM (SELECT hour, station, scan, parcel, exception, accepts, NOT EXISTS (SELECT FROM scan
      WHERE parcel_id = decode(new.parcel, 'hex') AND received_at >= %s::timestamptz - interval '1 day'
      AND left(scanned_at, 13) = new.hour AND (SELECT station_id FROM series WHERE id = series_id) = new.station
      OFFSET 0) AS fresh
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::bool[], %s::bool[], %s::int[])
      AS new (hour, station, parcel, exception, scan, accepts)) AS each
  GROUP BY hour, station ORDER BY hour, station
  ON CONFLICT (hour, station_id) DO UPDATE SET scans = held.scans + excluded.scans,
    parcels = held.parcels + excluded.parcels, exceptions = held.exceptions + excluded.exceptions,
    accepted = held.accepted + excluded.accepted"""


_QUARTERS = f"""INSERT INTO quarterly AS held SELECT * FROM unnest(
    {", ".join(["%s::text[]"] * 6)}, {", ".join(["%s::bigint[]"] * len(COUNTS))})
  ON CONFLICT (quarter, station_id, operator, bin, code, cause) DO UPDATE SET
    {", ".join(f"{count} = held.{count} + excluded.{count}" for count in COUNTS)}"""  # noqa: S608  # own names


def count_quarters(connection: Connection, new: Sequence[tuple[str, Checked]]) -> None:
    """Count new entries, each with its station; part of the caller's transaction. Cells are locked in one order."""
    rows = cells((station, entry.counted) for station, entry in new)
    if rows:
        connection.execute(_QUARTERS, [list(column) for column in zip(*rows, strict=True)])


def array(words: Iterable[str]) -> str:
    """An array as PostgreSQL spells it, of words without marks. A quarter of the time of an adapter."""
    return f"{{{','.join(words)}}}"


def count_hours(connection: Connection, new: Sequence[tuple[str, Checked]], received_at: str) -> None:
    """Count new entries, each with its station, before they are stored; part of the caller's transaction."""
    new = [(station, entry) for station, entry in new if entry.is_scan or entry.accepts]
    if not new:
        return
    hours = [scan.scanned_at[:13] for _, scan in new]
    stations = [station for station, _ in new]
    parcels = array(
        "NULL" if scan.parcel_id is None or not scan.is_scan else scan.parcel_id.encode().hex() for _, scan in new
    )
    exceptions = array("t" if scan.decision == "exception" else "f" for _, scan in new)
    scans = array("t" if scan.is_scan else "f" for _, scan in new)
    accepts = array(str(scan.accepts) for _, scan in new)
    connection.execute(_COUNT, (received_at, array(hours), stations, parcels, exceptions, scans, accepts))
