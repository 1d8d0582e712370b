"""The centre's tables in PostgreSQL, all in the schema `parcel_centre`, and the partitions of its days.

A unique key of a partitioned table must contain the partition key, so that it could not keep a scan from being held
twice on two days. Therefore `scan_key`, which is not partitioned and never shrinks, says what is held; the scans
themselves lie in `scan`, a partition for each day of receiving, and old days may be dropped.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from psycopg import sql

from station.tracking_server.postgres_feed import FEED_TABLES, go_on_rising
from station.tracking_server.postgres_hours import count_quarters
from station.tracking_server.quarters_before import stored_entries
from station.tracking_server.schema import CentreError

if TYPE_CHECKING:
    from psycopg import Connection

VERSION = 6
LOCK = 0x50435452
"""Advisory lock under which tables are made, "PCTR"."""

# Hash and name of a scan in one narrow table: a resent scan is known by it however old it is. An id is any text of a
# parcel in UTF-8, kept as bytes because a text cannot hold every character that a scan can.
_TABLES = """
CREATE SCHEMA parcel_centre;
CREATE TABLE parcel_centre.version (version int NOT NULL);
CREATE TABLE parcel_centre.series (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  station_id text COLLATE "C" NOT NULL,
  epoch text COLLATE "C" NOT NULL,
  stored bigint NOT NULL DEFAULT 0,
  high_water bigint NOT NULL DEFAULT 0,
  head_seq bigint NOT NULL DEFAULT 0,
  head bytea,
  chain text NOT NULL DEFAULT 'unknown' CHECK (chain IN ('ok', 'broken', 'unknown')),
  UNIQUE (station_id, epoch)
) WITH (fillfactor = 50);
CREATE TABLE parcel_centre.scan_key (
  scan_id uuid PRIMARY KEY,
  series_id int NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  content_hash bytea NOT NULL,
  UNIQUE (series_id, seq)
);
CREATE TABLE parcel_centre.scan (
  received_at timestamptz NOT NULL,
  series_id int NOT NULL,
  seq bigint NOT NULL,
  scanned_at text COLLATE "C" NOT NULL,
  parcel_id bytea,
  body text NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX scan_parcel ON parcel_centre.scan (parcel_id, received_at) WHERE parcel_id IS NOT NULL;
CREATE TABLE parcel_centre.hourly (
  hour text COLLATE "C" NOT NULL,
  station_id text COLLATE "C" NOT NULL,
  scans bigint NOT NULL,
  parcels bigint NOT NULL,
  exceptions bigint NOT NULL,
  PRIMARY KEY (hour, station_id)
) WITH (fillfactor = 50);
CREATE TABLE parcel_centre.boot_clock (
  station_id text NOT NULL,
  boot_id text NOT NULL,
  utc text NOT NULL,
  mono_ns bigint NOT NULL,
  PRIMARY KEY (station_id, boot_id)
);
"""
_V2 = """
ALTER TABLE parcel_centre.series ADD COLUMN contact timestamptz;
CREATE TABLE parcel_centre.station_status (
  station_id text COLLATE "C" NOT NULL PRIMARY KEY,
  received_at timestamptz NOT NULL,
  body text NOT NULL
) WITH (fillfactor = 50);
"""
_V3 = """
ALTER TABLE parcel_centre.hourly ADD COLUMN accepted bigint NOT NULL DEFAULT 0;
UPDATE parcel_centre.hourly SET accepted = scans - exceptions;
"""
_V5 = """
CREATE TABLE parcel_centre.quarterly (
  station_id text COLLATE "C" NOT NULL,
  quarter text COLLATE "C" NOT NULL,
  operator text COLLATE "C" NOT NULL,
  bin text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  cause text COLLATE "C" NOT NULL,
  not_read bigint NOT NULL,
  keyed bigint NOT NULL,
  after_retries bigint NOT NULL,
  first_time bigint NOT NULL,
  accepted bigint NOT NULL,
  stopped bigint NOT NULL,
  PRIMARY KEY (quarter, station_id, operator, bin, code, cause)
) WITH (fillfactor = 50);
"""
_V6 = "DELETE FROM parcel_centre.quarterly"
"""Version 5 counted new entries alone; after this step every stored one is counted."""
_STEPS = (_TABLES, _V2, _V3, FEED_TABLES, _V5, _V6)
_STORED = "SELECT station_id, body FROM parcel_centre.scan JOIN parcel_centre.series ON series.id = series_id"


def make_tables(connection: Connection, place: str) -> None:
    """What is missing, in one transaction. CentreError when another program's, or a newer one's, is there."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for setting, wanted in (("fsync", "on"), ("server_encoding", "UTF8")):
            found = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
            if found != (wanted,):
                raise CentreError(f"{place}: {setting} is {found and found[0]}; the centre needs {setting} {wanted}")
        if connection.execute("SELECT to_regnamespace('parcel_centre') IS NULL").fetchone() == (True,):
            connection.execute(_TABLES)
            connection.execute("INSERT INTO parcel_centre.version VALUES (1)")
        if connection.execute("SELECT to_regclass('parcel_centre.version') IS NULL").fetchone() == (True,):
            raise CentreError(f"{place}: the schema parcel_centre belongs to another program; name another database")
        version = connection.execute("SELECT version FROM parcel_centre.version").fetchone()
        if version is None or version[0] > VERSION:
            raise CentreError(f"{place}: was written by a newer version; update this program")
        for number, step in enumerate(_STEPS[version[0] :], version[0] + 1):
            connection.execute(step)
            connection.execute("UPDATE parcel_centre.version SET version = %s", (number,))
        if version[0] < VERSION:
            _count_stored(connection)
        go_on_rising(connection)


def _count_stored(connection: Connection) -> None:
    """By a cursor of the server, so that no more than a page is here at once."""
    with connection.cursor(name="stored") as stored:
        stored.execute(_STORED)
        for page in stored_entries(stored):
            count_quarters(connection, page)


def make_days(connection: Connection, day: date) -> None:
    """The partitions of a day and of the next one, where they are missing. Nobody waits for it who reads or writes."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for begin in (day, day + timedelta(days=1)):
            name = f"scan_{begin:%Y_%m_%d}"
            if connection.execute("SELECT to_regclass(%s) IS NOT NULL", (name,)).fetchone() == (True,):
                continue
            table, bounds = sql.Identifier(name), (f"{begin}T00:00Z", f"{begin + timedelta(days=1)}T00:00Z")
            # Made beside and attached: made as a partition at once it would lock the whole table.
            connection.execute(sql.SQL("CREATE TABLE {} (LIKE scan INCLUDING DEFAULTS)").format(table))
            connection.execute(
                sql.SQL("ALTER TABLE scan ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(table, *bounds)
            )
