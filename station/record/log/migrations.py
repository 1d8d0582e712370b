"""The statements of each migration; once released, a version is never changed."""

from __future__ import annotations

APPLICATION_ID = 0x50617253  # "ParS"

# Text that repeats from scan to scan stands once in `term`, and scans hold its number: a third of the bytes.
# `scan_by_time` carries all that the counts of the hour need, so that they never touch the scans themselves; its
# computed columns are ordinary ones because SQLite 3.40 does not answer from an index that holds generated columns.
V1 = (
    """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      station_id TEXT NOT NULL CHECK (station_id <> ''),
      epoch TEXT NOT NULL CHECK (length(epoch) = 36)
    ) STRICT
    """,
    """
    CREATE TABLE tally (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      scans INTEGER NOT NULL CHECK (scans >= 0),
      pending INTEGER NOT NULL CHECK (pending >= 0),
      dead INTEGER NOT NULL CHECK (dead >= 0)
    ) STRICT
    """,
    "INSERT INTO tally VALUES (1, 0, 0, 0)",
    "CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE scan (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      scan_id BLOB NOT NULL CHECK (length(scan_id) = 16),
      scanned_at TEXT NOT NULL CHECK (scanned_at GLOB '????-??-??T??:??:??.???Z'),
      mono_ns INTEGER NOT NULL,
      boot_id INTEGER REFERENCES term (id),
      clock_state INTEGER NOT NULL REFERENCES term (id),
      operation INTEGER NOT NULL REFERENCES term (id),
      raw BLOB,
      symbology INTEGER REFERENCES term (id),
      aim INTEGER REFERENCES term (id),
      frames INTEGER NOT NULL CHECK (frames >= 0),
      keyed INTEGER NOT NULL CHECK (keyed IN (0, 1)),
      engine INTEGER REFERENCES term (id),
      parcel_id TEXT CHECK (parcel_id <> ''),
      kind INTEGER REFERENCES term (id),
      carrier INTEGER REFERENCES term (id),
      country TEXT,
      service INTEGER REFERENCES term (id),
      postal_code TEXT,
      check_ok INTEGER CHECK (check_ok IN (0, 1)),
      refs TEXT,
      bin TEXT NOT NULL,
      plan_version INTEGER REFERENCES term (id),
      code TEXT CHECK (code <> ''),
      message TEXT,
      cause TEXT,
      operator INTEGER REFERENCES term (id),
      verdict_tenths INTEGER,
      grams TEXT,
      weight_value TEXT CHECK ((weight_value IS NULL) = (grams IS NULL)),
      weight_unit INTEGER REFERENCES term (id) CHECK ((weight_unit IS NULL) = (grams IS NULL)),
      weight_mode INTEGER REFERENCES term (id),
      tare TEXT,
      stable INTEGER CHECK (stable IN (0, 1)),
      settle_ms INTEGER,
      samples INTEGER,
      age_ms INTEGER,
      weight_raw BLOB,
      scale_serial INTEGER REFERENCES term (id),
      capture_id INTEGER,
      wire_bytes INTEGER NOT NULL CHECK (wire_bytes > 0),
      chain BLOB NOT NULL CHECK (length(chain) = 32),
      is_read INTEGER NOT NULL CHECK (is_read = (parcel_id IS NOT NULL AND keyed = 0)),
      is_weighed INTEGER NOT NULL CHECK (is_weighed = (grams IS NOT NULL))
    ) STRICT
    """,
    "CREATE INDEX scan_by_time ON scan (scanned_at, code, keyed, is_read, is_weighed)",
    "CREATE INDEX scan_accepted ON scan (parcel_id) WHERE parcel_id IS NOT NULL AND code IS NULL",
    """
    CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY REFERENCES scan (seq),
      scan_id BLOB NOT NULL UNIQUE CHECK (length(scan_id) = 16)
    ) STRICT
    """,
    """
    CREATE TABLE refused (
      seq INTEGER PRIMARY KEY REFERENCES scan (seq),
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE plan (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version TEXT NOT NULL,
      imported_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE plan_rule (
      line INTEGER PRIMARY KEY,
      priority INTEGER NOT NULL,
      country TEXT,
      carrier TEXT,
      service TEXT,
      postal_prefix TEXT,
      weight_min_g TEXT,
      weight_max_g TEXT,
      valid_from TEXT,
      valid_to TEXT,
      bin TEXT NOT NULL CHECK (bin <> ''),
      bin_label TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE hold (
      parcel_id TEXT PRIMARY KEY CHECK (parcel_id <> ''),
      reason TEXT NOT NULL,
      until TEXT CHECK (length(until) = 10)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER scan_is_append_only BEFORE UPDATE ON scan
    BEGIN SELECT RAISE (ABORT, 'a scan is a fact: it is never changed'); END
    """,
    "CREATE TRIGGER scan_added AFTER INSERT ON scan BEGIN UPDATE tally SET scans = scans + 1; END",
    "CREATE TRIGGER scan_gone AFTER DELETE ON scan BEGIN UPDATE tally SET scans = scans - 1; END",
    "CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN UPDATE tally SET pending = pending + 1; END",
    "CREATE TRIGGER outbox_gone AFTER DELETE ON outbox BEGIN UPDATE tally SET pending = pending - 1; END",
    "CREATE TRIGGER refused_added AFTER INSERT ON refused BEGIN UPDATE tally SET dead = dead + 1; END",
    "CREATE TRIGGER refused_gone AFTER DELETE ON refused BEGIN UPDATE tally SET dead = dead - 1; END",
    f"PRAGMA application_id = {APPLICATION_ID}",
    "PRAGMA user_version = 1",
)

V2 = (
    "ALTER TABLE plan_rule ADD COLUMN flag TEXT",
    """
    CREATE TABLE plan_function (
      line INTEGER PRIMARY KEY,
      function TEXT NOT NULL,
      bin TEXT NOT NULL CHECK (bin <> ''),
      bin_label TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX scan_stopped ON scan (parcel_id) WHERE parcel_id IS NOT NULL AND code IS NOT NULL",
    "PRAGMA user_version = 2",
)

V3 = (
    "ALTER TABLE scan ADD COLUMN settled_by INTEGER REFERENCES term (id)",
    "ALTER TABLE scan ADD COLUMN alibi TEXT",
    "PRAGMA user_version = 3",
)

# A scan is numbered at the centre from 1 in each epoch: its seq less the `after_seq` of the epoch that it was made in.
V4 = (
    "ALTER TABLE scan ADD COLUMN event_code INTEGER REFERENCES term (id)",
    "ALTER TABLE scan ADD COLUMN corrects TEXT CHECK (length(corrects) = 36)",
    "ALTER TABLE meta ADD COLUMN home TEXT",
    "ALTER TABLE meta ADD COLUMN high_water INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE epoch (
      id INTEGER PRIMARY KEY,
      epoch TEXT NOT NULL UNIQUE CHECK (length(epoch) = 36),
      after_seq INTEGER NOT NULL CHECK (after_seq >= 0),
      began_at TEXT NOT NULL,
      why TEXT NOT NULL
    ) STRICT
    """,
    "INSERT INTO epoch SELECT 1, epoch, 0, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'first' FROM meta",
    """
    CREATE TABLE renumbered (
      seq INTEGER PRIMARY KEY REFERENCES scan (seq) ON DELETE CASCADE,
      epoch_id INTEGER NOT NULL REFERENCES epoch (id),
      wire_seq INTEGER NOT NULL CHECK (wire_seq > 0),
      UNIQUE (epoch_id, wire_seq)
    ) STRICT
    """,
    """
    CREATE TABLE retired (
      last_seq INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL CHECK (first_seq <= last_seq),
      chain BLOB NOT NULL CHECK (length(chain) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE redated (
      seq INTEGER PRIMARY KEY REFERENCES scan (seq) ON DELETE CASCADE,
      scanned_at TEXT NOT NULL CHECK (scanned_at GLOB '????-??-??T??:??:??.???Z')
    ) STRICT
    """,
    """
    CREATE TABLE resolution (
      seq INTEGER PRIMARY KEY REFERENCES refused (seq),
      how TEXT NOT NULL CHECK (how IN ('fixed', 'accepted')),
      who TEXT NOT NULL CHECK (who <> ''),
      why TEXT NOT NULL,
      at TEXT NOT NULL,
      successor INTEGER REFERENCES scan (seq) CHECK ((successor IS NULL) = (how = 'accepted'))
    ) STRICT
    """,
    "CREATE TRIGGER refused_resolved AFTER INSERT ON resolution BEGIN UPDATE tally SET dead = dead - 1; END",
    "PRAGMA user_version = 4",
)

V5 = (
    "ALTER TABLE scan ADD COLUMN bag TEXT",
    "PRAGMA user_version = 5",
)

# `writes` counts transactions, so that a record which lost its end can be told from one that did not. A row of `stored`
# says that the scans up to `last_seq` were stored at `at`, or before, by the record's own time (`station.record.age`).
# An older record has one for each day: no scan up to the first one of a later day is younger than that day.
V6 = (
    "ALTER TABLE tally ADD COLUMN writes INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE stored (
      last_seq INTEGER PRIMARY KEY,
      at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
      until TEXT NOT NULL CHECK (until >= at)
    ) STRICT
    """,
    """
    INSERT INTO stored SELECT last_seq, min(day) || 'T00:00:00.000Z', max(day) || 'T00:00:00.000Z' FROM (
      SELECT day, min(first) OVER (ORDER BY day DESC) - 1 AS last_seq FROM (
        SELECT substr(scanned_at, 1, 10) AS day, min(seq) AS first FROM scan GROUP BY 1)
      WHERE day <= date('now')) WHERE last_seq > 0 GROUP BY last_seq
    """,
    "PRAGMA user_version = 6",
)

V7 = (
    "ALTER TABLE scan ADD COLUMN corrected_by INTEGER REFERENCES term (id)",
    "ALTER TABLE scan ADD COLUMN correction_reason TEXT",
    "ALTER TABLE scan ADD COLUMN corrected_at TEXT",
    "PRAGMA user_version = 7",
)

# An entry is of a kind, and a scan belongs to a presentation: `read_before` is how its parcel was read before it, so
# that counts of parcels are sums over this index. Older rows have no kind: each is a scan, presented by itself.
V8 = (
    "ALTER TABLE scan ADD COLUMN entry INTEGER CHECK (entry >= 0)",
    "ALTER TABLE scan ADD COLUMN presentation BLOB CHECK (length(presentation) = 16)",
    "ALTER TABLE scan ADD COLUMN read_before INTEGER CHECK (read_before BETWEEN 0 AND 3)",
    "ALTER TABLE scan ADD COLUMN about BLOB CHECK (length(about) = 16)",
    "ALTER TABLE scan ADD COLUMN vals TEXT",
    "ALTER TABLE scan ADD COLUMN details TEXT",
    "DROP INDEX scan_by_time",
    "CREATE INDEX scan_by_time ON scan (scanned_at, code, keyed, is_read, is_weighed, entry, read_before)",
    "CREATE INDEX scan_about ON scan (about) WHERE about IS NOT NULL",
    "PRAGMA user_version = 8",
)

# What people asked, by the name of each request, in the transaction that did it, and the shift after it.
V9 = (
    """
    CREATE TABLE request (
      number INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      kind TEXT NOT NULL,
      who TEXT,
      why TEXT,
      at TEXT NOT NULL,
      done INTEGER NOT NULL CHECK (done IN (0, 1)),
      reason TEXT NOT NULL,
      details TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE shift (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      operation TEXT,
      operator TEXT,
      opened_at TEXT
    ) STRICT
    """,
    "PRAGMA user_version = 9",
)
