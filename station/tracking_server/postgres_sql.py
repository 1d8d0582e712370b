"""What is asked of PostgreSQL. `search_path` is the centre's schema."""

from __future__ import annotations

_SERIES = "high_water, head_seq, head, chain FROM series WHERE station_id = %s AND epoch = %s"
SERIES = f"SELECT id, stored, {_SERIES}"
LOCK_SERIES = f"SELECT id, {_SERIES} FOR UPDATE"
NEW_SERIES = "INSERT INTO series (station_id, epoch) VALUES (%s, %s) ON CONFLICT DO NOTHING"
ADVANCE = """UPDATE series SET stored = stored + %s, high_water = greatest(high_water, %s), head_seq = %s, head = %s,
  chain = %s, contact = %s WHERE id = %s"""

HELD_IDS = "SELECT scan_id::text, content_hash FROM scan_key WHERE scan_id = ANY (%s::uuid[])"
HELD_SEQS = "SELECT seq FROM scan_key WHERE series_id = %s AND seq = ANY (%s::bigint[])"
INSERT_KEYS = """INSERT INTO scan_key (series_id, scan_id, seq, content_hash)
  SELECT %s, id, seq, decode(hash, 'hex') FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS new (id, seq, hash)
  ON CONFLICT DO NOTHING"""
COPY_SCANS = "COPY scan (received_at, series_id, seq, scanned_at, parcel_id, body) FROM STDIN"
KEEP_CLOCK = """INSERT INTO boot_clock AS held (station_id, boot_id, utc, mono_ns) VALUES (%s, %s, %s, %s)
  ON CONFLICT (station_id, boot_id) DO UPDATE SET utc = excluded.utc, mono_ns = excluded.mono_ns
  WHERE held.mono_ns < excluded.mono_ns"""

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
KEEP_STATUS = """INSERT INTO station_status (station_id, received_at, body) VALUES (%s, %s, %s)
  ON CONFLICT (station_id) DO UPDATE SET received_at = excluded.received_at, body = excluded.body"""
STATUSES = """SELECT station_id, body, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  FROM station_status WHERE %s::text IS NULL OR station_id = %s"""
EPOCHS = """SELECT station_id, epoch, high_water,
    coalesce(to_char(contact AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')
  FROM series WHERE high_water > 0 AND (%s::text IS NULL OR station_id = %s)"""
CLOCKS = "SELECT station_id, boot_id, utc, mono_ns FROM boot_clock WHERE station_id = ANY (%s)"
THROUGHPUT = """SELECT station_id, hour || ':00:00Z', scans, parcels, exceptions FROM hourly
  WHERE hour >= left(%s, 13) ORDER BY hour, station_id"""
