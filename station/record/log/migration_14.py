"""Database version 14: figures by quarter hour, kept beside the log so that no view reads its entries."""

from __future__ import annotations

from station.record.log.quarter_counts import FILL

# A cell is what entries of one quarter hour have in common; 0 and '' stand for what an entry does not tell.
V14 = (
    """
    CREATE TABLE quarter_count (
      quarter TEXT NOT NULL CHECK (length(quarter) = 16),
      operation INTEGER NOT NULL,
      operator INTEGER NOT NULL,
      bin TEXT NOT NULL,
      carrier INTEGER NOT NULL,
      code TEXT NOT NULL,
      cause TEXT NOT NULL,
      not_read INTEGER NOT NULL,
      keyed INTEGER NOT NULL,
      after_retries INTEGER NOT NULL,
      first_time INTEGER NOT NULL,
      by_scanner INTEGER NOT NULL,
      scans INTEGER NOT NULL,
      accepted INTEGER NOT NULL,
      stopped INTEGER NOT NULL,
      overrides INTEGER NOT NULL,
      taken_back INTEGER NOT NULL,
      milligrams INTEGER NOT NULL,
      PRIMARY KEY (quarter, operation, operator, bin, carrier, code, cause)
    ) STRICT, WITHOUT ROWID
    """,
    FILL,
    "PRAGMA user_version = 14",
)
