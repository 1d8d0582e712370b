"""What is asked of PostgreSQL. `search_path` is the centre's schema."""

from __future__ import annotations

_SERIES = "high_water, head_seq, head, chain FROM series WHERE station_id = %s AND epoch = %s"
SERIES = f"SELECT id, stored, {_SERIES}"
# Rows are locked and written in one order, whatever is in a transaction: no deadlock.
LOCK_SERIES = """SELECT s.station_id, s.epoch, s.id, s.stored, s.high_water, s.head_seq, s.head, s.chain
  FROM unnest(%s::text[], %s::text[]) AS wanted (station_id, epoch) JOIN series s USING (station_id, epoch)
  ORDER BY s.id FOR UPDATE OF s"""
NEW_SERIES = """INSERT INTO series (station_id, epoch) SELECT * FROM unnest(%s::text[], %s::text[])
  ON CONFLICT DO NOTHING"""
ADVANCE = """UPDATE series SET stored = now.stored, high_water = now.high_water, head_seq = now.head_seq,
    head = decode(nullif(now.head, '-'), 'hex'), chain = now.chain, contact = %s
  FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
    AS now (id, stored, high_water, head_seq, head, chain)
  WHERE series.id = now.id"""

HELD_IDS = "SELECT scan_id::text, content_hash FROM scan_key WHERE scan_id = ANY (%s::uuid[])"
# OFFSET 0 has each number looked up by the index.
HELD_SEQS = """SELECT series_id, seq FROM unnest(%s::int[], %s::bigint[]) AS asked (series_id, seq)
  WHERE EXISTS (SELECT FROM scan_key k WHERE k.series_id = asked.series_id AND k.seq = asked.seq OFFSET 0)"""
INSERT_KEYS = """INSERT INTO scan_key (scan_id, series_id, seq, content_hash)
  SELECT id, series, seq, decode(hash, 'hex')
  FROM unnest(%s::uuid[], %s::int[], %s::bigint[], %s::text[]) AS new (id, series, seq, hash)
  ON CONFLICT DO NOTHING"""
COPY_SCANS = "COPY scan (received_at, series_id, seq, scanned_at, parcel_id, body) FROM STDIN"
KEEP_CLOCKS = """INSERT INTO boot_clock AS held (station_id, boot_id, utc, mono_ns)
  SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
  ON CONFLICT (station_id, boot_id) DO UPDATE SET utc = excluded.utc, mono_ns = excluded.mono_ns
  WHERE held.mono_ns < excluded.mono_ns - %s"""

# Of each number that is not held though the next one is, the run of missing ones that it ends.
STANDING = """SELECT 1 + coalesce((SELECT max(k.seq) FROM scan_key k WHERE k.series_id = s.id AND k.seq < n.seq), 0),
    n.seq
  FROM series s, unnest(%s::bigint[]) AS n (seq) WHERE s.station_id = %s AND s.epoch = %s
  AND NOT EXISTS (SELECT FROM scan_key k WHERE k.series_id = s.id AND k.seq = n.seq)
  AND EXISTS (SELECT FROM scan_key k WHERE k.series_id = s.id AND k.seq = n.seq + 1)"""
GAPS = """SELECT previous + 1, seq - 1 FROM
  (SELECT seq, lag(seq, 1, 0::bigint) OVER (ORDER BY seq) AS previous FROM scan_key WHERE series_id = %s) AS pairs
  WHERE seq > previous + 1 ORDER BY seq LIMIT %s"""

PARCEL = """SELECT body, station_id, epoch,
    to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  FROM (SELECT * FROM scan WHERE parcel_id = %s ORDER BY received_at DESC LIMIT %s) AS latest
  JOIN series ON series.id = series_id ORDER BY scanned_at, station_id, epoch, seq"""
KEEP_STATUSES = """INSERT INTO station_status (received_at, station_id, body)
  SELECT %s, * FROM unnest(%s::text[], %s::text[])
  ON CONFLICT (station_id) DO UPDATE SET received_at = excluded.received_at, body = excluded.body"""
STATUSES = """SELECT station_id, body, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  FROM station_status WHERE %s::text IS NULL OR station_id = %s"""
EPOCHS = """SELECT station_id, epoch, high_water,
    coalesce(to_char(contact AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')
  FROM series WHERE high_water > 0 AND (%s::text IS NULL OR station_id = %s)"""
CLOCKS = "SELECT station_id, boot_id, utc, mono_ns FROM boot_clock WHERE station_id = ANY (%s)"
THROUGHPUT = """SELECT station_id, hour || ':00:00Z', scans, parcels, exceptions, accepted FROM hourly
  WHERE hour >= left(%s, 13) ORDER BY hour, station_id"""
