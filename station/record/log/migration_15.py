"""Database version 15: new labels of parcels, kept beside the log so that a link outlives the entries that told it."""

from __future__ import annotations

V15 = (
    """
    CREATE TABLE relabel (
      seq INTEGER PRIMARY KEY,
      entry BLOB NOT NULL UNIQUE CHECK (length(entry) = 16),
      asked_at TEXT NOT NULL,
      old TEXT NOT NULL,
      new TEXT NOT NULL,
      is_read INTEGER NOT NULL CHECK (is_read IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX relabel_old ON relabel (old)",
    "CREATE INDEX relabel_new ON relabel (new)",
    "PRAGMA user_version = 15",
)
