"""Database version 12: a shift that was locked because nobody was there."""

from __future__ import annotations

V12 = ("ALTER TABLE shift ADD COLUMN locked_at TEXT", "PRAGMA user_version = 12")
