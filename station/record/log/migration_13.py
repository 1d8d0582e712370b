"""Database version 13: the entries of shifts and their checks, in their order."""

from __future__ import annotations

V13 = ("CREATE INDEX scan_of_shift ON scan (entry, seq) WHERE entry IN (4, 5)", "PRAGMA user_version = 13")
