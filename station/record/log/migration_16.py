"""Database version 16: sums of the figures by quarter hour, so that views of many days read few rows."""

from __future__ import annotations

from station.record.log.quarter_sums import MADE

V16 = (*MADE, "PRAGMA user_version = 16")
