"""Database version 11: bags that were loaded onto the vehicle."""

from __future__ import annotations

V11 = ("ALTER TABLE bag ADD COLUMN loaded_at TEXT", "PRAGMA user_version = 11")
