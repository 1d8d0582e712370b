"""Database version 10: bags and what is in them, kept beside the log, whose old entries retention takes."""

from __future__ import annotations

# `bagged.scan` is the name of the scan or override by which a parcel is in its bag. A row that `left` is of a bag that
# was dispatched: the parcel may come again.
V10 = (
    """
    CREATE TABLE bag (
      number TEXT PRIMARY KEY CHECK (number <> ''),
      bin TEXT CHECK (bin <> ''),
      state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'dispatched')),
      destination TEXT,
      tare_g TEXT,
      most_parcels INTEGER,
      most_g TEXT,
      most_l TEXT,
      count INTEGER NOT NULL CHECK (count >= 0),
      net_g TEXT NOT NULL,
      unweighed INTEGER NOT NULL CHECK (unweighed BETWEEN 0 AND count),
      gross_g TEXT,
      seal TEXT,
      container TEXT,
      despatch TEXT,
      opened_at TEXT NOT NULL,
      closed_at TEXT,
      dispatched_at TEXT,
      opened_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX bag_of_bin ON bag (bin) WHERE state = 'open' AND bin IS NOT NULL",
    "CREATE INDEX bag_in_container ON bag (container) WHERE container IS NOT NULL",
    "CREATE INDEX bag_of_despatch ON bag (despatch) WHERE despatch IS NOT NULL",
    """
    CREATE TABLE bagged (
      bag TEXT NOT NULL,
      parcel_id TEXT NOT NULL CHECK (parcel_id <> ''),
      seq INTEGER NOT NULL,
      scan BLOB NOT NULL CHECK (length(scan) = 16),
      grams TEXT,
      has_left INTEGER NOT NULL CHECK (has_left IN (0, 1)),
      PRIMARY KEY (bag, parcel_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX bagged_parcel ON bagged (parcel_id) WHERE has_left = 0",
    "CREATE INDEX bagged_scan ON bagged (scan)",
    "CREATE TABLE lost (parcel_id TEXT PRIMARY KEY, scan BLOB NOT NULL, grams TEXT) STRICT, WITHOUT ROWID",
    "CREATE TABLE seal (seal TEXT PRIMARY KEY, bag TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "PRAGMA user_version = 10",
)
