"""The change feed out of PostgreSQL, where transactions commit in another order than they begin.

An entry stands at its transaction's number, which PostgreSQL gives in rising order. A transaction that began early may
commit late; therefore only what lies below the oldest one that still runs is told: nothing more can come in there.
Numbers begin anew where a dump is loaded into another server; `base` is then raised so that places go on rising.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from station.tracking_server.envelope import BootClock
from station.tracking_server.feed import Page, check_not_beyond, cursor_at, place_of
from station.tracking_server.postgres_sql import CLOCKS
from station.tracking_server.results import held_scans

if TYPE_CHECKING:
    from psycopg import Connection

FEED_TABLES = """
SET LOCAL statement_timeout = 0;
CREATE TABLE parcel_centre.feed (base bigint NOT NULL);
INSERT INTO parcel_centre.feed VALUES (0);
ALTER TABLE parcel_centre.scan ADD COLUMN place bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX scan_place ON parcel_centre.scan (place, series_id, seq);
SET LOCAL statement_timeout = '10s';
"""
"""Entries of before all get the number of this transaction, and stand in the order of station and seq."""
HORIZON = "(SELECT base FROM feed) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_ROWS = """SELECT page.place, page.series_id, page.seq, body, station_id, epoch,
    to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  FROM (SELECT * FROM scan WHERE (place, series_id, seq) > (%s, %s, %s) AND place < {horizon}
    ORDER BY place, series_id, seq LIMIT %s) AS page
  JOIN series ON series.id = page.series_id ORDER BY page.place, page.series_id, page.seq"""
_NEWEST = """SELECT base, pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
    coalesce((SELECT max(place) FROM parcel_centre.scan), 0)
  FROM parcel_centre.feed"""


def feed_page(connection: Connection, after: str, limit: int, horizon: str = HORIZON) -> Page:
    """At most so many entries behind a cursor. `horizon`: where what is told ends, an expression of one statement."""
    place = place_of(after, 3)
    ((newest,),) = connection.execute(f"SELECT {HORIZON}").fetchall()
    check_not_beyond(place[0], newest)
    rows = connection.execute(_ROWS.format(horizon=horizon), (*place, limit + 1)).fetchall()
    told = rows[:limit]
    stations = sorted({station for *_, station, _, _ in told})
    clocks = connection.execute(CLOCKS, (stations,)).fetchall()
    known = {(station, boot): BootClock(boot, *rest) for station, boot, *rest in clocks}
    scans = held_scans([(body, station, epoch, at) for _, _, _, body, station, epoch, at in told], known)
    return Page(scans, cursor_at(tuple(told[-1][:3]) if told else place), len(rows) > limit)


def go_on_rising(connection: Connection) -> None:
    """After a dump was loaded into a server whose numbers are lower; part of the caller's transaction."""
    ((base, coming, newest),) = connection.execute(_NEWEST).fetchall()
    if newest < base + coming:
        return
    base = newest + 1 - coming
    connection.execute("UPDATE parcel_centre.feed SET base = %s", (base,))
    default = sql.SQL(
        "ALTER TABLE parcel_centre.scan ALTER COLUMN place SET DEFAULT ({} + pg_current_xact_id()::text::bigint)"
    )
    connection.execute(default.format(sql.Literal(base)))
